"""Recall of a lot over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from apiflask import APIBlueprint
from pydantic import Field

from pickface.contract import Answer, Form, Line
from pickface.db import command, db, row
from pickface.engine import engine
from pickface.people import sessions
from pickface.tasks import recall

blueprint = APIBlueprint("lots", __name__, url_prefix="/api/v1", tag="Stock")


class RecallForm(Form):
    """Why the lot is recalled, for people to read."""

    reason: Annotated[Line, Field(min_length=1, max_length=200)]


class RecalledOut(Answer):
    """A lot, and since when it is recalled; null when it is not."""

    id: int
    code: str
    recalled_at: int | None


@blueprint.post("/lots/<int:lot_id>/recall")
@blueprint.input(RecallForm)
@blueprint.output(RecalledOut)
@blueprint.doc(responses={404: "No such lot", 409: "It is recalled already"})
def recall_lot(lot_id: int, json_data: RecallForm) -> dict[str, Any]:
    """Recall a lot: frozen at once, its promises let go, its goods under way brought back."""
    by = sessions.me()
    who = {"id": by.id, "site_id": by.site_id}
    signer = engine().signer
    command(lambda tx: recall.recall_lot(tx, signer, who, lot_id, json_data.reason))
    return _told(lot_id)


@blueprint.post("/lots/<int:lot_id>/recall/lift")
@blueprint.output(RecalledOut)
@blueprint.doc(responses={404: "No such lot", 409: "It is not recalled"})
def lift_recall(lot_id: int) -> dict[str, Any]:
    """Lift a recall: the lot can be promised again."""
    by = sessions.me()
    who = {"id": by.id, "site_id": by.site_id}
    world, signer = engine().world, engine().signer
    command(lambda tx: recall.lift_recall(tx, world, signer, who, lot_id))
    return _told(lot_id)


def _told(lot_id: int) -> dict[str, Any]:
    db.session.remove()
    return dict(row("SELECT id, code, recalled_at FROM lot WHERE id = :id", id=lot_id) or {})
