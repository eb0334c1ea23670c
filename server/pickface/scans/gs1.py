"""What a GS1 label says: one table of application identifiers, for element strings and for Digital Links.

On the path of every scan, so it is a table and no library; shared vectors hold it to `biip`.
`pwa/src/engine/gs1.ts` is the other reading of docs/scripts.md ("Barcodes").
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Final, NamedTuple

GS: Final = "\x1d"
CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIGITS = re.compile(r"[0-9]+")
_LINK = re.compile(r"https?://[^/?#]*(/[^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_KEY_LENGTHS: Final = {"01": frozenset({8, 12, 13, 14}), "00": frozenset({18})}


class Field(NamedTuple):
    """How the value of one application identifier is printed."""

    name: str
    length: int
    fixed: bool
    digits: bool


FIELDS: Final[dict[str, Field]] = {
    "00": Field("sscc", 18, fixed=True, digits=True),
    "01": Field("gtin", 14, fixed=True, digits=True),
    "02": Field("content", 14, fixed=True, digits=True),
    "10": Field("lot", 20, fixed=False, digits=False),
    "11": Field("made", 6, fixed=True, digits=True),
    "13": Field("packed", 6, fixed=True, digits=True),
    "15": Field("best_before", 6, fixed=True, digits=True),
    "17": Field("expiry", 6, fixed=True, digits=True),
    "21": Field("serial", 20, fixed=False, digits=False),
    "30": Field("qty", 8, fixed=False, digits=True),
    "37": Field("count", 8, fixed=False, digits=True),
    **{f"310{n}": Field(f"kg{n}", 6, fixed=True, digits=True) for n in range(6)},
}
_CHECKED: Final = frozenset({"sscc", "gtin", "content"})
_DATES: Final = frozenset({"made", "packed", "best_before", "expiry"})


class Passed(NamedTuple):
    """Identifiers that mean nothing here, by their first two digits: how long they and their values are."""

    ai: int
    value: int
    """0: up to the separator."""


_TO_SEPARATOR: Final = {
    2: ("22", *(f"9{n}" for n in range(10))),
    3: ("23", "24", "25", "40", "42", "71"),
    4: ("39", "43", "70", "72", "80", "81", "82"),
}
PASSED: Final[dict[str, Passed]] = {
    "03": Passed(2, 14),
    "12": Passed(2, 6),
    "16": Passed(2, 6),
    "20": Passed(2, 2),
    "41": Passed(3, 13),
    **{f"3{n}": Passed(4, 6) for n in range(1, 7)},
    **{start: Passed(ai, 0) for ai, starts in _TO_SEPARATOR.items() for start in starts},
}
LONGEST_PASSED: Final = 90


def has_check_digit(digits: str) -> bool:
    """Whether the last of these ASCII digits is the GS1 check digit (modulo 10) of the others."""
    total = 3 * sum(map(int, digits[-2::-2])) + sum(map(int, digits[-3::-2])) + int(digits[-1])
    return total % 10 == 0


def elements(text: str) -> tuple[dict[str, str], str]:
    """The values of a GS1 message by name, and the first thing that is wrong with it."""
    values: dict[str, str] = {}
    error = ""
    at, end = 0, len(text)
    while at < end:
        if text[at] == GS:
            at += 1
            continue
        ai, field = _identifier(text, at)
        if not ai:
            return values, error or "gs1_unknown_ai"
        at += len(ai)
        value = _passed_over(text, at, ai) if field is None else _value(text, at, field)
        if not value:
            return values, error or "gs1_bad_value"
        at += len(value)
        if field is not None:
            wrong = _keep(values, field, value)
            error = error or wrong
    return values, error


def link_elements(text: str) -> tuple[dict[str, str], str] | None:
    """The same of a Digital Link: a web address whose path names a GTIN or an SSCC; None for any other text."""
    found = _LINK.match(text)
    pairs = list(_pairs(found[1].split("/"))) if found else []
    if not found or not pairs:
        return None
    for part in (found[2] or "").split("&"):
        ai, _, written = part.partition("=")
        pairs.append((ai, written))
    values: dict[str, str] = {}
    error = ""
    for ai, written in pairs:
        field = FIELDS.get(ai)
        # Whatever else an address carries (a language, a kind of link) is not about the goods.
        if field is not None:
            printed = _decoded(written)
            fits = printed != "" and _value(printed, 0, field) == printed
            wrong = _keep(values, field, printed) if fits else "gs1_bad_value"
            error = error or wrong
    return values, error


def _pairs(path: list[str]) -> Iterator[tuple[str, str]]:
    """Identifiers and values of a path, from its first GTIN or SSCC on; none if it has neither."""
    start = next((n for n, part in enumerate(path[:-1]) if part in _KEY_LENGTHS), None)
    # A date in an address (/2026/01/15) is no key.
    if start is None or not _DIGITS.fullmatch(path[start + 1]):
        return
    ai, value = path[start], path[start + 1]
    if len(value) not in _KEY_LENGTHS[ai]:
        return
    yield ai, value.rjust(14, "0")
    yield from zip(path[start + 2 :: 2], path[start + 3 :: 2], strict=False)


def _decoded(written: str) -> str:
    # Only ASCII may be printed in GS1 data: what is encoded beyond it is no value.
    return _ENCODED.sub(lambda part: chr(min(int(part[1], 16), 0x80)), written)


def _identifier(text: str, at: int) -> tuple[str, Field | None]:
    """The identifier at a position with its field, None where it is passed over; '' if there is no such one."""
    two, four = text[at : at + 2], text[at : at + 4]
    for ai in (two, four):
        if ai in FIELDS:
            return ai, FIELDS[ai]
    passed = PASSED.get(two)
    ai = text[at : at + passed.ai] if passed else ""
    return (ai, None) if passed and len(ai) == passed.ai and _DIGITS.fullmatch(ai) else ("", None)


def _value(text: str, at: int, field: Field) -> str:
    """The printed value of a field, or nothing if it is too short, too long or not digits."""
    if field.fixed:
        value = text[at : at + field.length]
        if len(value) < field.length:
            return ""
    else:
        value = _to_separator(text, at)
        if len(value) > field.length or CONTROLS.search(value):
            return ""
    return value if not field.digits or _DIGITS.fullmatch(value) else ""


def _passed_over(text: str, at: int, ai: str) -> str:
    length = PASSED[ai[:2]].value
    if length:
        value = text[at : at + length]
        return value if len(value) == length and _DIGITS.fullmatch(value) else ""
    value = _to_separator(text, at)
    return "" if len(value) > LONGEST_PASSED or CONTROLS.search(value) else value


def _to_separator(text: str, at: int) -> str:
    stop = text.find(GS, at)
    return text[at:] if stop < 0 else text[at:stop]


def _keep(values: dict[str, str], field: Field, printed: str) -> str:
    """Put a value where it belongs, or say what is wrong with it."""
    name, value, wrong = _meaning(field.name, printed)
    if not wrong:
        # A repeated identifier must repeat its value; the first one is believed.
        values.setdefault(name, value)
    return wrong


def _meaning(name: str, value: str) -> tuple[str, str, str]:
    """Name, value as kept, and what is wrong with it."""
    if name in _CHECKED:
        return name, value, "" if has_check_digit(value) else "check_digit"
    if name in _DATES:
        date = _date(value)
        return name, date, "" if date else "bad_date"
    if name.startswith("kg"):
        # Kilograms with n decimals, rounded half up to whole grams.
        scale = 10 ** int(name[2:])
        return "weight_g", str((int(value) * 1000 + scale // 2) // scale), ""
    return name, value, ""


def _date(digits: str) -> str:
    """YYMMDD as YYYY-MM-DD, or nothing if there is no such day; day 00 is the month's last."""
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    year += 2000 if year <= 50 else 1900
    if not 1 <= month <= 12:
        return ""
    last = monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day or last:02d}" if day <= last else ""
