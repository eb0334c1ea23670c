"""What is printed to be scanned at the device itself: the command card, and the sheet that tests a scanner's set-up.

The handheld knows the same codes (``pwa/src/input/commands.ts``, ``trials.ts``); a shared file holds both to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pickface.labels import barcodes, sheets
from pickface.labels.barcodes import Symbol
from pickface.labels.documents import Command

PREFIX: Final = "PFCMD"
"""No item, place, container or badge begins with it; letters that no country's keyboard moves."""
ACTIONS: Final = ("done", "short", "damaged", "skip", "undo", "next", "help", "voice")

LABEL: Final = "(01)04006381333931(10)AB"


def command_card(words: Mapping[str, str]) -> bytes:
    """Eight actions on a page, the digits on the next; to hang on a cart, or to cut for the wrist."""
    return sheets.command_card(
        [Command(f"{PREFIX}{action.upper()}", words[action]) for action in ACTIONS],
        [Command(f"{PREFIX}{digit}", str(digit)) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)],
    )


def trials() -> dict[str, Symbol]:
    """The test codes by name: what a wrong setting eats, moves, cuts or adds to is in one of them."""
    return {
        "text": barcodes.code128("Pickface-Test.1/Yz"),
        "goods": barcodes.ean13("4006381333931"),
        "label": barcodes.gs1_128(f"{LABEL}(37)10"),
        "matrix": barcodes.gs1_data_matrix(f"{LABEL}(21)TEST-7"),
        "long": barcodes.code128("0123456789ABCDEFGHIJ0123456789ABCDEFGHIJ0123"),
    }


def test_sheet(words: Mapping[str, str]) -> bytes:
    """The test codes on one page, each with its name."""
    named = [(words[name], symbol) for name, symbol in trials().items()]
    return sheets.test_sheet(named, words["title"], words["hint"])
