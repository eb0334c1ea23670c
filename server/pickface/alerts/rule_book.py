"""The rules of a site: made, changed and ended, each with who did it."""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.alerts import again
from pickface.alerts.forms import RuleForm
from pickface.catalog.service import item_named
from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound

MOST: Final = 100
"""How many rules a site has; each is held against every item that changes."""
_RULE = (
    "SELECT r.*, i.sku, i.name AS item_name, (SELECT COUNT(*) FROM stock_alert a WHERE a.rule_id = r.id "
    "AND a.state = 'open') AS open FROM stock_rule r LEFT JOIN item i ON i.id = r.item_id WHERE r.site_id = :site "
)
_KEPT: Final = (
    "name", "covers", "item_id", "abc", "measure", "level", "under", "within_days", "recover_pct", "roles", "emails",
    "active",
)  # fmt: skip


class NoSuchRule(NotFound):
    """There is no such rule here."""

    code = "stock_rule_not_found"


class RuleNameTaken(Conflict):
    """Another rule is called so; ``params``: ``name``."""

    code = "stock_rule_taken"


class TooManyRules(Conflict):
    """The site has as many as it may have; ``params``: ``most``."""

    code = "too_many_stock_rules"


def list_rules(site_id: int) -> list[dict[str, Any]]:
    """All rules, by name."""
    return [_shown(one) for one in rows(_RULE + "ORDER BY r.name, r.id", site=site_id)]


def show_rule(site_id: int, rule_id: int) -> dict[str, Any]:
    """A rule; NoSuchRule."""
    found = row(_RULE + "AND r.id = :id", site=site_id, id=rule_id)
    if found is None:
        raise NoSuchRule("the site has no such rule", id=rule_id)
    return _shown(found)


def columns_of(form: RuleForm) -> dict[str, Any]:
    """A form as the rule's columns; NotFound for an item that is not there. Reads outside the writer."""
    told = form.model_dump(exclude={"item"})
    return {
        **told,
        "item_id": item_named(form.item)["id"] if form.item is not None else None,
        "under": form.under if form.level == "number" else 0,
        "within_days": form.within_days if form.measure == "promise" else 0,
        "roles": _words(form.roles),
        "emails": _words(form.emails),
        "active": int(form.active),
    }


def make(tx: Tx, site_id: int, person_id: int, told: dict[str, Any]) -> int:
    """Make a rule, and look at all that it covers; RuleNameTaken, TooManyRules."""
    # Two who make the last one wait for each other here.
    tx.one("SELECT id FROM site WHERE id = :id" + tx.for_update, id=site_id)
    if tx.value("SELECT COUNT(*) FROM stock_rule WHERE site_id = :site", site=site_id) >= MOST:
        raise TooManyRules("the site has as many rules as it may have", most=MOST)
    _check_name(tx, site_id, told["name"])
    made = tx.insert("stock_rule", site_id=site_id, **told)
    _note(tx, site_id, person_id, told["name"], {"made": ("", told["name"])})
    again.ask(tx, site_id)
    return made


def change(tx: Tx, site_id: int, person_id: int, rule_id: int, told: dict[str, Any]) -> None:
    """Let a rule be as told, and look at everything again; NoSuchRule, RuleNameTaken."""
    before = _lock(tx, site_id, rule_id)
    changes = {name: told[name] for name in _KEPT if told[name] != before[name]}
    if not changes:
        return
    if "name" in changes:
        _check_name(tx, site_id, told["name"])
    marks = ", ".join(f"{name} = :{name}" for name in changes)
    tx.run(
        f"UPDATE stock_rule SET {marks}, version = version + 1 WHERE id = :id",
        **changes,
        id=rule_id,
    )
    _note(
        tx, site_id, person_id, told["name"], {name: (before[name], told[name]) for name in changes}
    )
    if {"measure", "level"} & {*changes} or not told["active"]:
        # What was found by another measure says nothing about this one.
        _close(tx, rule_id)
    elif "name" in changes:
        tx.run(
            "UPDATE stock_alert SET rule = :name WHERE rule_id = :id AND state = 'open'",
            name=told["name"],
            id=rule_id,
        )
    again.ask(tx, site_id)


def end(tx: Tx, site_id: int, person_id: int, rule_id: int) -> None:
    """End a rule and its alerts, for good; NoSuchRule."""
    before = _lock(tx, site_id, rule_id)
    _close(tx, rule_id)
    tx.run("DELETE FROM stock_rule WHERE id = :id", id=rule_id)
    _note(tx, site_id, person_id, before["name"], {"ended": (before["name"], "")})


def history(site_id: int, before: int | None, limit: int) -> dict[str, Any]:
    """Who changed what of which rule, newest first."""
    found = rows(
        "SELECT c.id, c.at, p.name AS person, c.rule, c.name, c.old, c.new FROM stock_rule_change c "
        "JOIN person p ON p.id = c.person_id WHERE c.site_id = :site AND c.id < :before "
        "ORDER BY c.id DESC LIMIT :limit",
        site=site_id,
        before=before or 2**53,
        limit=limit + 1,
    )
    return page(found, limit)


def _lock(tx: Tx, site_id: int, rule_id: int) -> Row:
    found = tx.one(
        "SELECT * FROM stock_rule WHERE id = :id AND site_id = :site" + tx.for_update,
        id=rule_id,
        site=site_id,
    )
    if found is None:
        raise NoSuchRule("the site has no such rule", id=rule_id)
    return found


def _close(tx: Tx, rule_id: int) -> None:
    tx.run(
        "UPDATE stock_alert SET state = 'over', closed_at = :now WHERE rule_id = :id AND state = 'open'",
        now=tx.now,
        id=rule_id,
    )


def _check_name(tx: Tx, site_id: int, name: str) -> None:
    if tx.value(
        "SELECT id FROM stock_rule WHERE site_id = :site AND name = :name", site=site_id, name=name
    ):
        raise RuleNameTaken("another rule is called so", name=name)


def _note(
    tx: Tx, site_id: int, person_id: int, rule: str, changes: dict[str, tuple[Any, Any]]
) -> None:
    who = {"site_id": site_id, "rule": rule, "at": tx.now, "person_id": person_id}
    tx.insert_many(
        "stock_rule_change",
        [
            {**who, "name": name, "old": json.dumps(old), "new": json.dumps(new)}
            for name, (old, new) in changes.items()
        ],
    )


def _words(some: list[Any]) -> str:
    return f" {' '.join(sorted(set(some)))} " if some else ""


def _shown(found: Row) -> dict[str, Any]:
    return {
        **found,
        "roles": found["roles"].split(),
        "emails": found["emails"].split(),
        "active": bool(found["active"]),
    }
