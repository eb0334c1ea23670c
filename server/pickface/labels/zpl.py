"""ZPL for label printers at 8 dots a millimetre (203 dpi): parcel, carton, bin and container labels.

Everything is UTF-8 (``^CI28``). Text goes through ``^FH``, so that a caret, tilde or underscore in a name is data and
never a command to the printer. Barcodes are the printer's own; their data are checked by :mod:`barcodes` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pickface.labels import barcodes, sscc
from pickface.labels.documents import ENGLISH, Address, BinLabel, Parcel, Plate, Words
from pickface.labels.lettering import ELLIPSIS, plain

DOTS = 8
PARCEL_MM = (100, 150)
CARTON_MM = (100, 100)
SHELF_MM = (100, 50)
MARGIN = 32
# The printer's scalable font is not equally wide; this much of its height leaves room for wide capitals.
LETTER = 0.56
SMALLEST = 26
_COMMANDS = {"^": "_5E", "~": "_7E", "_": "_5F", "\\": "_5C"}
# What stands for these signs in the data of the printer's Code 128, where ">" begins an instruction.
_INVOCATIONS = {">": ">0", "^": "><", "~": ">="}


def parcel_label(parcel: Parcel, words: Words = ENGLISH) -> str:
    """The label of a parcel, 100 × 150 mm: who to whom, tracking number and plate as barcodes."""
    wide = PARCEL_MM[0] * DOTS
    return _label(
        PARCEL_MM,
        _text(MARGIN, 24, 20, words.sender),
        *_address(MARGIN, 50, 26, parcel.sender, most=4),
        _text(wide - 260, 24, 40, parcel.carrier, room=230),
        _line(180, wide),
        _text(MARGIN, 196, 24, words.receiver),
        *_address(MARGIN, 228, 44, parcel.receiver, most=6),
        _line(520, wide),
        _text(MARGIN, 536, 24, f"{words.order} {parcel.order}", room=wide - 2 * MARGIN - 180),
        _text(wide - 200, 536, 24, _kilograms(parcel.weight_g)),
        _text(MARGIN, 572, 20, words.tracking),
        _code128(598, parcel.tracking, wide, 170),
        _text(MARGIN, 780, 32, parcel.tracking),
        _line(830, wide),
        _text(MARGIN, 846, 20, words.plate),
        _plate(872, parcel.plate, wide, 240),
        _text(MARGIN, 1128, 36, sscc.spaced(parcel.plate)),
    )


def carton_label(code: str, order: str, words: Words = ENGLISH) -> str:
    """The label of a carton, 100 × 100 mm: its licence plate, and the order it is packed for."""
    wide = CARTON_MM[0] * DOTS
    return _label(
        CARTON_MM,
        _text(MARGIN, 32, 32, words.order),
        _text(MARGIN, 72, 90, order),
        _plate(220, code, wide, 380),
        _text(MARGIN, 640, 44, sscc.spaced(code)),
    )


def bin_label(label: BinLabel) -> str:
    """The label of a bin, 100 × 50 mm: the aisle largest, then bay and level, and the barcode."""
    wide = SHELF_MM[0] * DOTS
    rest = "-".join(part for part in (label.bay, label.level) if part)
    if label.aisle:
        room = int(min(4, len(label.aisle)) * 150 * LETTER) + 20
        large = [
            _text(MARGIN, 16, 150, label.aisle, room=room),
            _text(MARGIN + room, 44, 110, rest, room=wide - 2 * MARGIN - room - 130),
        ]
    else:
        large = [_text(MARGIN, 24, 130, label.code, room=wide - 2 * MARGIN - 160)]
    return _label(
        SHELF_MM,
        *large,
        _text(wide - 160, 32, 44, label.zone, room=130),
        _code128(180, label.code, wide, 150),
        _text(MARGIN, 348, 30, label.code),
    )


def bin_roll(labels: Iterable[BinLabel]) -> str:
    """Labels for bins, one after the other for one run of the printer."""
    return "".join(bin_label(label) for label in labels)


def container_roll(plates: Iterable[Plate]) -> str:
    """Labels for totes and pallets, 100 × 50 mm each, one after the other for one run of the printer."""
    wide = SHELF_MM[0] * DOTS
    return "".join(
        _label(
            SHELF_MM,
            _text(MARGIN, 24, 90, plate.code, room=wide - 2 * MARGIN - 180),
            _text(wide - 190, 32, 40, plate.kind, room=160),
            _plate(140, plate.code, wide, 210),
        )
        for plate in plates
    )


def escaped(text: str) -> str:
    """Field data under ``^FH``: no character is left that the printer takes as a command."""
    return "".join(_COMMANDS.get(c, c) for c in text)


def _label(size_mm: tuple[int, int], *fields: str) -> str:
    """One label: width, length, UTF-8, upright, and what stands on it."""
    wide, long = (side * DOTS for side in size_mm)
    body = "\n".join(line for line in fields if line)
    return f"^XA\n^CI28\n^PW{wide}\n^LL{long}\n^LH0,0\n^PON\n^FWN\n{body}\n^PQ1\n^XZ\n"


def _text(x: int, y: int, height: int, text: str, room: int | None = None) -> str:
    """One line of text, cut so that it stays on the label."""
    room = 100 * DOTS - x - MARGIN if room is None else room
    text = plain(text)
    most = max(1, int(room / (height * LETTER)))
    if len(text) > most:
        text = text[: most - 1].rstrip() + ELLIPSIS
    return f"^FO{x},{y}^A0N,{height},{height}^FH^FD{escaped(text)}^FS" if text else ""


def _address(x: int, y: int, height: int, address: Address, most: int) -> list[str]:
    lines = [line for line in (address.name, *address.lines) if plain(line)][:most]
    longest = max((len(plain(line)) for line in lines), default=0)
    # Smaller, rather than cut: a street without its number is no address.
    height = max(
        min(height, SMALLEST), min(height, int((100 * DOTS - x - MARGIN) / (longest or 1) / LETTER))
    )
    return [_text(x, y + i * int(height * 1.1), height, line) for i, line in enumerate(lines)]


def _line(y: int, wide: int) -> str:
    return f"^FO{MARGIN},{y}^GB{wide - 2 * MARGIN},3,3^FS"


def _code128(y: int, text: str, wide: int, high: int) -> str:
    """Code 128: the printer chooses the subsets, unless the text has one of its own signs for them."""
    symbol = barcodes.code128(text)
    if _INVOCATIONS.keys() & set(text):
        spelt = "".join(_INVOCATIONS.get(c, c) for c in text)
        # All in subset B, so 11 modules a character; start, check and stop come on top.
        modules = 11 * (len(text) + 2) + 13 + 2 * symbol.quiet
        return _bars(y, ("N", f">:{spelt}"), modules, wide, high)
    return _bars(y, ("A", text), symbol.width, wide, high)


def _plate(y: int, code: str, wide: int, high: int) -> str:
    """A licence plate; an SSCC as GS1-128: subset C, FNC1, then the identifier 00 and the digits."""
    if not sscc.looks_like_one(code):
        return _code128(y, code, wide, high)
    return _bars(y, ("N", f">;>800{code}"), barcodes.sscc_128(code).width, wide, high)


def _bars(y: int, data: tuple[str, str], modules: int, wide: int, high: int) -> str:
    """A centred barcode with the widest bars that leave its quiet zones free; ``data`` is mode and text."""
    dots = min(4, wide // modules)
    if dots == 0:
        raise barcodes.NotPrintable("the barcode is wider than the label", text=data[1])
    x = (wide - modules * dots) // 2 + barcodes.QUIET_LINEAR * dots
    mode, text = data
    return f"^FO{x},{y}^BY{dots},3,{high}^BCN,{high},N,N,N,{mode}^FH^FD{escaped(text)}^FS"


def _kilograms(weight_g: int) -> str:
    return f"{weight_g / 1000:.2f} kg" if weight_g else ""


_SIZES = re.compile(r"\^(PW|LL|FO|A0N,|GB|BY|BCN,)(\d+)(?:,(\d+))?(?:,(\d+))?")


def at_dpi(label: str, dpi: int) -> str:
    """A label for a printer with 300 dots an inch (12 a millimetre) instead of 203; in data no caret stands as such."""
    if dpi != 300:
        return label
    return _SIZES.sub(_larger, label)


def _larger(found: re.Match[str]) -> str:
    name, numbers = found[1], [int(one) for one in found.groups()[1:] if one is not None]
    larger = [one * 12 // DOTS for one in numbers]
    if name == "BY":
        larger[1] = numbers[1]  # the ratio of wide bars to narrow ones
    return f"^{name}" + ",".join(map(str, larger))
