"""What a raw code says: a key to look it up by, and what a GS1 label carries beside it.

The table and the rules are those of docs/scripts.md ("Barcodes"); `pwa/src/engine/barcodes.ts` is the
other reading of the same page. This module is on the path of every scan, so it is a small table and
no library; a test holds it to `biip`.
"""

import re
from calendar import monthrange
from typing import Final, NamedTuple, TypedDict

from pickface.tasks.steps import Thing

GS: Final = "\x1d"
MAX_LENGTH: Final = 512
# Only these: str.strip() would also eat the group separator, which means something here.
WHITE_SPACE: Final = " \t\n\v\f\r"
GS1_SYMBOLOGIES: Final = frozenset({"]C1", "]d2", "]Q3", "]e0"})

_AIM = re.compile(r"\][A-Za-z][\x21-\x7e]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIGITS = re.compile(r"[0-9]+")
_GTIN_TEXT = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_GS1_TEXT = re.compile(r"01([0-9]{14}).+|00([0-9]{18})", re.DOTALL)
_TOTE = re.compile(r"T[0-9]{4,}")
_LABEL = re.compile(r"LP[0-9]{6,}")


class Parsed(TypedDict, total=False):
    """The parts of a code; what it does not carry is left out, `key` is always there."""

    key: str
    gtin: str
    sscc: str
    lot: str
    expiry: str
    serial: str
    qty: int
    weight_g: int
    error: str


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


def parse(raw: str, symbology: str = "") -> Parsed:
    """Read a raw code as docs/scripts.md says; never raises, whatever was scanned."""
    if len(raw) > MAX_LENGTH:
        return {"key": "", "error": "code_too_long"}
    text = raw.strip(WHITE_SPACE)
    if _AIM.match(text):
        symbology, text = text[:3], text[3:]
    elif not _AIM.fullmatch(symbology):
        symbology = ""
    if symbology in GS1_SYMBOLOGIES:
        return _parse_gs1(text)
    if not symbology:
        # A scanner without identifiers may still send the leading FNC1 as a separator.
        bare = text.strip(GS)
        found = _GS1_TEXT.fullmatch(bare)
        if found and has_check_digit(found[1] or found[2]):
            return _parse_gs1(bare)
    if _GTIN_TEXT.fullmatch(text) and has_check_digit(text):
        gtin = text.rjust(14, "0")
        return {"key": gtin, "gtin": gtin}
    return {"key": _clean(text).upper()}


def normal_key(raw: str, symbology: str = "") -> str:
    """The key a code is stored and looked up by; empty for a code that has none."""
    return parse(raw, symbology)["key"]


def plain_text(raw: str) -> str:
    """The text of a code as printed: without identifier, control characters and outer spaces."""
    text = raw[:MAX_LENGTH].strip(WHITE_SPACE)
    return _clean(text[3:] if _AIM.match(text) else text)


def by_form(parsed: Parsed) -> Thing | None:
    """The container that a code is by its form alone, else None."""
    if "sscc" in parsed:
        return {"container": parsed["sscc"], "kind": "carton"}
    key = parsed["key"]
    if _TOTE.fullmatch(key):
        return {"container": key, "kind": "tote"}
    if _LABEL.fullmatch(key):
        return {"container": key, "kind": "label"}
    return None


def has_check_digit(digits: str) -> bool:
    """Whether the last of these ASCII digits is the GS1 check digit (modulo 10) of the others."""
    total = 3 * sum(map(int, digits[-2::-2])) + sum(map(int, digits[-3::-2])) + int(digits[-1])
    return total % 10 == 0


def _clean(text: str) -> str:
    if text.isprintable() and text.isascii():
        return text.strip(WHITE_SPACE)
    return _CONTROLS.sub("", text).strip(WHITE_SPACE)


def _parse_gs1(text: str) -> Parsed:
    values, error = _elements(text)
    parsed: Parsed = {"key": ""}
    gtin = values.get("gtin") or values.get("content")
    if gtin:
        parsed["gtin"] = gtin
    if "sscc" in values:
        parsed["sscc"] = values["sscc"]
    parsed["key"] = gtin or values.get("sscc") or _clean(text).upper()
    if "lot" in values:
        parsed["lot"] = values["lot"]
    if "serial" in values:
        parsed["serial"] = values["serial"]
    expiry = values.get("expiry") or values.get("best_before")
    if expiry:
        parsed["expiry"] = expiry
    qty = int(values.get("qty") or values.get("count") or 0)
    if qty:
        parsed["qty"] = qty
    if "weight_g" in values:
        parsed["weight_g"] = int(values["weight_g"])
    if error:
        parsed["error"] = error
    return parsed


def _elements(text: str) -> tuple[dict[str, str], str]:
    """The values of a GS1 message by name, and the first thing that is wrong with it."""
    values: dict[str, str] = {}
    error = ""
    at, end = 0, len(text)
    while at < end:
        if text[at] == GS:
            at += 1
            continue
        field = FIELDS.get(text[at : at + 2])
        at += 2
        if field is None:
            field = FIELDS.get(text[at - 2 : at + 2])
            at += 2
        if field is None:
            return values, error or "gs1_unknown_ai"
        value = _value(text, at, field)
        if not value:
            return values, error or "gs1_bad_value"
        at += len(value)
        name, value, wrong = _meaning(field.name, value)
        if wrong:
            error = error or wrong
        else:
            # A repeated identifier must repeat its value; the first one is believed.
            values.setdefault(name, value)
    return values, error


def _value(text: str, at: int, field: Field) -> str:
    """The printed value of a field, or nothing if it is too short, too long or not digits."""
    if field.fixed:
        value = text[at : at + field.length]
        if len(value) < field.length:
            return ""
    else:
        stop = text.find(GS, at)
        value = text[at:] if stop < 0 else text[at:stop]
        if len(value) > field.length or _CONTROLS.search(value):
            return ""
    return value if not field.digits or _DIGITS.fullmatch(value) else ""


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
