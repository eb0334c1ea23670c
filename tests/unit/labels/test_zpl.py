"""ZPL is read as the printer reads it: commands, fields, and data after the escapes."""

import re
from dataclasses import replace

import biip
import pytest

from pickface.labels import zpl
from pickface.labels.barcodes import NotPrintable
from pickface.labels.documents import Address, BinLabel, Plate
from pickface.labels.sscc import NotAnSscc
from tests.unit.labels.conftest import HOSTILE, PARCEL

KNOWN = {
    "XA",
    "XZ",
    "CI",
    "PW",
    "LL",
    "LH",
    "PO",
    "FW",
    "FO",
    "A0",
    "FH",
    "FD",
    "FS",
    "GB",
    "BY",
    "BC",
    "PQ",
}


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a label with what stands behind each; the printer knows them by the caret alone."""
    assert "~" not in text
    return [(part[:2], part[2:].strip("\n")) for part in text.split("^")[1:]]


def fields(text: str) -> list[str]:
    """The field data as they come out on paper."""
    data = [rest for name, rest in commands(text) if name == "FD"]
    return [re.sub(r"_([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), field) for field in data]


def bars(text: str) -> list[tuple[str, str]]:
    """Mode and data of each barcode."""
    parts = commands(text)
    modes = [(i, rest.split(",")[-1]) for i, (name, rest) in enumerate(parts) if name == "BC"]
    return [(mode, fields("^FD" + parts[i + 2][1])[0]) for i, mode in modes]


def test_a_parcel_label_is_one_label_of_100_by_150_millimetres() -> None:
    label = zpl.parcel_label(PARCEL)
    found = commands(label)
    assert {name for name, _ in found} <= KNOWN
    assert found[0][0] == "XA"
    assert found[-1][0] == "XZ"
    assert ("PW", "800") in found
    assert ("LL", "1200") in found
    assert ("CI", "28") in found


def test_a_parcel_label_tells_who_to_whom_and_what() -> None:
    printed = fields(zpl.parcel_label(PARCEL))
    for part in ("Łucja Müller-Ibáñez", "Pickface Demo GmbH", "Order 1042", "2.35 kg", "Demo Post"):
        assert part in printed


def test_the_sscc_of_a_parcel_is_a_gs1_128_that_biip_understands() -> None:
    [(mode, data)] = [bar for bar in bars(zpl.parcel_label(PARCEL)) if bar[1].startswith(">;")]
    assert mode == "N"
    assert data.startswith(">;>8")
    element = biip.parse("]C1" + data.removeprefix(">;>8")).gs1_message.element_strings[0]  # type: ignore[union-attr]
    assert element.sscc is not None
    assert element.sscc.value == PARCEL.plate


def test_the_tracking_number_is_code_128_in_the_printers_automatic_mode() -> None:
    assert ("A", "PF0012345678PL") in bars(zpl.parcel_label(PARCEL))


def test_signs_that_steer_the_printers_code_128_are_spelt_out() -> None:
    assert bars(zpl.container_roll([Plate("A>B^C~D_E")])) == [("N", ">:A>0B><C>=D_E")]


def test_everything_lies_on_the_label_with_room_for_the_quiet_zones() -> None:
    for label, wide, long in (
        (zpl.parcel_label(PARCEL), 800, 1200),
        (zpl.carton_label("340123450000000017", "1042"), 800, 800),
        (zpl.bin_label(BinLabel("A-12-04", "A", "12", "04", "FAST")), 800, 400),
    ):
        for place in (rest for name, rest in commands(label) if name == "FO"):
            x, y = map(int, place.split(","))
            assert 0 < x < wide
            assert 0 < y < long


def test_hostile_text_is_data_and_never_a_command() -> None:
    hostile = Address(HOSTILE, (HOSTILE,) * 20)
    parcel = replace(PARCEL, sender=hostile, receiver=hostile, order=HOSTILE, carrier=HOSTILE)
    plain_label, label = zpl.parcel_label(PARCEL), zpl.parcel_label(parcel)
    assert {name for name, _ in commands(label)} == {name for name, _ in commands(plain_label)}
    assert [name for name, _ in commands(label)].count("XA") == 1
    assert any(field.startswith("^XZ~JA^XA^FDowned^FS_5E\\") for field in fields(label))
    assert max(map(len, fields(label))) < 80


@pytest.mark.parametrize("text", ["a\nb", "a\r^XZ", "a\u202eb", "a\x00b", "\ud800"])
def test_control_characters_never_reach_the_printer(text: str) -> None:
    label = zpl.carton_label("340123450000000017", text)
    assert all(character.isprintable() or character == "\n" for character in label)
    assert label.encode()


def test_what_cannot_be_a_barcode_is_refused_before_anything_is_printed() -> None:
    with pytest.raises(NotAnSscc):
        zpl.parcel_label(replace(PARCEL, plate="340123450000000018"))
    with pytest.raises(NotPrintable):
        zpl.parcel_label(replace(PARCEL, tracking="Łódź"))
    with pytest.raises(NotPrintable):
        zpl.parcel_label(replace(PARCEL, tracking="X" * 80))


def test_a_bin_label_shows_its_parts_and_scans_as_its_code() -> None:
    label = zpl.bin_label(BinLabel("A-12-04", "A", "12", "04", "FAST"))
    assert "A-12-04" in fields(label)
    assert "FAST" in fields(label)
    assert bars(label) == [("A", "A-12-04")]


def test_a_roll_has_a_label_for_each_container() -> None:
    roll = zpl.container_roll(
        [Plate("T-0001", "tote"), Plate("T-0002", "tote"), Plate("340123450000000017")]
    )
    assert roll.count("^XA") == roll.count("^XZ") == 3
    assert [data for _, data in bars(roll)] == ["T-0001", "T-0002", ">;>800340123450000000017"]


def test_a_printer_with_300_dots_an_inch_has_the_same_label_half_as_large_again() -> None:
    small = zpl.parcel_label(replace(PARCEL, order="^FO8,8"))
    large = zpl.at_dpi(small, 300)
    assert zpl.at_dpi(small, 203) == small
    assert fields(large) == fields(small)
    sizes = {name: rest for name, rest in commands(large) if name in ("PW", "LL")}
    assert sizes == {"PW": "1200", "LL": "1800"}
    wide = [int(rest.split(",")[0]) for name, rest in commands(large) if name == "BY"]
    narrow = [int(rest.split(",")[0]) for name, rest in commands(small) if name == "BY"]
    assert wide == [one * 12 // 8 for one in narrow]
    assert all(rest.split(",")[1] == "3" for name, rest in commands(large) if name == "BY")
