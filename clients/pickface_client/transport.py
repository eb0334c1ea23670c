"""How requests go and answers come: the token, keys, tags, waiting when asked to, and problems as exceptions."""

from __future__ import annotations

import json
import random
import time
import urllib.error
import urllib.request
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

LEFT_OUT: Final[Any] = object()
"""A field that was not given, which is something else than null."""
_AGAIN: Final = frozenset({429, 503})
_REMEMBERED: Final = 200
_LONGEST_WAIT_S: Final = 60.0


class Problem(Exception):
    """The server has refused a request, and nothing has changed: ``status``, ``code``, ``params``, ``message``."""

    def __init__(self, status: int, code: str, params: dict[str, Any], message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.params, self.message = status, code, params, message


class NotReached(Exception):
    """No answer came, however often it was tried."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token goes to the server that it is for, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Transport:
    """Requests to one server with one token."""

    def __init__(self, url: str, token: str, timeout_s: float, tries: int) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("the server's address begins with https://")
        self._url, self._token = url.rstrip("/"), token
        self._timeout_s, self._tries = timeout_s, max(1, tries)
        self._opener = urllib.request.build_opener(_NoRedirects)
        self._known: OrderedDict[str, tuple[str, Any]] = OrderedDict()
        self.left: int | None = None
        """How many requests are left in this minute, as the last answer said."""

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        content_type: str = "application/octet-stream",
        key: str | None = None,
    ) -> Any:
        """Send a request until it is answered: JSON as Python has it, files as bytes. Problem, NotReached.

        ``key`` makes a POST one that is done once.
        """
        given = {
            name: _text(value) for name, value in (query or {}).items() if value is not LEFT_OUT
        }
        address = self._url + path + (f"?{urlencode(given)}" if given else "")
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json, */*"}
        if body is not None:
            told = {name: value for name, value in body.items() if value is not LEFT_OUT}
            content, content_type = json.dumps(told).encode(), "application/json"
        if content is not None:
            headers["Content-Type"] = content_type
        if key is not None:
            headers["Idempotency-Key"] = key
        known = self._known.get(address) if method == "GET" else None
        if known is not None:
            headers["If-None-Match"] = known[0]
        safe = method == "GET" or key is not None
        return self._until_answered(method, address, content, headers, safe=safe)

    def _until_answered(
        self,
        method: str,
        address: str,
        content: bytes | None,
        headers: dict[str, str],
        *,
        safe: bool,
    ) -> Any:
        for attempt in range(1, self._tries + 1):
            request = urllib.request.Request(address, content, headers, method=method)  # noqa: S310 - http(s) alone
            wait_s = random.uniform(0.5, 1) * 2 ** (attempt - 1)
            try:
                with self._opener.open(request, timeout=self._timeout_s) as answer:
                    return self._taken(address, answer)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code == 304:
                        return self._known[address][1]
                    problem = _problem(error)
                # A refusal has changed nothing, so it may be sent again whatever it was.
                if error.code not in _AGAIN or attempt == self._tries:
                    raise problem from None
                wait_s = float(error.headers.get("Retry-After") or wait_s)
            except OSError as error:
                if not safe or attempt == self._tries:
                    raise NotReached(f"{method} {address}: {error}") from error
            time.sleep(min(wait_s, _LONGEST_WAIT_S))
        raise AssertionError("the last try answers or raises")

    def _taken(self, address: str, answer: Any) -> Any:
        left = answer.headers.get("RateLimit-Remaining")
        self.left = int(left) if left is not None else None
        content = answer.read()
        if answer.status == 204 or not content:
            return None
        if answer.headers.get_content_type() != "application/json":
            return content
        found = json.loads(content)
        tag = answer.headers.get("ETag")
        if tag:
            self._known[address] = (tag, found)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return found


def new_key() -> str:
    """A key that no other request has."""
    return str(uuid.uuid4())


def quoted(value: object) -> str:
    """A value as a part of a path."""
    return quote(str(value), safe="")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem(error: urllib.error.HTTPError) -> Problem:
    try:
        said = json.loads(error.read())
        return Problem(error.code, said["code"], said["params"], said["message"])
    except (ValueError, KeyError, TypeError):
        return Problem(error.code, "error", {}, str(error.reason))
