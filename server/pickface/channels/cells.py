"""What a cell of a spreadsheet says: its number, day or code, however it is written. Pure.

Cells become what the importers' own columns take: whole numbers, decimals with a point, ISO days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from pickface.workbooks.cell import Cell

MONEY: Final = frozenset({"price", "cost"})
WHOLE: Final = frozenset(
    {
        "qty", "scale", "weight_g", "volume_mm3", "priority", "lead_days", "x_mm", "y_mm", "case_qty", "inner_qty",
        "pallet_qty", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g", "min_qty", "max_qty",
        "pack_qty", "from_qty", "max_pallets", "rank", "x1_mm", "y1_mm", "x2_mm", "y2_mm",
    }
)  # fmt: skip
SIGNED: Final = frozenset({"x_mm", "y_mm", "x1_mm", "y1_mm", "x2_mm", "y2_mm"})
"""Whole numbers that may be below zero: where something stands on the floor."""
DATES: Final = frozenset({"placed_at", "ship_by", "ordered_at", "expected_on", "expires_on"})
CODES: Final = frozenset(
    {
        "sku", "barcodes", "barcode", "case_barcode", "inner_barcode", "pallet_barcode", "number", "place", "code",
        "badge", "pin", "lot", "serial", "supplier", "sscc", "pallet", "purchase_order",
        "order", "tracking", "kit", "substitute",
    }
)  # fmt: skip
BARCODES: Final = frozenset(
    {"barcode", "barcodes", "case_barcode", "inner_barcode", "pallet_barcode"}
)
YES_NO: Final = frozenset({"quality_check", "pickable", "fragile", "preferred", "one_way"})
LONGEST = 2_000
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SHORTENED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_KEPT_HARMLESS = frozenset({"'=", "'+", "'-", "'@"})
"""How our own tables keep a spreadsheet from taking a text for a formula."""
_AS_TEXT = re.compile(r'="([^"]*)"')
_BROKEN = re.compile(r"#(REF|N/A|NV|VALUE|WERT|NAME|BEZUG|DIV/0|NULL|NUM|ZAHL)[!?]?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?")
_EPOCH = date(1899, 12, 30)
"""What spreadsheets count days from."""
_SERIAL = (20_000, 80_000)
_EXACT_DIGITS: Final = 15
"""Spreadsheets keep no more of a number."""
_UPC, _DECIMALS = 12, 6
_YES = {"1", "yes", "y", "true", "x", "ja", "j", "oui", "si", "sí", "tak", "sim", "wahr"}
_NO = {"0", "no", "n", "false", "", "nein", "non", "nie", "não", "nao", "falsch", "-"}


class WrongCell(Exception):
    """A cell that cannot be read: our column, what is wrong, and the words for it."""

    def __init__(self, column: str, code: str, /, **params: Any) -> None:
        super().__init__(f"{column}: {code}")
        self.column, self.code, self.params = column, code, params


@dataclass(frozen=True)
class Writing:
    """How a file writes numbers and days: the sign before decimals, and whether day or month comes first."""

    decimal: str = "."
    dates: str = "dmy"


AS_NUMBERS_ARE: Final = Writing()
"""How the workbook's own numbers and days come to us."""


def read_cell(column: str, text: str, writing: Writing) -> str:
    """The cell as our importers want it; WrongCell."""
    if isinstance(text, Cell):
        text, writing = _known(column, text), AS_NUMBERS_ARE
    said = _text(column, text)
    if not said:
        return ""
    if column in SIGNED and said[:1] in {"-", "−"}:
        return f"-{_whole(column, said[1:], writing)}"
    if column in WHOLE:
        return str(_whole(column, said, writing))
    if column in MONEY:
        return _money(column, said, writing)
    if column in DATES:
        return _day(column, said, writing)
    if column in YES_NO:
        return _yes_no(column, said)
    if column in CODES and _SHORTENED.fullmatch(said):
        raise WrongCell(column, "shortened_number")
    return said


def _known(column: str, cell: Cell) -> str:
    """What a workbook knows of a cell decides whether it can be what the column wants."""
    number = column in WHOLE or column in MONEY
    if cell.kind == "unsolved":
        raise WrongCell(column, "formula_unsolved", formula=cell[:60])
    if cell.kind == "merged" and number:
        # Ten over three rows are not thirty.
        raise WrongCell(column, "merged_cell", first=cell.first)
    if cell.kind == "day" and (number or column in CODES):
        raise WrongCell(column, "became_a_day")
    if cell.kind == "number":
        if column in CODES and len(cell.lstrip("-")) > _EXACT_DIGITS:
            raise WrongCell(column, "shortened_number")
        if column in BARCODES and (whole := _with_zeros(cell)):
            raise WrongCell(column, "lost_zeros", code=whole)
        if column in MONEY and len(cell.partition(".")[2]) > _DECIMALS:
            return str(round(float(cell), _DECIMALS))
    return str(cell)


def _with_zeros(digits: str) -> str:
    """A UPC that lost the zeros in front of it when it became a number; '' for what may be a code as it is."""
    if not digits.isdecimal() or not 9 <= len(digits) < _UPC:
        return ""
    whole = digits.zfill(_UPC)
    return (
        whole
        if sum(int(sign) * (3 - at % 2 * 2) for at, sign in enumerate(whole)) % 10 == 0
        else ""
    )


def _text(column: str, text: str) -> str:
    said = text.replace("\u00a0", " ").strip()
    as_text = _AS_TEXT.fullmatch(said)
    if said[:2] in _KEPT_HARMLESS:
        said = said[1:]
    elif as_text:
        # How spreadsheets are kept from eating leading zeros.
        said = as_text[1].strip()
    elif said.startswith("="):
        raise WrongCell(column, "formula")
    if _BROKEN.fullmatch(said):
        raise WrongCell(column, "spreadsheet_error")
    if len(said) > LONGEST:
        raise WrongCell(column, "too_long", most=LONGEST)
    said = re.sub(r"[\r\n\t]+", " ", said)
    if _CONTROLS.search(said):
        raise WrongCell(column, "control_signs")
    return said


def _plain_number(column: str, text: str, writing: Writing) -> tuple[str, str]:
    """Digits before and behind the decimal sign."""
    flat = _SPACES.sub("", text)
    if flat.startswith(("-", "−", "(")):
        raise WrongCell(column, "negative")
    thousands = "." if writing.decimal == "," else ","
    head, _, tail = flat.partition(writing.decimal)
    if thousands in head:
        if not re.fullmatch(rf"\d{{1,3}}(\{thousands}\d{{3}})+", head):
            raise WrongCell(column, f"bad_{column}", decimal=writing.decimal)
        head = head.replace(thousands, "")
    if not re.fullmatch(r"\d{1,15}", head) or not re.fullmatch(r"\d{0,6}", tail):
        raise WrongCell(column, f"bad_{column}", decimal=writing.decimal)
    return head, tail


def _whole(column: str, text: str, writing: Writing) -> int:
    head, tail = _plain_number(column, text, writing)
    if tail.strip("0"):
        raise WrongCell(column, "not_whole")
    return int(head)


def _money(column: str, text: str, writing: Writing) -> str:
    bare = re.sub(r"^[^\d\-−(.,]+|[^\d.,]+$", "", text)
    head, tail = _plain_number(column, bare, writing)
    return f"{int(head)}.{tail or '0'}"


def _day(column: str, text: str, writing: Writing) -> str:
    iso, other = _ISO.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
            return day.isoformat() + (iso[4] or "")
        if other:
            first, second, year = int(other[1]), int(other[2]), int(other[3])
            month, number = (first, second) if writing.dates == "mdy" else (second, first)
            day = date(year + 2000 if year < 100 else year, month, number)
            clock = f"T{other[4].zfill(5) if len(other[4]) < 6 else other[4].zfill(8)}" if other[4] else ""  # fmt: skip
            return day.isoformat() + clock
        if text.isdecimal() and _SERIAL[0] <= int(text) <= _SERIAL[1]:
            return (_EPOCH + timedelta(days=int(text))).isoformat()
    except ValueError:
        raise WrongCell(column, "no_such_day", dates=writing.dates) from None
    raise WrongCell(column, "bad_date", dates=writing.dates)


def _yes_no(column: str, text: str) -> str:
    if text.lower() in _YES:
        return "yes"
    if text.lower() in _NO:
        return "no"
    raise WrongCell(column, "not_yes_or_no")
