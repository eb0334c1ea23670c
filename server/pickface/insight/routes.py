"""The board and the journal over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.insight import board, journal
from pickface.insight.forms import (
    BoardOut,
    JournalOut,
    JournalQuery,
    LookupQuery,
    TroublesOut,
)
from pickface.insight.lookup import look_up
from pickface.insight.lot_forms import LotOut, LotsOut, LotsQuery
from pickface.insight.lot_tree import lot_tree, lots_of_item
from pickface.insight.search import search
from pickface.insight.search_forms import SearchOut, SearchQuery
from pickface.insight.stock_forms import StockListOut, StockListQuery
from pickface.insight.stock_list import stock_list
from pickface.insight.stock_list import table as stock_table
from pickface.insight.troubles import troubles
from pickface.insight.why import why
from pickface.insight.why_forms import WhyOut, WhyQuery
from pickface.people import sessions
from pickface.people.permissions import RECEIVERS
from pickface.workbooks.downloads import answer

blueprint = APIBlueprint("insight", __name__, url_prefix="/api/v1", tag="Insight")


@blueprint.get("/board")
@blueprint.output(BoardOut)
def show_board() -> dict[str, Any]:
    """What is to be done, who does it, what needs a person; changes come over the websocket's topic ``board``."""
    return board.whole_board(sessions.me().site_id)


@blueprint.get("/troubles")
@blueprint.output(TroublesOut)
def list_troubles() -> dict[str, Any]:
    """List what nobody would see: low stock, webhooks with dead letters, and background work that keeps failing."""
    me = sessions.me()
    return troubles(me.site_id, me.role)


@blueprint.get("/scans")
@blueprint.input(JournalQuery, location="query")
@blueprint.output(JournalOut)
@blueprint.doc(responses={404: "No item, place or order has that code"})
def list_scans(query_data: JournalQuery) -> dict[str, Any] | Response:
    """The journal of every scan, newest first; ``format=csv`` or ``xlsx`` gives up to 100,000 rows as a file."""
    site_id = sessions.me().site_id
    if query_data.format == "json":
        return journal.read_page(site_id, query_data)
    return answer("scans", query_data.format, journal.table(site_id, query_data))


@blueprint.get("/lookup")
@blueprint.input(LookupQuery, location="query")
def lookup(query_data: LookupQuery) -> dict[str, Any]:
    """What a scanned code is, where it is and how many."""
    me = sessions.me()
    found = look_up(query_data.code, me.site_id)
    # Nobody is offered what they would be refused.
    if found.get("receives"):
        found["receives"] = me.role in RECEIVERS
    return found


@blueprint.get("/why")
@blueprint.input(WhyQuery, location="query")
@blueprint.output(WhyOut)
@blueprint.doc(responses={404: "No such item, lot or place here"})
def explain_number(query_data: WhyQuery) -> dict[str, Any]:
    """Show what made a number: the moves, promises and deliveries behind it."""
    return why(sessions.me().site_id, query_data)


@blueprint.get("/lots")
@blueprint.input(LotsQuery, location="query")
@blueprint.output(LotsOut)
def list_lots(query_data: LotsQuery) -> dict[str, Any]:
    """List the lots of an item, newest first."""
    return {"items": lots_of_item(query_data.item)}


@blueprint.get("/lots/<int:lot_id>")
@blueprint.output(LotOut)
@blueprint.doc(responses={404: "No such lot"})
def show_lot(lot_id: int) -> dict[str, Any]:
    """Show a lot both ways: where it came from, where it is, and who got it."""
    return lot_tree(sessions.me().site_id, lot_id)


@blueprint.get("/search")
@blueprint.input(SearchQuery, location="query")
@blueprint.output(SearchOut)
def find(query_data: SearchQuery) -> dict[str, Any]:
    """Find anything by a code or words, forgiving typing errors; what fits best comes first."""
    me = sessions.me()
    return {"items": search(query_data.q, me.site_id, me.role, query_data.limit)}


@blueprint.get("/stock/items")
@blueprint.input(StockListQuery, location="query")
@blueprint.output(StockListOut)
def list_stock(query_data: StockListQuery) -> dict[str, Any] | Response:
    """List all items with their numbers and places; ``format=csv`` or ``xlsx`` as a file."""
    me = sessions.me()
    if query_data.format == "json":
        return stock_list(me.site_id, me.role, query_data)
    return answer("items", query_data.format, stock_table(me.site_id, me.role, query_data))
