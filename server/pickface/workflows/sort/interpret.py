"""What the effects of sorting mean for stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, ContainerOpened, Effect, Facts, Goods, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "took_container":
                changes.append(
                    ContainerOpened(
                        effect["container"],
                        effect["kind"],
                        facts["station"],
                        order_id=facts["orders"][effect["var"]],
                    )
                )
            case "sorted":
                changes.append(_sorted(effect, facts))
            case "closed":
                if effect["missing"]:
                    changes.append(Told("missing", {"shares": effect["missing"]}))
    return changes


def _sorted(effect: Effect, facts: Facts) -> Goods:
    share = facts["shares"][str(effect["pin"])]
    return Goods(
        kind="sort",
        item_id=effect["item"],
        qty=effect["qty"],
        from_place_id=None,
        to_place_id=None,
        lot=share["lot"],
        owner_id=share["owner"],
        from_container=share["tote"],
        to_container=effect["container"],
        order_line_id=share["line"],
        order_id=share["order"],
    )
