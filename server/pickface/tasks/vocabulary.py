"""Which steps a client knows: an old one gets no script that it could not run, and is told so."""

from __future__ import annotations

from flask import request

from pickface.db import Tx
from pickface.errors import PickfaceError

HEADER = "X-Pickface-Vocabulary"
FIRST = 1
"""What a client knows that does not say."""


class AppTooOld(PickfaceError):
    """The work needs steps that this client does not know; it has to be updated first."""

    code = "app_too_old"
    status = 409


def known() -> int:
    """The vocabulary of the client that asks now."""
    said = request.headers.get(HEADER, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else FIRST


def insist(tx: Tx, task_id: int | None, vocabulary: int) -> None:
    """Raise, and so give nothing out, when a task's script needs more than the client knows."""
    needed = tx.value(
        "SELECT s.vocabulary FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision "
        "WHERE t.id = :id",
        id=task_id,
    )
    if needed is not None and int(needed) > vocabulary:
        raise AppTooOld("update the app", task=task_id, needs=int(needed), knows=vocabulary)
