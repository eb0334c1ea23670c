"""What one piece of an item weighs, how large it is and how it may stand; and who found that out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.catalog.forms import ItemSizes
from pickface.db import Tx, rows
from pickface.errors import NotFound

MEASURED = ("weight_g", "length_mm", "width_mm", "height_mm")
_SHOWN = 10
_ROOM = "CAST(length_mm AS BIGINT) * width_mm * height_mm"
_FILL = f"UPDATE item SET volume_mm3 = {_ROOM} WHERE id = :id AND {_ROOM} > 0 AND volume_mm3 IN (0, :before)"
"""The room that one piece takes follows from its sides, unless somebody has said otherwise."""
_HISTORY = f"""
SELECT s.id, {", ".join(f"s.{name}" for name in MEASURED)}, s.event_id IS NOT NULL AS at_dock, p.name AS person,
       s.created_at AS at FROM item_sizing s LEFT JOIN person p ON p.id = s.person_id
WHERE s.item_id = :id ORDER BY s.id DESC LIMIT {_SHOWN}
"""


def change_sizes(tx: Tx, item_id: int, form: ItemSizes, person_id: int | None = None) -> None:
    """Say how large an item is and how it may stand; NoSuchItem. Who measured it is kept where that is known."""
    changes: dict[str, Any] = {
        name: int(value) if isinstance(value, bool) else value
        for name, value in form.model_dump(exclude_none=True).items()
    }
    known = f"SELECT {', '.join(MEASURED)}, {_ROOM} AS room FROM item WHERE id = :id"
    there = tx.one(known, id=item_id)
    if there is None:
        raise NoSuchItem("no item has that id", item=item_id)
    # The handhelds' catalogue does not hold sizes, so nothing is told to have changed.
    for name, value in changes.items():
        tx.run(f"UPDATE item SET {name} = :value WHERE id = :id", value=value, id=item_id)
    tx.run(_FILL, id=item_id, before=there["room"])
    said = {name: int(changes[name] if name in changes else there[name]) for name in MEASURED}
    if person_id is not None and any(said[name] != there[name] for name in MEASURED):
        _note(tx, item_id, said, None, person_id)


def measured(
    tx: Tx, item_id: int, said: Mapping[str, int], event_id: str, person_id: int | None
) -> None:
    """What was found out at the dock is the item's from now on, where nobody has said it meanwhile."""
    new = {
        name: value
        for name, value in said.items()
        if value
        and tx.run(
            f"UPDATE item SET {name} = :value WHERE id = :id AND {name} = 0",
            value=value,
            id=item_id,
        )
        > 0
    }
    if new:
        tx.run(_FILL, id=item_id, before=0)
        _note(tx, item_id, new, event_id, person_id)


def _note(
    tx: Tx, item_id: int, said: Mapping[str, int], event_id: str | None, person_id: int | None
) -> None:
    tx.insert(
        "item_sizing",
        item_id=item_id,
        **{name: said.get(name, 0) for name in MEASURED},
        event_id=event_id,
        person_id=person_id,
        created_at=tx.now,
    )


def take_back(tx: Tx, event_id: str) -> None:
    """Whoever measured it takes that back: what nobody has said otherwise since is not known again."""
    for told in tx.all("SELECT * FROM item_sizing WHERE event_id = :event", event=event_id):
        item_id = told["item_id"]
        tx.run(
            f"UPDATE item SET volume_mm3 = 0 WHERE id = :id AND volume_mm3 = {_ROOM}", id=item_id
        )
        for name in MEASURED:
            tx.run(
                f"UPDATE item SET {name} = 0 WHERE id = :id AND {name} = :value",
                id=item_id,
                value=told[name],
            )
        tx.run(_FILL, id=item_id, before=0)
        tx.run("DELETE FROM item_sizing WHERE id = :id", id=told["id"])


def history(item_id: int) -> list[dict[str, Any]]:
    """The latest who measured an item, newest first."""
    return [{**one, "at_dock": bool(one["at_dock"])} for one in rows(_HISTORY, id=item_id)]


class NoSuchItem(NotFound):
    """No item has that id or SKU."""

    code = "item_not_found"
