"""What a raw code says: a key to look it up by, and what a GS1 label carries beside it.

The rules are those of docs/scripts.md ("Barcodes"); `pwa/src/engine/barcodes.ts` is the other reading of
the same page, and `gs1` beside this one has the table.
"""

import re
from typing import Final, TypedDict

from pickface.scans.gs1 import CONTROLS, GS, elements, has_check_digit, link_elements
from pickface.tasks.steps import Thing

MAX_LENGTH: Final = 512
# Only these: str.strip() would also eat the group separator, which means something here.
WHITE_SPACE: Final = " \t\n\v\f\r"
GS1_SYMBOLOGIES: Final = frozenset({"]C1", "]d2", "]Q3", "]e0"})

_AIM = re.compile(r"\][A-Za-z][\x21-\x7e]")
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
        return _told(text, *elements(text))
    link = link_elements(text)
    if link:
        return _told(text, *link)
    if not symbology:
        # A scanner without identifiers may still send the leading FNC1 as a separator.
        bare = text.strip(GS)
        found = _GS1_TEXT.fullmatch(bare)
        if found and has_check_digit(found[1] or found[2]):
            return _told(bare, *elements(bare))
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


def _clean(text: str) -> str:
    if text.isprintable() and text.isascii():
        return text.strip(WHITE_SPACE)
    return CONTROLS.sub("", text).strip(WHITE_SPACE)


def _told(text: str, values: dict[str, str], error: str) -> Parsed:
    """What the values of a label say of its goods."""
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
