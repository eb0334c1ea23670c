"""Prints labels as printers print them, breaks them as the floor breaks them, and writes vectors/codes.json.

What each code must read as is put together with the code, never taken from a parser of ours; a row marked ``biip`` is
one that `biip` reads too, and a test asks it. The server's tests and the handheld's read the same file.

    PYTHONPATH=server:. python -m tests.contracts.make_codes
"""

from __future__ import annotations

import calendar
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.contracts.vectors_read import FOLDER

SEED = 20_260_201
GS = "\x1d"
AIMS = ("]C1", "]d2", "]Q3", "]e0")
LOT_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-./_"
SUBSTITUTES = ("~", "{GS}", "^", "|")
HOSTS = ("https://id.gs1.org", "http://example.com/p", "HTTPS://ID.GS1.ORG", "https://m.de:8443/a")
# Identifiers that mean nothing to us, as a label may carry them between those that do.
OTHERS = ("240ART-7", "91X1", "70032612311200", "8005001250", "400PO7", "251SRC", "422276")
OTHERS_FIXED = ("20" + "01", "410" + "4006381000006", "3202" + "001234", "12" + "261231")

Row = dict[str, Any]
Part = tuple[str, str, bool]
"""Identifier, printed value, whether a separator must follow."""


def ended(body: str) -> str:
    """The digits with their GS1 check digit, reckoned as the standard's table does, from the right."""
    total = sum(int(d) * (3 if place % 2 == 0 else 1) for place, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def wrongly_ended(code: str, chance: random.Random) -> str:
    """The same with another last digit."""
    return code[:-1] + str((int(code[-1]) + chance.randint(1, 9)) % 10)


class Label:
    """One label being made: its parts in print, and what they say."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.parts: list[Part] = []
        self.says: Row = {}

    def digits(self, count: int) -> str:
        """So many digits, not beginning with nought."""
        return str(self.chance.randint(1, 9)) + "".join(
            self.chance.choice("0123456789") for _ in range(count - 1)
        )

    def signs(self, most: int = 20) -> str:
        """A lot or serial number."""
        return "".join(self.chance.choice(LOT_SIGNS) for _ in range(self.chance.randint(1, most)))

    def goods(self, ai: str = "01") -> None:
        """A GTIN of 8, 12, 13 or 14 digits, padded as the standard pads it."""
        gtin = ended(self.digits(self.chance.choice([7, 11, 12, 13]))).rjust(14, "0")
        self.parts.append((ai, gtin, False))
        self.says |= {"key": gtin, "gtin": gtin}

    def carton(self) -> None:
        """An SSCC."""
        code = ended(self.digits(17))
        self.parts.append(("00", code, False))
        self.says |= {"sscc": code}
        self.says.setdefault("key", code)

    def lot(self) -> None:
        """AI 10."""
        self.says["lot"] = self.signs()
        self.parts.append(("10", self.says["lot"], True))

    def serial(self) -> None:
        """AI 21."""
        self.says["serial"] = self.signs()
        self.parts.append(("21", self.says["serial"], True))

    def date(self, ai: str) -> None:
        """A day, or 00 for the last of its month."""
        year, month = self.chance.randint(2024, 2049), self.chance.randint(1, 12)
        last = calendar.monthrange(year, month)[1]
        day = self.chance.choice([0, 1, last, self.chance.randint(1, last)])
        self.parts.append((ai, f"{year % 100:02}{month:02}{day:02}", False))
        if ai in {"15", "17"} and (ai == "17" or "expiry" not in self.says):
            self.says["expiry"] = f"{year}-{month:02}-{day or last:02}"

    def count(self, ai: str) -> None:
        """AI 30 or 37."""
        self.says["qty"] = self.chance.randint(1, 9999)
        self.parts.append((ai, str(self.says["qty"]), True))

    def weight(self) -> None:
        """AI 310n: kilograms with n decimals; what is finer than a gram is rounded half up."""
        decimals, value = self.chance.randint(0, 5), self.chance.randint(1, 999_999)
        self.says["weight_g"] = (2000 * value + 10**decimals) // (2 * 10**decimals)
        self.parts.append((f"310{decimals}", f"{value:06}", False))

    def other(self) -> None:
        """An identifier that is passed over."""
        if self.chance.random() < 0.5:
            self.parts.append(("", self.chance.choice(OTHERS), True))
        else:
            self.parts.append(("", self.chance.choice(OTHERS_FIXED), False))

    def printed(self, gs: str = GS) -> str:
        """The message; a separator after what has no fixed length, unless it is the last."""
        written = [ai + value + (gs if open_ended else "") for ai, value, open_ended in self.parts]
        text = "".join(written)
        return text.removesuffix(gs) if self.chance.random() < 0.7 else text


def full(chance: random.Random) -> Label:
    """A label of a trade item with a few of what labels carry, in any order."""
    label = Label(chance)
    label.goods()
    makers = [
        label.lot,
        label.serial,
        lambda: label.date("17"),
        lambda: label.date("15"),
        lambda: label.date("11"),
        lambda: label.count(chance.choice(["30", "37"])),
        label.weight,
        label.other,
    ]
    for make in chance.sample(makers, chance.randint(1, 5)):
        make()
    return label


def row(raw: str, expect: Row, *, symbology: str = "", biip: bool = False, **more: Any) -> Row:
    """One row of the file."""
    asked = {"biip": True} if biip else {}
    return {"raw": raw, "symbology": symbology, "expect": expect, **asked, **more}


def labels(chance: random.Random) -> Iterator[Row]:
    """Whole labels: the identifier in front or told by the reader; without one, and with GS at the ends."""
    for number in range(160):
        label = full(chance)
        text = label.printed()
        aim = AIMS[number % 4]
        match number % 5:
            case 3:
                yield row(text, label.says, symbology=aim)
            case 4:
                yield row(GS + text, label.says)
            case _:
                yield row(aim + text, label.says, biip=True)
    for number in range(24):
        label = Label(chance)
        label.carton()
        if number % 3:
            label.goods("02")
            label.count("37")
        yield row(AIMS[number % 4] + label.printed(), label.says, biip=True)


def gtins(chance: random.Random) -> Iterator[Row]:
    """The same goods in 8, 12, 13 and 14 digits, with the identifiers that readers put in front."""
    for number in range(60):
        length = (8, 12, 13, 14)[number % 4]
        code = ended(Label(chance).digits(length - 1))
        gtin = code.rjust(14, "0")
        says = {"key": gtin, "gtin": gtin}
        aim = {8: "]E4", 12: "]C0", 13: "]E0", 14: "]I1"}[length] if number % 3 == 0 else ""
        # Of eight digits biip may make a UPC-E.
        yield row(aim + code, says, biip=length in {13, 14} and aim in {"", "]E0"})
        bad = wrongly_ended(code, chance)
        yield row(aim + bad, {"key": bad})


def dates(chance: random.Random) -> Iterator[Row]:
    """Month 13, month 00, days that a month does not have; the other parts stay."""
    bad = ["261301", "260001", "260230", "250229", "260431", "260132", "269999", "000000", "240230"]
    for number in range(36):
        label = Label(chance)
        label.goods()
        label.parts.append((("17", "15", "11", "13")[number % 4], bad[number % 9], False))
        label.lot()
        yield row(f"{AIMS[number % 4]}{label.printed()}", {**label.says, "error": "bad_date"})


def check_digits(chance: random.Random) -> Iterator[Row]:
    """A misread digit in a GTIN or an SSCC: neither is believed."""
    for number in range(30):
        label = Label(chance)
        ai, length = (("01", 14), ("02", 14), ("00", 18))[number % 3]
        code = wrongly_ended(ended(label.digits(length - 1)), chance)
        text = f"{ai}{code}10{label.signs(8)}"
        says = {"key": text.upper(), "lot": text[len(ai + code) + 2 :], "error": "check_digit"}
        yield row(AIMS[number % 4] + text, says)


def swallowed(chance: random.Random) -> Iterator[Row]:
    """The separator is lost: what follows becomes part of the lot, or the lot is too long to be one."""
    for _ in range(30):
        label = Label(chance)
        label.goods()
        gtin = label.says["gtin"]
        lot, count = label.signs(10), str(chance.randint(1, 999))
        yield row(
            f"]C101{gtin}10{lot}37{count}", {**label.says, "lot": f"{lot}37{count}"}, biip=True
        )
        long = label.digits(19) + "37"
        yield row(f"]C101{gtin}10{long}", {**label.says, "error": "gs1_bad_value"})


def substituted(chance: random.Random) -> Iterator[Row]:
    """Readers that write something else for GS, as the device's profile knows."""
    for number in range(28):
        label = full(chance)
        gs = SUBSTITUTES[number % 4]
        yield row("]C1" + label.printed(gs), label.says, gs=gs)


def cut(chance: random.Random) -> Iterator[Row]:
    """Codes that end in the middle."""
    for number in range(30):
        label = Label(chance)
        label.goods()
        gtin = label.says["gtin"]
        if number % 3 == 0:
            text = f"01{gtin[: chance.randint(1, 13)]}"
            yield row(f"]C1{text}", {"key": text, "error": "gs1_bad_value"})
        elif number % 3 == 1:
            date = f"26123{chance.randint(0, 1)}"[: chance.randint(1, 5)]
            yield row(f"]C101{gtin}17{date}", {**label.says, "error": "gs1_bad_value"})
        else:
            ai = chance.choice(["10", "21", "30", "37", "3103"])
            yield row(f"]C101{gtin}{ai}", {**label.says, "error": "gs1_bad_value"})


def strange(chance: random.Random) -> Iterator[Row]:
    """Identifiers that do not exist, letters where digits belong, controls, and halves of characters."""
    for number in range(40):
        label = Label(chance)
        label.goods()
        text, says = f"]C101{label.says['gtin']}", label.says
        tail, error = (
            (chance.choice(["05", "38", "55", "6A", "AB", "18"]) + "12", "gs1_unknown_ai"),
            (f"10{label.signs(6)}\x00{label.signs(3)}", "gs1_bad_value"),
            (f"37{chance.choice(['1A', '-1', '1.5', '١٢', '999999999'])}", "gs1_bad_value"),
            (f"10{label.signs(5)}\n", ""),
            (f"17{chance.choice(['26A231', '2612', '      '])}", "gs1_bad_value"),
        )[number % 5]
        if not error:
            yield row(text + tail, {**says, "lot": tail[2:].rstrip()})
        else:
            yield row(text + tail, {**says, "error": error})
    for half in ("\ud800", "\udfff", "\ud83d\ud83d", "A\udc00B"):
        yield row(half, {"key": half})
        gtin = ended("0400638133393")
        yield row(f"]C101{gtin}10{half}", {"key": gtin, "gtin": gtin, "lot": half})


def links(chance: random.Random) -> Iterator[Row]:
    """Digital Links, and addresses that are none."""
    for number in range(64):
        label = Label(chance)
        label.goods()
        path = f"/01/{label.says['gtin'].lstrip('0') if number % 2 else label.says['gtin']}"
        if number % 3:
            label.lot()
            path += f"/10/{encoded(label.says['lot'])}"
        if number % 4 == 1:
            label.serial()
            path += f"/21/{encoded(label.says['serial'])}"
        if number % 2:
            label.date("17")
        if number % 5 == 0:
            label.count("37")
        query = [f"{ai}={value}" for ai, value, _ in label.parts if ai in {"17", "37"}]
        if number % 7 == 0:
            query.insert(0, "linkType=gs1:pip")
        url = HOSTS[number % 4] + path + ("?" + "&".join(query) if query else "")
        aim = "]Q1" if number % 6 == 0 else ""
        # biip knows addresses in small letters alone; a reader may send them all in capitals.
        yield row(aim + url, label.says, biip=not aim and url.startswith("http"))
    yield from addresses()


def addresses() -> Iterator[Row]:
    """Addresses that only look like Digital Links, and Digital Links that are broken."""
    gtin = ended("0400638133393")
    says = {"key": gtin, "gtin": gtin}
    for url in (
        "https://example.com/2026/01/15",
        "https://example.com/01/",
        "https://example.com/gtin/" + gtin,
        "https://example.com/?01=" + gtin,
        "ftp://example.com/01/" + gtin,
        "https:/example.com/01/" + gtin,
        "https://example.com/01/٠١٢٣٤٥٦٧",
    ):
        yield row(url, {"key": url.upper()})
    base = f"https://id.gs1.org/01/{gtin}"
    wrong = f"https://id.gs1.org/01/{gtin[:-1]}0"
    yield row(wrong, {"key": wrong.upper(), "error": "check_digit"})
    yield row(f"{base}?17=261301", {**says, "error": "bad_date"})
    yield row(f"{base}?17=26120", {**says, "error": "gs1_bad_value"})
    yield row(f"{base}?37=", {**says, "error": "gs1_bad_value"})
    yield row(f"{base}/10/%C3%84", {**says, "error": "gs1_bad_value"})
    yield row(f"{base}/10/A%1D37", {**says, "error": "gs1_bad_value"})
    yield row(f"{base}/10/A%2FB", {**says, "lot": "A/B"}, biip=True)
    yield row(f"{base}/10/A%", {**says, "lot": "A%"})
    yield row(f"{base}/10", says)
    yield row(f"{base}#10=X", says)
    yield row(f"{base}?s=1&&=&10", {**says, "error": "gs1_bad_value"})
    sscc = ended("34012345123456789")
    yield row(f"https://id.gs1.org/00/{sscc}", {"key": sscc, "sscc": sscc}, biip=True)


def encoded(value: str) -> str:
    """A value as it may stand in a path."""
    return value.replace("/", "%2F")


def huge() -> Iterator[Row]:
    """What is too long to be a code is read no further; ``times`` says how often ``raw`` is repeated."""
    error = {"key": "", "error": "code_too_long"}
    for raw, times in (("X", 200_000), ("]C110A", 33_000), (GS, 200_000), (" ", 513), ("🥛", 513)):
        yield row(raw, error, times=times)
    yield row("🥛", {"key": "🥛" * 512}, times=512)
    yield row("7", {"key": "7" * 512}, times=512)


def render() -> str:
    """The whole file, a code per line."""
    chance = random.Random(SEED)
    makers = (labels, gtins, dates, check_digits, swallowed, substituted, cut, strange, links)
    rows = [each for make in makers for each in make(chance)]
    lines = [json.dumps(each, separators=(",", ":")) for each in (*rows, *huge())]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    (FOLDER / "codes.json").write_text(render(), "utf-8")
