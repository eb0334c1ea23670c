"""The lists that a manager acts on, over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.insight import watch
from pickface.insight.watch_forms import WatchListOut, WatchListQuery, WatchOut
from pickface.people import sessions
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("watch", __name__, url_prefix="/api/v1/watch", tag="Watch")


@blueprint.get("")
@blueprint.output(WatchOut)
def show_sums() -> dict[str, Any]:
    """Show how many items each list has, and their money."""
    return watch.sums(sessions.me().site_id)


@blueprint.get("/low")
@blueprint.input(WatchListQuery, location="query")
@blueprint.output(WatchListOut)
def list_low(query_data: WatchListQuery) -> dict[str, Any] | Response:
    """List what is at or under its reorder point, or wanted by orders that nothing is there for or comes for."""
    return _answer("low", query_data)


@blueprint.get("/dead")
@blueprint.input(WatchListQuery, location="query")
@blueprint.output(WatchListOut)
def list_dead(query_data: WatchListQuery) -> dict[str, Any] | Response:
    """List what has been here for ``days`` and did not go to a customer in them, the most money first."""
    return _answer("dead", query_data)


@blueprint.get("/overstock")
@blueprint.input(WatchListQuery, location="query")
@blueprint.output(WatchListOut)
def list_overstock(query_data: WatchListQuery) -> dict[str, Any] | Response:
    """List what is more than the demand of ``days``, the most money first."""
    return _answer("overstock", query_data)


@blueprint.get("/expiring")
@blueprint.input(WatchListQuery, location="query")
@blueprint.output(WatchListOut)
def list_expiring(query_data: WatchListQuery) -> dict[str, Any] | Response:
    """List lots that expire within ``days`` or have expired, the first to expire first."""
    return _answer("expiring", query_data)


def _answer(name: str, query: WatchListQuery) -> dict[str, Any] | Response:
    site_id = sessions.me().site_id
    if query.format == "json":
        return watch.watch_list(site_id, name, query)
    return answer(name, query.format, watch.table(site_id, name, query))
