"""Archives that are none, or that somebody has had a hand in: refused at once, by name, part and line."""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pickface.archive.checking import check
from pickface.archive.opening import BadArchive
from pickface.config import Config
from tests.conftest import close
from tests.furnished import exported, furnish

SECONDS = 5.0
"""A second is the wish; the machine that runs the tests may be busy."""
Change = Callable[[str], str]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """A site's archive, made once."""
    from pickface.app import create_app

    data = tmp_path_factory.mktemp("site")
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    app = create_app(Config(data=data, testing=True))
    app.testing = True
    furnish(app)
    file = data / "site.zip"
    exported(app, file)
    close(app)
    return file


def spoilt(file: Path, part: str, change: Change, *, told: bool = False) -> Path:
    """The archive with one part changed; ``told``: its manifest says so, as whoever made it on purpose would."""
    other = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as old:
        texts = {name: old.read(name).decode() for name in old.namelist()}
    texts[part] = change(texts[part])
    if told:
        manifest = json.loads(texts["manifest.json"])
        text = texts[part]
        manifest["parts"][part.removesuffix(".jsonl")] = {
            "rows": len(text.splitlines()),
            "sha256": sha256(text.encode()).hexdigest(),
        }
        texts["manifest.json"] = json.dumps(manifest)
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in texts.items():
            new.writestr(name, text)
    return other


def refused(file: Path) -> list[tuple[str, str, int]]:
    """What is said of it, quickly: codes, parts and lines."""
    started = time.perf_counter()
    with pytest.raises(BadArchive) as said:
        check(file)
    assert time.perf_counter() - started < SECONDS
    return [(one.code, one.part, one.line) for one in said.value.problems]


def instead(old: str, new: str) -> Change:
    """One text for another."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("stock.jsonl", instead('"qty": 40', '"qty": 43'),
         [("archive_units_without_cost", "cost_layers", 0)]),
        ("stock.jsonl", instead('"qty": 40', '"qty": -1'), [("archive_value", "stock", 1)]),
        ("stock.jsonl", instead('"qty": 40', '"qty": "40"'), [("archive_value", "stock", 1)]),
        ("stock.jsonl", instead('"qty": 40', '"qty": 4e1'), [("archive_value", "stock", 1)]),
        ("stock.jsonl", instead('"place": "A-01-01", "container": "T', '"place": "A-02-01", "container": "T'),
         [("archive_container_elsewhere", "stock", 2)]),
        ("stock.jsonl", instead('"A-02-01"', '"Z-99-99"'), [("archive_nothing_there", "stock", 4)]),
        ("items.jsonl", lambda text: text + text.splitlines()[0] + "\n", [("archive_twice", "items", 4)]),
        ("items.jsonl", instead('"tracking": "serial"', '"tracking": "magic"'), [("archive_value", "items", 3)]),
        ("items.jsonl", instead("Television", "Tele\\ud800vision"), [("archive_value", "items", 3)]),
        ("people.jsonl", instead('"role": "picker"', '"role": "owner"'), [("archive_value", "people", 2)]),
        ("barcodes.jsonl", instead('"qty": 24', '"qty": 0'), [("archive_value", "barcodes", 2)]),
        ("cost_layers.jsonl", instead('"qty": 37', '"qty": 41'), [("archive_rule", "cost_layers", 1)]),
        ("orders.jsonl", lambda text: text[:-20], [("archive_no_json", "orders", 3)]),
        ("orders.jsonl", lambda _: "[" * 200_000, [("archive_no_json", "orders", 1)]),
        ("orders.jsonl", lambda _: "9" * 200_000, [("archive_no_json", "orders", 1)]),
        ("orders.jsonl", lambda text: "[]\n" + text, [("archive_fields", "orders", 1)]),
        ("containers.jsonl", instead('"parent": ""', '"parent": "T0001"'),
         [("archive_container_circle", "containers", 1)]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_part_and_line(
    archive: Path, part: str, change: Change, said: list[tuple[str, str, int]]
) -> None:
    assert refused(spoilt(archive, part, change, told=True))[: len(said)] == said


def test_everything_that_is_wrong_is_told_at_once(archive: Path) -> None:
    def change(text: str) -> str:
        return text.replace('"kind": "bin"', '"kind": "shelf"')

    problems = refused(spoilt(archive, "places.jsonl", change, told=True))
    assert len([one for one in problems if one[:2] == ("archive_value", "places")]) == 13


def test_a_part_that_was_changed_on_the_way_is_told(archive: Path) -> None:
    file = spoilt(archive, "items.jsonl", instead("Television", "Telephone"))
    assert refused(file) == [("archive_not_as_written", "items", 0)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (instead('"version": 6', '"version": 7'), "archive_too_new"),
        (instead('"version": 6', '"version": "6"'), "archive_of_something_else"),
        (instead("pickface-site", "other"), "archive_of_something_else"),
        (instead('"cart_totes": 6', '"cart_totes": 600'), "archive_value"),
        (instead("Europe/Berlin", "Europe/Nowhere"), "archive_value"),
        (instead('"stock": {', '"stick": {'), "archive_part_missing"),
        (lambda _: "[]", "archive_of_something_else"),
        (lambda _: "{" * 100_000, "archive_no_json"),
        (lambda text: text[:-3] + " " * (2 << 20), "archive_too_large"),
    ],
)
def test_a_manifest_that_cannot_be_ends_it(archive: Path, change: Change, code: str) -> None:
    assert [one[0] for one in refused(spoilt(archive, "manifest.json", change))] == [code]


def packed(file: Path, *others: tuple[str, bytes], **how: Any) -> Path:
    """The archive with something more in it."""
    other = file.with_name("packed.zip")
    shutil.copy(file, other)
    with zipfile.ZipFile(other, "a", zipfile.ZIP_DEFLATED) as more:
        for name, content in others:
            more.writestr(name, content, **how)
    return other


def test_no_file_of_another_name_comes_along(archive: Path) -> None:
    for name in ("../../etc/passwd", "/etc/passwd", "photos/a.jpg", "..\\up.jsonl"):
        assert refused(packed(archive, (name, b"x")))[0][0] == "archive_strange_name"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_part_stands_in_it_twice(archive: Path) -> None:
    assert refused(packed(archive, ("items.jsonl", b"{}")))[0][0] == "archive_name_twice"


def test_a_bomb_is_not_unpacked(archive: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w") as part:
                for _ in range(64 if name == "items.jsonl" else 0):
                    part.write(b" " * (1 << 20))
                part.write(old.read(name))
    assert refused(bomb) == [("archive_packed_strangely", "", 0)]


def test_half_an_archive_and_no_archive_at_all(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for number, content in enumerate(
        (b"", b"PK\x03\x04", b"no zip at all", whole[: len(whole) // 2])
    ):
        file = tmp_path / f"{number}.zip"
        file.write_bytes(content)
        assert refused(file)[0][0] == "archive_unreadable"
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as new:
        new.writestr("word/document.xml", "<xml/>")
    assert refused(other)[0][0] == "archive_of_something_else"


def test_bytes_that_turned_over_are_found(archive: Path, tmp_path: Path) -> None:
    spoilt_bytes = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as zip_file:
        at = zip_file.getinfo("places.jsonl").header_offset + 120
    spoilt_bytes[at] ^= 0xFF
    file = tmp_path / "turned.zip"
    file.write_bytes(bytes(spoilt_bytes))
    assert refused(file)[0][0] in {
        "archive_unreadable",
        "archive_no_json",
        "archive_not_as_written",
    }
