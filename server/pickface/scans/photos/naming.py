"""What a photo belongs to: the event that names it, the event it is about, and the exception that shows it.

``{"kind": "photo", "photo": sha256, "of": event|null, "shows": word, "about": {"task", "item", "place"}}``. It is of no
task, so that a photo never holds work up; ``about`` is what stood on the screen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.scans.journal import original
from pickface.scans.photos.keeping import HASH
from pickface.stock.moves import Cause
from pickface.tasks import exceptions, lifecycle
from pickface.tasks.workflow import Raised, World

SHOWS: Final = frozenset({"damaged", "label", "no_scan", "unknown", "short", "other"})
_ABOUT: Final = {
    "task": "SELECT id FROM task WHERE id = :id AND site_id = :site",
    "item": "SELECT id FROM item WHERE id = :id",
    "place": "SELECT id FROM place WHERE id = :id AND site_id = :site",
}


_AGAIN: Final = """
INSERT INTO photo (event_id, site_id, sha256, of_event, shows, named_at, bytes, width, height, received_at, gone_at)
SELECT :event, site_id, sha256, of_event, shows, :now, bytes, width, height, received_at, gone_at FROM photo
WHERE id = (SELECT MAX(id) FROM photo WHERE site_id = :site AND sha256 = :sha AND of_event = event_id)
"""


def is_named(body: Mapping[str, Any]) -> bool:
    """Whether a ``photo`` event says which."""
    sha256 = body.get("photo")
    return isinstance(sha256, str) and HASH.fullmatch(sha256) is not None


def said(text: str) -> dict[str, Any]:
    """What an event's body says; nothing where it was blanked."""
    try:
        body = json.loads(original(text))
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def name(tx: Tx, world: World, body: Mapping[str, Any], event_id: str, site_id: int) -> None:
    """Expect the photo that an event names, and show it where a supervisor looks: with what it is about.

    Goods that nobody has told of are an exception of their own.
    """
    of = _event(tx, body.get("of"), site_id)
    shows = body.get("shows")
    tx.insert(
        "photo",
        event_id=event_id,
        site_id=site_id,
        sha256=body["photo"],
        of_event=of["id"] if of else None,
        shows=shows if shows in SHOWS else "other",
        named_at=tx.now,
    )
    exception = None
    if of is not None:
        exception = tx.value(
            "SELECT MAX(id) FROM exception WHERE site_id = :site AND event_id = :event AND state = 'open'",
            site=site_id,
            event=of["id"],
        )
        if exception is None:
            world.tell(tx, "photo_taken", photo=event_id, event=of["id"])
            exception = tx.value("SELECT exception_id FROM photo WHERE event_id = :id", id=event_id)
    show_with(tx, event_id, exception or _raise(tx, body, of, event_id, site_id))


def name_own(tx: Tx, cause: Cause, sha256: str, shows: str) -> None:
    """Expect the photo of what a desk did: one event both does it and names it."""
    tx.insert(
        "photo",
        event_id=cause.id,
        site_id=cause.site_id,
        sha256=sha256,
        of_event=cause.id,
        shows=shows if shows in SHOWS else "other",
        named_at=tx.now,
    )


def name_again(tx: Tx, cause: Cause, sha256: str) -> None:
    """What is done by another event now is shown by the photo of the one that had asked for it, and goes with it."""
    tx.run(_AGAIN, event=cause.id, site=cause.site_id, sha=sha256, now=tx.now)


def show_with(tx: Tx, event_id: str, exception_id: int) -> None:
    """A photo, by the event that names it, is part of what an exception tells."""
    tx.run(
        "UPDATE photo SET exception_id = :exception WHERE event_id = :event",
        exception=exception_id,
        event=event_id,
    )
    tell(tx, event_id)


def tell(tx: Tx, event_id: str) -> None:
    """Boards look again at the exception that shows a photo."""
    photo = tx.one("SELECT site_id, exception_id FROM photo WHERE event_id = :id", id=event_id)
    if photo is not None and photo["exception_id"] is not None:
        lifecycle.hint(tx, int(photo["site_id"]), exceptions=[int(photo["exception_id"])])


def _event(tx: Tx, event_id: Any, site_id: int) -> Row | None:
    """The event that a photo is about, where it is in the journal: it came before, by the same stream."""
    if not isinstance(event_id, str):
        return None
    return tx.one(
        "SELECT id, task_id, body FROM scan_event WHERE id = :id AND site_id = :site",
        id=event_id[:36],
        site=site_id,
    )


def _raise(tx: Tx, body: Mapping[str, Any], of: Row | None, event_id: str, site_id: int) -> int:
    said = body.get("about")
    about = said if isinstance(said, dict) else {}
    task, item, place = (_known(tx, kind, about.get(kind), site_id) for kind in _ABOUT)
    cause = Cause(event_id, site_id, body["person"], task or (of["task_id"] if of else None))
    shows = body.get("shows")
    params = {"shows": shows if shows in SHOWS else "other"}
    if shows == "unknown" and of is not None:
        params |= _code(of)
    return exceptions.raise_exception(tx, cause, Raised("photo", "book", params, item, place))


def _code(of: Row) -> dict[str, str]:
    """The code that nobody knew, where the photo is of its scan."""
    code = said(of["body"]).get("code")
    return {"code": code[:120]} if isinstance(code, str) else {}


def _known(tx: Tx, kind: str, value: Any, site_id: int) -> int | None:
    """What a device says that it has shown, as far as there is such a thing."""
    if type(value) is not int or not 0 < value < 2**53:
        return None
    sql = _ABOUT[kind]
    found = tx.value(sql, id=value, **({"site": site_id} if ":site" in sql else {}))
    return None if found is None else int(found)


class PhotoNotNamed(NotFound):
    """No event of this device names that photo; its event comes first (LAWS 27)."""

    code = "photo_not_named"
