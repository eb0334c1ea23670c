"""Unknown goods over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.engine import engine
from pickface.people import sessions
from pickface.purchasing import unknown_goods
from pickface.purchasing.unknown_forms import UnknownGoodsForm

blueprint = APIBlueprint("unknown_goods", __name__, url_prefix="/api/v1", tag="Purchasing")


@blueprint.post("/exceptions/<int:exception_id>/unknown-goods")
@blueprint.input(UnknownGoodsForm)
@blueprint.doc(
    responses={
        404: "No such unknown goods, or no such item",
        409: "Somebody has decided already, the SKU or code is taken, or each unit has a serial of its own",
    }
)
def decide_unknown_goods(exception_id: int, json_data: UnknownGoodsForm) -> dict[str, Any]:
    """Say what goods are that nobody knew: they are counted to the item and put away, or go back to their supplier."""
    me, here = sessions.me(), engine()
    by = {"id": me.id, "site_id": me.site_id}
    command(
        lambda tx: unknown_goods.decide(tx, here.world, here.signer, by, exception_id, json_data)
    )
    return {"id": exception_id, "state": "resolved"}
