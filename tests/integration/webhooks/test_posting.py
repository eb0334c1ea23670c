"""No address inside can be reached through a webhook, whatever its name says and whatever it answers."""

from __future__ import annotations

import socket
import threading

import pytest

from pickface import reach
from pickface.errors import BadRequest
from pickface.webhooks import posting, signing
from tests.integration.webhooks.receiver import Receiver

HERE = ("127.0.0.0/8",)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "198.18.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_private_and_special_addresses_are_not_reached(address: str) -> None:
    assert not reach.is_public(address)


def test_public_addresses_are_and_those_that_the_installation_allows() -> None:
    assert reach.is_public("93.184.216.34")
    assert reach.is_public("2606:2800:220:1::1")
    assert reach.is_public("10.1.2.3", ("10.1.0.0/16",))
    assert not reach.is_public("10.2.2.3", ("10.1.0.0/16",))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/x", "not_allowed"),
        ("https://localhost:8080/x", "not_allowed"),
        ("https://[::1]/x", "not_allowed"),
        ("https://2130706433/x", "not_allowed"),
        ("http://93.184.216.34/x", "not_secure"),
        ("https://me:secret@93.184.216.34/x", "form"),
        ("https://93.184.216.34:99999/x", "form"),
        ("ftp://93.184.216.34/x", "form"),
        ("https:///x", "form"),
    ],
)
def test_an_address_that_could_never_be_told_is_refused_at_once(url: str, why: str) -> None:
    with pytest.raises(BadRequest) as refused:
        posting.check_url(url, ())
    assert refused.value.params["why"] == why


def test_the_address_is_judged_when_the_message_is_sent_whatever_the_name_was_before(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that turns to an inner address after it was allowed: the connection goes to what was judged."""
    answered = posting.post(receiver.url, b"{}", {})
    assert (answered.status, answered.problem) == (0, "not_allowed")
    asked = []
    resolve = socket.getaddrinfo

    def counted(*args: object, **more: object) -> object:
        asked.append(args)
        return resolve(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    assert posting.post(receiver.url, b"{}", {}, HERE).heard
    names = [one for one in asked if one[0] == "127.0.0.1"]
    assert len(names) <= 2, "the name is asked for once; connecting asks again for the number alone"


def test_nobody_there_and_nobody_who_answers_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert posting.post(f"http://127.0.0.1:{port}/", b"{}", {}, HERE).problem == "no_connection"
    monkeypatch.setattr(posting, "WHOLE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        answered = posting.post(url, b"{}", {}, HERE)
    assert answered.problem == "timed_out"
    assert answered.away


def test_a_server_that_answers_a_byte_at_a_time_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "WHOLE_S", 0.3)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            client, _ = slow.accept()
            with client:
                while not over.wait(0.02):
                    try:
                        client.send(b"H")
                    except OSError:
                        return

        dripping = threading.Thread(target=drip, daemon=True)
        dripping.start()
        answered = posting.post(f"http://127.0.0.1:{slow.getsockname()[1]}/", b"{}", {}, HERE)
        over.set()
        dripping.join(5)
    assert not answered.heard
    assert answered.took_ms < 3_000


def test_the_signature_is_the_one_of_the_standard_webhooks_specification() -> None:
    """The example of the specification's own libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    said = signing.signature(
        secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
