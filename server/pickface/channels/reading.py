"""Reading a CSV file of any size: plain, gzip or xz, with a header, its columns called as we call them."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple, cast

from pickface.channels.columns import COLUMNS, NEEDED
from pickface.errors import BadRequest

DELIMITERS = ",;\t|"


class BadFile(BadRequest):
    """The file as a whole cannot be read."""

    code = "bad_file"


class Row(NamedTuple):
    """A line of the file: its number, and its cells by our column names."""

    line: int
    cells: dict[str, str]


def parse_mapping(pairs: Sequence[str]) -> dict[str, str]:
    """``FOREIGN=OURS`` pairs of the command line as a mapping."""
    mapping = {}
    for pair in pairs:
        foreign, sign, ours = pair.rpartition("=")
        if not sign or not foreign or not ours:
            raise BadFile(f"a mapping is FOREIGN=OURS, not {pair}", field="mapping")
        mapping[foreign.strip()] = ours.strip()
    return mapping


def read_rows(
    file: Path, kind: str, mapping: Mapping[str, str], tell: Callable[[int], None] = lambda _: None
) -> Iterator[Row]:
    """The file's rows, one at a time; ``tell`` hears how many bytes of the file are read. BadFile."""
    with ExitStack() as stack:
        raw = stack.enter_context(file.open("rb"))
        text = io.TextIOWrapper(stack.enter_context(_unpacked(raw, file)), "utf-8-sig", newline="")
        try:
            header = text.readline()
            names = _names(
                next(csv.reader([header], delimiter=_delimiter(header)), []), kind, mapping
            )
            reader = csv.reader(text, delimiter=_delimiter(header))
            for cells in reader:
                if any(cells):
                    yield Row(reader.line_num + 1, _cells(names, cells))
                tell(raw.tell())
        except UnicodeDecodeError as error:
            raise BadFile("the file is not UTF-8; save it as CSV UTF-8", field="file") from error
        except (csv.Error, lzma.LZMAError, EOFError, gzip.BadGzipFile) as error:
            raise BadFile(f"the file cannot be read: {error}", field="file") from error


def _unpacked(raw: IO[bytes], file: Path) -> IO[bytes]:
    if file.suffix == ".xz":
        return cast("IO[bytes]", lzma.LZMAFile(raw))
    return cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if file.suffix == ".gz" else raw


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _names(header: list[str], kind: str, mapping: Mapping[str, str]) -> list[str]:
    """Our name of each column; '' for one that we do not know."""
    known = COLUMNS[kind]
    names = [mapping.get(name.strip(), name.strip()) for name in header]
    missing = [name for name in NEEDED[kind] if name not in names]
    if missing:
        raise BadFile(
            f"the columns {', '.join(missing)} are missing; the file has {', '.join(header)}",
            field="file",
            missing=missing,
        )
    twice = [name for name in set(names) if name in known and names.count(name) > 1]
    if twice:
        raise BadFile(f"two columns are {twice[0]}", field="file")
    return [name if name in known else "" for name in names]


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
