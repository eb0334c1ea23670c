"""Saved views over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.db import command
from pickface.people import sessions
from pickface.views import service
from pickface.views.forms import ShareForm, ViewForm, ViewOut, ViewsOut, ViewsQuery

blueprint = APIBlueprint("views", __name__, url_prefix="/api/v1/views", tag="Views")
_NONE = {404: "No such view of one's own"}


@blueprint.get("")
@blueprint.input(ViewsQuery, location="query")
@blueprint.output(ViewsOut)
def list_views(query_data: ViewsQuery) -> dict[str, Any]:
    """List one's own views of a list, and those that are shared with one's role."""
    me = sessions.me()
    return service.list_views(me.site_id, me.id, me.role, query_data.list)


@blueprint.post("")
@blueprint.input(ViewForm)
@blueprint.output(ViewOut, status_code=201)
@blueprint.doc(responses={409: "There are too many"})
def keep_view(json_data: ViewForm) -> dict[str, Any]:
    """Keep a list under a name; the same name again is the same view, as it is now."""
    me = sessions.me()
    made = command(lambda tx: service.keep(tx, me.site_id, me.id, json_data))
    return service.show_view(me.site_id, me.id, made)


@blueprint.patch("/<int:view_id>")
@blueprint.input(ShareForm)
@blueprint.output(ViewOut)
@blueprint.doc(responses=_NONE)
def share_view(view_id: int, json_data: ShareForm) -> dict[str, Any]:
    """Share a view of one's own with a role, or with nobody any more."""
    me = sessions.me()
    command(lambda tx: service.share(tx, me.site_id, me.id, view_id, json_data.role))
    return service.show_view(me.site_id, me.id, view_id)


@blueprint.delete("/<int:view_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=_NONE)
def forget_view(view_id: int) -> str:
    """Forget a view of one's own."""
    me = sessions.me()
    command(lambda tx: service.forget(tx, me.site_id, me.id, view_id))
    return ""
