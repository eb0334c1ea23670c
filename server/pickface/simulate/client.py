"""HTTP as a handheld or a desk speaks it: one session, one header, errors as they are answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import requests

from pickface.tasks.steps import SCRIPT_VERSION

TIMEOUT_S = 60
PATIENCE_S = 90


class Refused(Exception):
    """The server answered with an error: ``status``, ``code`` and ``params``."""

    def __init__(self, status: int, body: Any) -> None:
        self.status = status
        self.code = str(body.get("code", "")) if isinstance(body, dict) else ""
        self.params = body.get("params", {}) if isinstance(body, dict) else {}
        super().__init__(f"{status} {self.code} {body}")


class NobodyThere(Exception):
    """No Pickface answers at that address."""


class Client:
    """One signed-in caller of the API at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.http = requests.Session()
        self.http.headers["X-Pickface"] = "1"
        self.http.headers["X-Pickface-Vocabulary"] = str(SCRIPT_VERSION)

    def reach(self) -> None:
        """Ask once whether anybody is there, before patience would only hide a wrong address; NobodyThere."""
        try:
            self.http.get(f"{self.url}/healthz", timeout=TIMEOUT_S).raise_for_status()
        except requests.RequestException as why:
            raise NobodyThere(f"no Pickface answers at {self.url}") from why

    def get(self, path: str, **query: Any) -> Any:
        """GET ``/api/v1{path}``."""
        return self._call("GET", path, params=query)

    def post(self, path: str, body: Any = None) -> Any:
        """POST JSON; tried again while the server is away or says that nothing was kept."""
        return self._call("POST", path, json=body if body is not None else {})

    def put(self, path: str, body: Any) -> Any:
        """PUT JSON; tried again as a POST is."""
        return self._call("PUT", path, json=body)

    def patch(self, path: str, body: Any) -> Any:
        """PATCH JSON; tried again as a POST is."""
        return self._call("PATCH", path, json=body)

    def make(self, path: str, body: Any, exists: str) -> None:
        """POST a new noun. ``exists`` is the error of one that is there: the try before got through unanswered."""
        try:
            self.post(path, body)
        except Refused as why:
            if why.code != exists:
                raise

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page."""
        cursor: dict[str, Any] = {}
        while True:
            page = self.get(path, limit=200, **query, **cursor)
            yield from page["items"]
            if not page["next"]:
                return
            cursor = {"cursor": page["next"]}

    def _call(self, method: str, path: str, **options: Any) -> Any:
        until = time.monotonic() + PATIENCE_S
        pause = 0.1
        while True:
            last = time.monotonic() > until
            try:
                answer = self.http.request(
                    method, f"{self.url}/api/v1{path}", timeout=TIMEOUT_S, **options
                )
                if answer.status_code != 503 or last:
                    return _read(answer)
            except requests.RequestException:
                if last:
                    raise
            time.sleep(pause)
            pause = min(pause * 2, 2.0)


def _read(answer: requests.Response) -> Any:
    if answer.status_code >= 400:
        raise Refused(answer.status_code, _json(answer))
    return _json(answer) if answer.content else None


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {"code": "not_json", "params": {}}
