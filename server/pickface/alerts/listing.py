"""The alerts of a site: listed, counted for the bar, seen and put off."""

from __future__ import annotations

from typing import Any, Final

from pickface.alerts.forms import AlertsQuery
from pickface.contract import like
from pickface.db import Tx, clock, row, rows
from pickface.errors import NotFound
from pickface.paging import Sort, ended_at, sorted_page, where

DAY_MS: Final = 86_400_000
_ALERT = (
    "SELECT a.id, a.state, a.rule_id, a.rule, a.measure, i.id AS item, i.sku, i.name, a.level, a.found, a.value, "
    "a.opened_at, a.closed_at, a.seen_at, p.name AS seen_by, a.snoozed_until, a.mailed_at FROM stock_alert a "
    "JOIN item i ON i.id = a.item_id LEFT JOIN person p ON p.id = a.seen_by WHERE a.site_id = :site"
)
_WAITING: Final = "a.state = 'open' AND a.seen_at IS NULL AND a.snoozed_until <= :now"
_SORTS: Final = {
    "opened": (Sort(("a.opened_at",), (int, int), id="a.id"), ("opened_at",)),
    "item": (Sort(("i.sku",), (str, int), id="a.id"), ("sku",)),
}
_COUNTED = (
    "SELECT r.id, r.name, COUNT(*) AS alerts FROM stock_alert a JOIN stock_rule r ON r.id = a.rule_id "
    f"WHERE a.site_id = :site AND {_WAITING} AND r.roles LIKE :role GROUP BY r.id, r.name ORDER BY r.name"
)


class NoSuchAlert(NotFound):
    """There is no such alert here, or it is over."""

    code = "stock_alert_not_found"


def list_alerts(site_id: int, query: AlertsQuery) -> dict[str, Any]:
    """A page of alerts."""
    sort, columns = _SORTS[query.sort]
    ended = ended_at(query.cursor, query.sort, query.descending, sort.kinds)
    behind, bound = sort.after(query.descending, ended)
    conditions = where(
        {
            "a.state = 'open'": query.state == "open",
            _WAITING: query.state == "waiting",
            "a.state = 'over'": query.state == "over",
            "a.rule_id = :rule": query.rule,
            "(LOWER(i.sku) LIKE :q ESCAPE '!' OR LOWER(i.name) LIKE :q ESCAPE '!')": query.q,
            behind: behind,
        }
    )
    found = rows(
        f"{_ALERT}{' AND ' if conditions else ''}{conditions} ORDER BY {sort.order(query.descending)} LIMIT :limit",
        site=site_id,
        **({"now": clock()} if query.state == "waiting" else {}),
        **({"rule": query.rule} if query.rule else {}),
        **({"q": like(query.q)} if query.q else {}),
        limit=query.limit + 1,
        **bound,
    )
    return sorted_page(found, query.limit, query.sort, query.descending, columns)


def show_alert(site_id: int, alert_id: int) -> dict[str, Any]:
    """One alert; NoSuchAlert."""
    found = row(f"{_ALERT} AND a.id = :id", site=site_id, id=alert_id)
    if found is None:
        raise NoSuchAlert("the site has no such alert", id=alert_id)
    return dict(found)


def waiting(site_id: int, role: str) -> list[dict[str, Any]]:
    """How many alerts of each rule wait for somebody of a role: neither seen nor put off."""
    return [dict(one) for one in rows(_COUNTED, site=site_id, now=clock(), role=f"% {role} %")]


def see(tx: Tx, site_id: int, alert_id: int, person_id: int) -> None:
    """Somebody knows: it is counted no more until it recovered; NoSuchAlert."""
    _set(tx, site_id, alert_id, "seen_at = :now, seen_by = :by", now=tx.now, by=person_id)


def snooze(tx: Tx, site_id: int, alert_id: int, days: int) -> None:
    """It is counted again after so many days, if it is still open; NoSuchAlert."""
    until = tx.now + days * DAY_MS
    _set(
        tx, site_id, alert_id, "snoozed_until = :until, seen_at = NULL, seen_by = NULL", until=until
    )


def wake(tx: Tx, site_id: int, alert_id: int) -> None:
    """It is counted again, as if nobody had seen it; NoSuchAlert."""
    _set(tx, site_id, alert_id, "snoozed_until = 0, seen_at = NULL, seen_by = NULL")


def _set(tx: Tx, site_id: int, alert_id: int, what: str, **told: Any) -> None:
    done = tx.run(
        f"UPDATE stock_alert SET {what} WHERE id = :id AND site_id = :site AND state = 'open'",
        id=alert_id,
        site=site_id,
        **told,
    )
    if not done:
        raise NoSuchAlert("the site has no such open alert", id=alert_id)
