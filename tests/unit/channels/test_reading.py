"""Reading files of any size."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest

from pickface.channels.reading import BadFile, parse_mapping, read_rows

TEXT = 'number,sku,qty,note\n1,MUG,3,"two\nlines"\n\n2,"PLATE, blue",4,\n'


def rows(file: Path, **mapping: str) -> list[tuple[int, dict[str, str]]]:
    return [tuple(row) for row in read_rows(file, "orders", mapping)]  # type: ignore[misc]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".csv.xz"])
def test_a_file_is_read_plain_or_packed(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"orders{ending}"
    pack = {".csv": bytes, ".csv.gz": gzip.compress, ".csv.xz": lzma.compress}[ending]
    file.write_bytes(pack(TEXT.encode()))
    assert rows(file) == [
        (3, {"number": "1", "sku": "MUG", "qty": "3", "note": "two\nlines"}),
        (5, {"number": "2", "sku": "PLATE, blue", "qty": "4", "note": ""}),
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(tmp_path: Path, sign: str) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(f"\ufeffnumber{sign}sku{sign}qty\r\n1{sign} MUG {sign}3\r\n".encode())
    assert rows(file) == [(2, {"number": "1", "sku": "MUG", "qty": "3"})]


def test_foreign_columns_are_mapped_and_unknown_ones_left_aside(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("Bestellung,Artikel,Menge,Farbe\n1,MUG,3,red\n")
    names = parse_mapping(["Bestellung=number", "Artikel=sku", "Menge = qty"])
    assert rows(file, **names) == [(2, {"number": "1", "sku": "MUG", "qty": "3"})]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"number,sku\n1,MUG\n",
        b"number,sku,qty,qty\n1,MUG,3,4\n",
        b"number,sku,qty\n1,\xff\xfe,3\n",
        b'number,sku,qty\n1,"' + b"x" * 200_000 + b'",3\n',
    ],
)
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(content)
    with pytest.raises(BadFile):
        rows(file)


@pytest.mark.parametrize("ending", [".gz", ".xz"])
@pytest.mark.parametrize("damage", [b"no archive at all", None])
def test_a_damaged_archive_says_so(tmp_path: Path, ending: str, damage: bytes | None) -> None:
    packed = {".gz": gzip.compress, ".xz": lzma.compress}[ending](TEXT.encode() * 100)
    file = tmp_path / f"orders.csv{ending}"
    file.write_bytes(damage if damage is not None else packed[: len(packed) // 2])
    with pytest.raises(BadFile):
        rows(file)


@pytest.mark.parametrize("pair", ["sku", "=sku", "sku=", ""])
def test_a_mapping_is_foreign_equals_ours(pair: str) -> None:
    with pytest.raises(BadFile):
        parse_mapping([pair])


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(TEXT)
    told: list[int] = []
    list(read_rows(file, "orders", {}, told.append))
    assert told[-1] == file.stat().st_size
