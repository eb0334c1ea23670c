"""Sheets as rows: what cells are, what is told of them, and that no file can harm whoever opens it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from pickface.workbooks.cell import Cell, address
from pickface.workbooks.package import BadWorkbook
from pickface.workbooks.unfolding import Sheet, unfold, unfold_here
from tests.workbooks import mended, workbook

SHEET = "xl/worksheets/sheet1.xml"
QUICK_S = 1.0
Seen = list[tuple[int, list[tuple[str, str]]]]


def opened(tmp_path: Path, raw: bytes, wanted: str = "") -> Sheet:
    """In this process: starting another one for each cell would be most of the time."""
    file, out = tmp_path / "raw", tmp_path / "rows.jsonl"
    file.write_bytes(raw)
    told = unfold_here(file, out, wanted)
    return Sheet(told["names"], told["name"], out)


def seen(sheet: Sheet) -> Seen:
    """Rows with their numbers; each cell with its kind."""
    return [
        (number, [(str(one), one.kind if isinstance(one, Cell) else "text") for one in cells])
        for number, cells in sheet.each()
    ]


def test_cells_are_what_the_workbook_knows_of_them(tmp_path: Path) -> None:
    raw = workbook(
        {
            "Empty": [],
            "Goods": [
                ["Price list"],
                [],
                ["a", 12, 2.55, 8712345678901, 0.1 + 0.2, True],
                [
                    date(2026, 12, 31),
                    datetime.fromisoformat("2026-12-31T10:30"),
                    None,
                    "",
                    "=A3",
                    "two\nlines",
                ],
            ],
        }
    )
    sheet = opened(tmp_path, raw)
    assert (sheet.names, sheet.name) == (["Empty", "Goods"], "Goods")
    numbers = [(text, "number") for text in ("12", "2.55", "8712345678901", "0.3")]
    assert seen(sheet) == [
        (1, [("Price list", "text")]),
        (3, [("a", "text"), *numbers, ("true", "text")]),
        (4, [
            ("2026-12-31", "day"), ("2026-12-31T10:30:00", "day"), ("", "text"), ("", "text"), ("=A3", "unsolved"),
            ("two\nlines", "text"),
        ]),
    ]  # fmt: skip


def test_the_result_of_a_formula_is_read_also_when_it_is_an_empty_text(tmp_path: Path) -> None:
    raw = workbook({"Goods": [["=A2&A3", "=1+1", "=B9"]]})
    for was, told in (
        (r'<c r="A1"><f>A2&amp;A3</f><v ?/></c>', '<c r="A1" t="str"><f>A2&amp;A3</f><v></v></c>'),
        (r"<f>1\+1</f><v ?/>", "<f>1+1</f><v>2</v>"),
    ):
        raw = mended(raw, {SHEET: (was, told)})
    assert seen(opened(tmp_path, raw)) == [(1, [("", "text"), ("2", "number"), ("=B9", "unsolved")])]  # fmt: skip


def test_zeros_in_front_that_are_shown_are_kept(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = 42
    sheet["A1"].number_format = "000000"
    out = io.BytesIO()
    book.save(out)
    assert seen(opened(tmp_path, out.getvalue())) == [(1, [("000042", "text")])]


def test_under_the_first_of_merged_cells_stands_what_stands_in_it(tmp_path: Path) -> None:
    rows = [["Title", None], ["1001", "MUG"], [None, "TEA"], [None, None], ["1002", "MUG"]]
    sheet = opened(tmp_path, workbook({"Goods": rows}, merged={"Goods": ["A1:B1", "A2:A4"]}))
    assert seen(sheet)[1:] == [
        (2, [("1001", "text"), ("MUG", "text")]),
        (3, [("1001", "merged"), ("TEA", "text")]),
        (5, [("1002", "text"), ("MUG", "text")]),
    ]
    assert [one.first for _, cells in sheet.each() for one in cells if isinstance(one, Cell)] == ["A2"]  # fmt: skip


def test_another_sheet_is_read_by_its_name_and_one_that_is_not_there_is_told(
    tmp_path: Path,
) -> None:
    raw = workbook({"Goods": [["a"]], "Old": [["b"]]})
    assert seen(opened(tmp_path, raw, "Old")) == [(1, [("b", "text")])]
    with pytest.raises(BadWorkbook) as refused:
        opened(tmp_path, raw, "New")
    assert refused.value.params == {"because": "no_such_sheet", "sheet": "New"}


def test_a_cell_is_named_as_formulas_name_it() -> None:
    assert address("Goods", 2, 17) == "Goods!C17"
    assert address("My 'old' goods", 27, 3) == "'My ''old'' goods'!AB3"
    assert address("Goods", None, 17) == "Goods!17"


def package(*parts: tuple[str, bytes], of: bytes = b"") -> bytes:
    """A zip with some parts, those of a workbook first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        given = {name for name, _ in parts}
        if of:
            with zipfile.ZipFile(io.BytesIO(of)) as old:
                for one in old.infolist():
                    if one.filename not in given:
                        made.writestr(one.filename, old.read(one))
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


GOOD = workbook({"Goods": [["sku", "name"], ["MUG", "Mug"]]})
HEAD = '<?xml version="1.0"?>'
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{LAUGHS}]>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
LAUGHING = f"<worksheet {NAMESPACE}><sheetData>{CELL}</sheetData></worksheet>"


def sheet_of(body: str) -> bytes:
    text = f"{HEAD}<worksheet {NAMESPACE}><sheetData>{body}</sheetData></worksheet>"
    return package((SHEET, text.encode()), of=GOOD)


def locked() -> bytes:
    raw = bytearray(GOOD)
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


HOSTILE = {
    "a bomb": (package((SHEET, b" " * (40 << 20)), of=GOOD), "too_large"),
    "thousands of parts": (package(*((f"xl/{n}.xml", b"") for n in range(2_001)), of=GOOD), "too_large"),
    "a billion laughs": (package((SHEET, f"{HEAD}{DOCTYPE}{LAUGHING}".encode()), of=GOOD), "entities"),
    "entities behind a long comment": (
        package((SHEET, f"{HEAD}<!--{'x' * 5_000}-->{DOCTYPE}{LAUGHING}".encode()), of=GOOD), "entities",
    ),
    "a file of the machine as an entity": (
        package(("xl/workbook.xml", f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode()),
                of=GOOD), "entities",
    ),
    "a password": (locked(), "locked"),
    "half a file": (GOOD[: len(GOOD) // 2], "workbook"),
    "no zip": (b"PK\x03\x04" + b"x" * 500, "workbook"),
    "any other zip": (package(("holiday.jpg", b"x")), "packed"),
    "another office's workbook": (package(("mimetype", b"application/vnd.oasis.opendocument")), "other_workbook"),
    "a text document": (package(("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")), "other_workbook"),
    "a sheet that is no XML": (package((SHEET, b"hello"), of=GOOD), "workbook"),
    "a string that is not there": (sheet_of('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "workbook"),
    "nothing in it": (workbook({"Goods": []}), "empty"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_clearly_and_quickly(tmp_path: Path, what: str) -> None:
    raw, because = HOSTILE[what]
    file, left = tmp_path / "raw", tmp_path / "rows.jsonl"
    file.write_bytes(raw)
    before = os.times()
    with pytest.raises(BadWorkbook) as refused:
        unfold(file, tmp_path)
    spent = sum(os.times()[:4]) - sum(before[:4])
    assert refused.value.params["because"] == because
    assert spent < QUICK_S, "of the processor's time, also the other process's"
    assert not left.exists() or left.stat().st_size == 0


def test_rows_and_columns_far_away_cost_nothing(tmp_path: Path) -> None:
    far = sheet_of(
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>3</v></c></row><row r="999999999"><c r="A999999999"><v>4</v></c></row>'
    )
    assert seen(opened(tmp_path, far)) == [(1, [("1", "number")]), (1_048_576, [("3", "number")])]


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pickface.workbooks.unfolding.MOST_ROWS", 3)
    opened(tmp_path, workbook({"Goods": [["a"], [], ["b"], ["c"]]}))
    with pytest.raises(BadWorkbook) as refused:
        opened(tmp_path, workbook({"Goods": [["a"], ["b"], ["c"], ["d"]]}))
    assert refused.value.params["because"] == "too_long"


def test_a_hundred_thousand_rows_take_bounded_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = '<c t="inlineStr"><is><t>SKU-{n}</t></is></c><c><v>8{n:012}</v></c><c><v>{n}.25</v></c><c><v>{n}</v></c>'
    rows = "".join(f'<row r="{n}">{cells.format(n=n)}</row>' for n in range(1, 100_001))
    file = tmp_path / "raw"
    file.write_bytes(sheet_of(rows))
    # The peak that getrusage tells is that of the test's own process, where that was larger.
    code = (
        "from pickface.workbooks.unfolding import main; main()\n"
        "print(); print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    spent = sum(os.times()[2:4])
    done = subprocess.run(
        [sys.executable, "-c", code, file, tmp_path / "rows.jsonl", ""],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    told, peak_kb = (json.loads(line) for line in done.stdout.splitlines())
    with capsys.disabled():
        print(
            f"\n100,000 rows of 4 cells, {len(rows) >> 20} MB unpacked: {peak_kb >> 10} MB of memory, "
            f"{sum(os.times()[2:4]) - spent:.1f} s of a processor"
        )
    assert told["rows"] == 100_000
    assert peak_kb < 200 << 10
