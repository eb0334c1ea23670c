"""The queue over a packed parcel: what becomes of its label when the printer is away, jams, or the server dies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.printing import queue, service, wire
from pickface.printing.forms import PrinterForm
from pickface.printing.spooler import Spooler
from tests.integration.printing.listener import Listener
from tests.scenarios.floor import Floor
from tests.scenarios.test_checking import picked
from tests.scenarios.test_packing_and_shipping import packing

SOON = wire.Patience(1.0, 0.3, 2.0, 0.3, 0.3)


class House:
    """A floor with a label printer at its station, and the spooler."""

    def __init__(self, app: APIFlask) -> None:
        self.floor = Floor(app)
        self.spooler = Spooler(app, SOON)
        self.site = self.floor.value("SELECT id FROM site")

    def printer(self, name: str, port: int, **more: Any) -> int:
        form = {"kind": "raw", "takes": "labels", "host": "127.0.0.1", "place": "PACK-1", **more}
        made = PrinterForm(name=name, port=port, **form)
        return int(self.floor.write(lambda tx: service.make(tx, self.site, made)))

    def pack(self) -> None:
        picked(self.floor, TEA=1)
        linh = packing(self.floor)
        linh.scan("TEA")
        linh.confirm()
        linh.confirm()

    def jobs(self) -> list[tuple[str, str, int]]:
        found = self.floor.read("SELECT state, problem, attempts FROM print_job ORDER BY id")
        return [(one["state"], one["problem"], one["attempts"]) for one in found]

    def later(self, sql: str = "UPDATE printer SET rest_until = 0") -> None:
        self.floor.write(lambda tx: tx.run(sql))


@pytest.fixture
def house(app: APIFlask) -> Iterator[House]:
    house = House(app)
    yield house
    house.floor.check_books()


def test_a_closed_parcel_has_its_label_from_the_printer_of_its_station(house: House) -> None:
    printer, slips = Listener(), Listener()
    house.printer("P-1", printer.port)
    house.printer("Slips", slips.port, takes="documents", place="")
    house.printer("Elsewhere", 9100, place="SHIP-1")
    house.pack()
    assert house.jobs() == [("waiting", "", 0)] * 2
    assert house.spooler.work_off() == 2
    printer.close()
    slips.close()
    tracking = house.floor.value("SELECT tracking FROM shipment")
    (label,), (slip,) = printer.got, slips.got
    assert label.startswith(b"^XA")
    assert tracking.encode() in label
    assert slip.startswith(b"%PDF")
    assert house.jobs() == [("printed", "", 1)] * 2
    assert house.spooler.work_off() == 0


def test_without_printers_nothing_waits(house: House) -> None:
    house.pack()
    assert house.jobs() == []


def test_a_printer_that_is_away_keeps_the_job_and_gets_it_once_when_it_is_back(
    house: House, free_port: int
) -> None:
    house.printer("P-1", free_port)
    house.pack()
    assert house.spooler.work_off() == 1
    assert house.jobs() == [("waiting", "refused", 1)]
    assert house.spooler.work_off() == 0, "it rests"
    house.later()
    assert house.spooler.work_off() == 1
    shown = house.floor.read("SELECT failures, problem FROM printer")
    assert shown == [{"failures": 2, "problem": "refused"}]
    printer = Listener(port=free_port)
    house.later()
    assert house.spooler.work_off() == 1
    house.later()
    assert house.spooler.work_off() == 0
    printer.close()
    assert len(printer.got) == 1
    assert house.jobs() == [("printed", "", 3)]
    assert house.floor.read("SELECT failures, problem FROM printer") == [
        {"failures": 0, "problem": ""}
    ]


def test_what_has_waited_too_long_is_left_to_a_person(house: House, free_port: int) -> None:
    house.printer("P-1", free_port)
    house.pack()
    house.later("UPDATE print_job SET since = 0")
    house.spooler.work_off()
    assert house.jobs() == [("failed", "refused", 1)]
    house.later()
    assert house.spooler.work_off() == 0


def test_a_job_that_a_dead_server_was_at_is_not_printed_by_itself(house: House) -> None:
    printer = Listener()
    house.printer("P-1", printer.port)
    house.pack()
    printer_id = house.floor.value("SELECT id FROM printer")
    assert house.floor.write(lambda tx: queue.claim(tx, printer_id, "dead"))
    assert house.spooler.work_off() == 0, "the lease holds"
    house.later("UPDATE printer SET leased_until = 0")
    assert house.spooler.work_off() == 0
    assert house.jobs() == [("failed", "unsure", 1)]
    job = house.floor.value("SELECT id FROM print_job")
    house.floor.write(lambda tx: service.again(tx, house.site, 1, job, None))
    assert house.spooler.work_off() == 1
    printer.close()
    assert len(printer.got) == 1


def test_only_one_of_two_servers_gets_a_job(house: House) -> None:
    house.printer("P-1", 9100)
    house.pack()
    printer_id = house.floor.value("SELECT id FROM printer")

    def both(tx: Tx) -> list[bool]:
        return [bool(queue.claim(tx, printer_id, who)) for who in ("one", "two")]

    assert house.floor.write(both) == [True, False]


def test_a_job_moves_to_another_printer_and_a_printed_one_is_printed_anew(
    house: House, free_port: int
) -> None:
    printer = Listener()
    house.printer("P-1", free_port)
    other = house.printer("P-2", printer.port, place="")
    house.pack()
    house.spooler.work_off()
    job = house.floor.value("SELECT id FROM print_job")
    for _ in range(2):
        house.floor.write(lambda tx: service.again(tx, house.site, 1, job, other))
        house.spooler.work_off()
    printer.close()
    assert len(printer.got) == 2
    assert house.jobs() == [("printed", "", 1), ("printed", "", 1)]
