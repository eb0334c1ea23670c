"""A server that takes whoever is signed in for the author: A's scans, sent under B's session, become B's."""

from __future__ import annotations

from typing import Any

from pickface.people import sessions
from pickface.scans.authors import Authors
from pickface.scans.door import Door


def put_into_server() -> None:
    """The cookie says who did it; nobody looks at signatures."""
    deliver = Door.deliver

    def trusting(self: Any, writer: Any, events: Any, carrier: Any) -> Any:
        person = sessions.signed_in()
        for event in events:
            if person is not None and event.body:
                event.body["person"] = person.id
        return deliver(self, writer, events, carrier)

    Door.deliver = trusting  # type: ignore[method-assign]
    Authors.problem = lambda _self, _event: ""  # type: ignore[method-assign]
