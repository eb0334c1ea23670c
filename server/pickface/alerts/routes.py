"""Stock rules and alerts over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint

from pickface.alerts import listing, rule_book
from pickface.alerts.forms import (
    AlertOut,
    AlertsOut,
    AlertsQuery,
    HistoryQuery,
    RuleChangesOut,
    RuleForm,
    RuleOut,
    RulesOut,
    SnoozeForm,
)
from pickface.db import command
from pickface.engine import engine
from pickface.people import sessions

blueprint = APIBlueprint("alerts", __name__, url_prefix="/api/v1", tag="Stock alerts")
_NONE = {404: "No such rule"}
_NO_ALERT = {404: "No such alert, or it is over"}


@blueprint.get("/stock-rules")
@blueprint.output(RulesOut)
def list_rules() -> dict[str, Any]:
    """List what is held to be low, and who is told."""
    mails = bool(engine().config.smtp_url)
    return {"items": rule_book.list_rules(sessions.me().site_id), "mails": mails}


@blueprint.post("/stock-rules")
@blueprint.input(RuleForm)
@blueprint.output(RuleOut, status_code=201)
@blueprint.doc(responses={404: "No such item", 409: "The name is taken, or there are too many"})
def make_rule(json_data: RuleForm) -> dict[str, Any]:
    """Make a rule; everything that it covers is looked at behind the answer."""
    me, told = sessions.me(), rule_book.columns_of(json_data)
    made = command(lambda tx: rule_book.make(tx, me.site_id, me.id, told))
    return rule_book.show_rule(me.site_id, made)


@blueprint.put("/stock-rules/<int:rule_id>")
@blueprint.input(RuleForm)
@blueprint.output(RuleOut)
@blueprint.doc(responses={404: "No such rule or item", 409: "The name is taken"})
def change_rule(rule_id: int, json_data: RuleForm) -> dict[str, Any]:
    """Let a rule be as told; what was found by another measure or level is over."""
    me, told = sessions.me(), rule_book.columns_of(json_data)
    command(lambda tx: rule_book.change(tx, me.site_id, me.id, rule_id, told))
    return rule_book.show_rule(me.site_id, rule_id)


@blueprint.delete("/stock-rules/<int:rule_id>")
@blueprint.output({}, status_code=204)
@blueprint.doc(responses=_NONE)
def end_rule(rule_id: int) -> str:
    """End a rule and its alerts, for good."""
    me = sessions.me()
    command(lambda tx: rule_book.end(tx, me.site_id, me.id, rule_id))
    return ""


@blueprint.get("/stock-rules/history")
@blueprint.input(HistoryQuery, location="query")
@blueprint.output(RuleChangesOut)
def rule_history(query_data: HistoryQuery) -> dict[str, Any]:
    """List who changed which rule from what to what, newest first."""
    return rule_book.history(sessions.me().site_id, query_data.cursor, query_data.limit)


@blueprint.get("/stock-alerts")
@blueprint.input(AlertsQuery, location="query")
@blueprint.output(AlertsOut)
def list_alerts(query_data: AlertsQuery) -> dict[str, Any]:
    """List the items that rules found low."""
    return listing.list_alerts(sessions.me().site_id, query_data)


@blueprint.post("/stock-alerts/<int:alert_id>/acknowledge")
@blueprint.output(AlertOut)
@blueprint.doc(responses=_NO_ALERT)
def acknowledge_alert(alert_id: int) -> dict[str, Any]:
    """Say that somebody knows: it is counted no more until it recovered."""
    me = sessions.me()
    command(lambda tx: listing.see(tx, me.site_id, alert_id, me.id))
    return listing.show_alert(me.site_id, alert_id)


@blueprint.post("/stock-alerts/<int:alert_id>/snooze")
@blueprint.input(SnoozeForm)
@blueprint.output(AlertOut)
@blueprint.doc(responses=_NO_ALERT)
def snooze_alert(alert_id: int, json_data: SnoozeForm) -> dict[str, Any]:
    """Put an alert off: it is counted again after so many days."""
    me = sessions.me()
    command(lambda tx: listing.snooze(tx, me.site_id, alert_id, json_data.days))
    return listing.show_alert(me.site_id, alert_id)


@blueprint.post("/stock-alerts/<int:alert_id>/wake")
@blueprint.output(AlertOut)
@blueprint.doc(responses=_NO_ALERT)
def wake_alert(alert_id: int) -> dict[str, Any]:
    """Count an alert again, as if nobody had seen it."""
    me = sessions.me()
    command(lambda tx: listing.wake(tx, me.site_id, alert_id))
    return listing.show_alert(me.site_id, alert_id)
