"""Events that were blanked: each by an event of the server's that says so, and signed by the shift that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row
from pickface.insight.audit_keys import Keys
from pickface.insight.audit_report import Report
from pickface.scans.envelope import signature_holds_of_hash
from pickface.scans.journal import hash_of


class Redactions:
    """What was seen blanked, and what the server's own stream tells of it; either may be met first."""

    def __init__(self, report: Report, keys: Keys) -> None:
        self._report, self._keys = report, keys
        self._seen: dict[str, tuple[Row, bool]] = {}
        self._told: dict[str, Mapping[str, Any]] = {}

    def seen(self, event: Row, *, proven: bool) -> None:
        """An event is blanked; ``proven`` if its signature must hold."""
        self._report.redacted += 1
        self._seen[event["id"]] = event, proven

    def told(self, body: Mapping[str, Any]) -> None:
        """An event of the server's own; whether its signature holds is told beside."""
        if body.get("action") == "redact":
            self._told[str(body.get("event"))] = body

    def check_all_told(self) -> None:
        """Tell what was blanked by nobody, or is not what was blanked, or was not signed by whom it names."""
        for event_id, (event, proven) in sorted(self._seen.items()):
            told, digest = self._told.get(event_id, {}), hash_of(event["body"])
            if told.get("hash") != digest:
                self._report.differs(f"event {event_id}: it is blanked, and nobody has redacted it")
                continue
            key = self._keys.of(str(told.get("signed_by")))
            holds = key is not None and signature_holds_of_hash(key, digest, event["sig"])
            said = {"shift": told.get("signed_by"), "person": event["person_id"]}
            if proven and not holds:
                self._report.differs(f"event {event_id}: redacted, and the signature does not hold")
            elif proven and not self._keys.is_author(said):
                self._report.differs(f"event {event_id}: another person's shift has signed it")
        for event_id in sorted(self._told.keys() - self._seen.keys()):
            self._report.differs(f"event {event_id}: it was redacted, and is not blanked")
