"""Saved views: kept under a name, shared with a role, and forgotten."""

from __future__ import annotations

from typing import Any, Final

from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound
from pickface.views.forms import ViewForm

MOST: Final = 50
"""How many views of one list somebody keeps; more would not be found again."""
_VIEW = (
    "SELECT v.id, v.of_list AS list, v.name, v.query, v.role, v.person_id, p.name AS by FROM saved_view v "
    "JOIN person p ON p.id = v.person_id WHERE v.site_id = :site AND "
)


class NoSuchView(NotFound):
    """There is no such view, or it is not one's own."""

    code = "view_not_found"


class TooManyViews(Conflict):
    """Somebody keeps so many views of the list already; ``params``: ``most``."""

    code = "too_many_views"


def list_views(site_id: int, person_id: int, role: str, of_list: str) -> dict[str, Any]:
    """One's own views of a list by name, then those that are shared with one's role."""
    found = rows(
        _VIEW + "v.of_list = :list AND (v.person_id = :me OR v.role = :role) "
        "ORDER BY CASE WHEN v.person_id = :me THEN 0 ELSE 1 END, v.name, v.id LIMIT 500",
        site=site_id,
        list=of_list,
        me=person_id,
        role=role,
    )
    return {"items": [_shown(one, person_id) for one in found]}


def show_view(site_id: int, person_id: int, view_id: int) -> dict[str, Any]:
    """A view of one's own."""
    found = row(_VIEW + "v.id = :id", site=site_id, id=view_id)
    if found is None:
        raise NoSuchView("there is no such view", view=view_id)
    return _shown(found, person_id)


def keep(tx: Tx, site_id: int, person_id: int, form: ViewForm) -> int:
    """Keep a list under a name; the same name again is the same view, as it is now. TooManyViews."""
    known = tx.value(
        "SELECT id FROM saved_view WHERE person_id = :me AND of_list = :list AND name = :name",
        me=person_id,
        list=form.list,
        name=form.name,
    )
    if known is not None:
        tx.run("UPDATE saved_view SET query = :query WHERE id = :id", query=form.query, id=known)
        return int(known)
    kept = tx.value(
        "SELECT COUNT(*) FROM saved_view WHERE person_id = :me AND of_list = :list",
        me=person_id,
        list=form.list,
    )
    if kept >= MOST:
        raise TooManyViews("that is as many as one list has", most=MOST)
    made = tx.value(
        "INSERT INTO saved_view (site_id, person_id, of_list, name, query) VALUES (:site, :me, :list, :name, :query) "
        "ON CONFLICT (person_id, of_list, name) DO UPDATE SET query = excluded.query RETURNING id",
        site=site_id,
        me=person_id,
        list=form.list,
        name=form.name,
        query=form.query,
    )
    return int(made)


def share(tx: Tx, site_id: int, person_id: int, view_id: int, role: str) -> None:
    """Let a role see a view of one's own, or nobody any more (''). NoSuchView."""
    _mine(tx, site_id, person_id, view_id)
    tx.run("UPDATE saved_view SET role = :role WHERE id = :id", role=role, id=view_id)


def forget(tx: Tx, site_id: int, person_id: int, view_id: int) -> None:
    """A view of one's own is no more. NoSuchView."""
    _mine(tx, site_id, person_id, view_id)
    tx.run("DELETE FROM saved_view WHERE id = :id", id=view_id)


def _mine(tx: Tx, site_id: int, person_id: int, view_id: int) -> None:
    found = tx.value(
        "SELECT id FROM saved_view WHERE id = :id AND site_id = :site AND person_id = :me",
        id=view_id,
        site=site_id,
        me=person_id,
    )
    if found is None:
        raise NoSuchView("there is no such view of one's own", view=view_id)


def _shown(found: Row, person_id: int) -> dict[str, Any]:
    return {**found, "mine": found["person_id"] == person_id}
