"""The parser reads every shared barcode vector as it stands in the files; the handheld reads the same.

`biip` is asked about each row that it can read: no reading of ours stands against the authority.
"""

from typing import Any

import biip
import pytest

from pickface.scans.barcodes import parse
from tests.contracts.make_codes import FOLDER, render
from tests.contracts.vectors_read import barcodes

ROWS = barcodes()


def name(row: dict[str, Any]) -> str:
    return ascii(row["raw"][:40])


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_every_code_is_read_as_written(row: dict[str, Any]) -> None:
    assert parse(row["raw"], row["symbology"]) == row["expect"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("biip")], ids=name)
def test_biip_reads_the_same(row: dict[str, Any]) -> None:
    assert biip_says(row["raw"]) == {
        key: row["expect"][key] for key in row["expect"] if key != "key"
    }


def test_there_are_enough_of_them_and_they_are_as_the_maker_makes_them() -> None:
    assert (FOLDER / "codes.json").read_text("utf-8") == render(), (
        "run: PYTHONPATH=server:. python -m tests.contracts.make_codes"
    )
    assert len(ROWS) >= 800
    assert sum(bool(row.get("biip")) for row in ROWS) >= 200


def biip_says(raw: str) -> dict[str, Any]:
    """What biip reads, in our words."""
    read = biip.parse(raw)
    message = read.gs1_digital_link_uri or read.gs1_message
    if message is None or raw.isdigit():
        # Digits alone could begin with an identifier too; as a message only a reader's word makes them one.
        assert read.gtin
        return {"gtin": read.gtin.as_gtin_14()}
    found = {each.ai.ai: each for each in message.element_strings}
    says: dict[str, Any] = {}
    gtin = found.get("01") or found.get("02")
    if gtin and gtin.gtin:
        says["gtin"] = gtin.gtin.as_gtin_14()
    for ai, word in (("00", "sscc"), ("10", "lot"), ("21", "serial")):
        if ai in found:
            says[word] = found[ai].value
    expiry = found.get("17") or found.get("15")
    if expiry and expiry.date:
        says["expiry"] = expiry.date.isoformat()
    count = found.get("30") or found.get("37")
    if count:
        says["qty"] = int(count.value)
    weight = next((each.decimal for ai, each in found.items() if ai.startswith("310")), None)
    if weight is not None:
        says["weight_g"] = int(weight * 1000 + type(weight)("0.5"))
    return says
