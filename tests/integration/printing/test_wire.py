"""What is known of bytes that a printer took, with real sockets."""

import pytest

from pickface import reach
from pickface.printing import wire
from tests.integration.printing.listener import Listener

SOON = wire.Patience(1.0, 0.3, 2.0, 0.3, 0.3)
LARGE = b"x" * 8_000_000


def test_a_printer_that_takes_all_has_it_once() -> None:
    printer = Listener()
    assert wire.send("127.0.0.1", printer.port, b"^XA^XZ", patience=SOON) == wire.Sent()
    printer.close()
    assert printer.got == [b"^XA^XZ"]


def test_one_that_is_away_refuses_and_may_be_tried_again(free_port: int) -> None:
    sent = wire.send("127.0.0.1", free_port, b"^XA^XZ", patience=SOON)
    assert (sent.problem, sent.again) == ("refused", True)


@pytest.mark.parametrize(("how", "problem"), [("hangs", "stuck"), ("closes", "closed")])
def test_one_that_stops_in_the_middle_may_be_tried_again(how: str, problem: str) -> None:
    printer = Listener(how)
    sent = wire.send("127.0.0.1", printer.port, LARGE, patience=SOON)
    printer.close()
    assert (sent.problem, sent.again) == (problem, True)


def test_one_that_took_all_and_keeps_the_line_open_has_it() -> None:
    printer = Listener("hangs")
    assert wire.send("127.0.0.1", printer.port, b"^XA^XZ", patience=SOON) == wire.Sent()
    printer.close()


@pytest.mark.parametrize("host", ["8.8.8.8", "169.254.169.254", "::ffff:8.8.8.8", "0.0.0.0"])
def test_printers_are_in_the_house(host: str) -> None:
    assert wire.send(host, 9100, b"x", patience=SOON).problem == "not_allowed"
    with pytest.raises(wire.PrinterRefused):
        wire.check_host(host, 9100)
    assert reach.is_in_the_house("8.8.8.8", ["8.8.8.0/24"])
