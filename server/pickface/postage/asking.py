"""Asking a service over the network: with an end to its patience, and an answer that is JSON or a file."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from pickface.postage.interface import KeyRefused, MoneyLacking, ServiceAway, ServiceRefused

CONNECT_S: Final = 5.0
WHOLE_S: Final = 30.0
"""How long one question may take for everything: carriers behind a service are slow to sell."""
MOST_BYTES: Final = 5 << 20
_AGAIN: Final = (408, 409, 425, 429)


def ask(base: str, key: str, verb: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """What a service answers to a question; ServiceAway, ServiceRefused, KeyRefused, MoneyLacking."""
    login = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Accept": "application/json"}
    content = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        content = json.dumps(body).encode()
    status, said = _exchange(base + path, verb, headers, content)
    try:
        answer = json.loads(said or b"null")
    except ValueError:
        answer = None
    if 200 <= status < 300 and answer is not None:
        return answer
    words = _words(answer)
    if status in (401, 403):
        raise KeyRefused("the key is not accepted", said=words)
    if status == 402:
        raise MoneyLacking("there is no money in the account", said=words)
    if 400 <= status < 500 and status not in _AGAIN:
        raise ServiceRefused("the service refused", said=words)
    raise ServiceAway("the service cannot answer now", said=words or f"HTTP {status}")


def download(base: str, url: str) -> bytes:
    """A file that a service names: by TLS, or from the service's own address; ServiceAway."""
    if urlsplit(url).scheme != "https" and urlsplit(url).netloc != urlsplit(base).netloc:
        raise ServiceRefused("the paper is at an address without TLS", said="")
    status, content = _exchange(url, "GET", {}, None)
    if status != 200 or not content:
        raise ServiceAway("the paper cannot be fetched", said=f"HTTP {status}")
    return content


def _exchange(
    url: str, verb: str, headers: dict[str, str], body: bytes | None
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if parts.scheme == "https":
        speaking: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=CONNECT_S, context=ssl.create_default_context()
        )
    else:
        speaking = http.client.HTTPConnection(host, parts.port, timeout=CONNECT_S)
    over = threading.Timer(WHOLE_S, _cut, [speaking])
    over.daemon = True
    over.start()
    try:
        speaking.connect()
        speaking.sock.settimeout(WHOLE_S)
        speaking.request(verb, path, body, headers)
        answer = speaking.getresponse()
        content = answer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ServiceRefused("the answer is too large", said="")
        return answer.status, content
    except (OSError, http.client.HTTPException) as problem:
        raise ServiceAway("the service does not answer", said="") from problem
    finally:
        over.cancel()
        speaking.close()


def _cut(speaking: http.client.HTTPConnection) -> None:
    # One that sends a byte a second would hold its thread for ever.
    with suppress(OSError, AttributeError):
        speaking.sock.shutdown(socket.SHUT_RDWR)


def _words(answer: Any) -> str:
    """What a refusal says, in the service's words: its message, and those of single fields."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, str):
        return error[:300]
    if not isinstance(error, dict):
        return ""
    told = [error.get("message")]
    told += [
        one.get("message") if isinstance(one, dict) else one for one in error.get("errors") or []
    ]
    words = dict.fromkeys(str(one) for one in told if isinstance(one, str) and one)
    return "; ".join(words)[:300]
