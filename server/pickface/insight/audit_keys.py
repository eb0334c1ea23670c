"""Whose key is whose: each shift's key must have been registered by an event that the server signed (LAWS 3)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pickface.db import rows
from pickface.insight.audit_report import Report
from pickface.insight.audit_signatures import Claim
from pickface.scans.envelope import PublicKey, load_key


@dataclass(frozen=True, slots=True)
class _Shift:
    person_id: int
    device_id: str
    public_key: str


class Keys:
    """The keys of all shifts and of the server, and which of them the journal has seen registered."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._shifts = {
            row["id"]: _Shift(row["person_id"], row["device_id"], row["public_key"])
            for row in rows("SELECT id, person_id, device_id, public_key FROM shift")
        }
        self._server = {
            row["id"]: str(row["public_key"]) for row in rows("SELECT * FROM server_key")
        }
        self._loaded: dict[str, PublicKey | None] = {}
        self._registered: set[str] = set()
        report.keys = len(self._shifts) + len(self._server)

    def of(self, signer: str) -> PublicKey | None:
        """The key of a shift or of the server; None if there is none that can be read."""
        if signer not in self._loaded:
            self._loaded[signer] = None
            with suppress(ValueError):
                self._loaded[signer] = load_key(self._text_of(signer))
        return self._loaded[signer]

    def claim(self, signer: str, digest: str, sig: str) -> Claim | None:
        """That a shift or the server has signed what has this hash; None if it has no key that can be read."""
        if self.of(signer) is None:
            return None
        return Claim(self._text_of(signer), digest, sig)

    def _text_of(self, signer: str) -> str:
        shift = self._shifts.get(signer)
        return shift.public_key if shift else self._server.get(signer, "")

    def is_server(self, stream: str) -> bool:
        """Whether a stream is the server's own."""
        return stream in self._server

    def server_key(self, key_id: str) -> str | None:
        """The public half of a key of the server's."""
        return self._server.get(key_id)

    def is_author(self, body: Mapping[str, Any]) -> bool:
        """Whether the person whom an event names is the one whose shift signed it; the server signs for others."""
        shift = self._shifts.get(str(body.get("shift")))
        return shift is None or shift.person_id == body.get("person")

    def register(self, event_id: str, body: Mapping[str, Any]) -> None:
        """Take note of a sign-in that the server has journaled, and compare it with the shift as it stands."""
        begun = str(body.get("begun"))
        said = (body.get("person"), body.get("device"), body.get("public_key"))
        shift = self._shifts.get(begun)
        self._registered.add(begun)
        if shift is None:
            self._report.differs(f"event {event_id}: the shift {begun} that it began is not there")
        elif said != (shift.person_id, shift.device_id, shift.public_key):
            self._report.differs(
                f"shift {begun}: its person, device or key is not what event {event_id} registered"
            )

    def check_all_registered(self) -> None:
        """Tell the shifts whose key no event of the server's has registered."""
        for shift in sorted(self._shifts.keys() - self._registered):
            self._report.differs(f"shift {shift}: no event of the server's registered its key")
