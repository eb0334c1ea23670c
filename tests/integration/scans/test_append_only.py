"""History cannot be changed, by anybody who asks the database nicely (LAWS 11)."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from apiflask import APIFlask

from pickface.app import downgrade, upgrade
from pickface.config import Config
from pickface.db import Tx, db
from pickface.migrations.triggers import APPEND_ONLY, installed
from pickface.scans import checkpoints
from pickface.stock import cost_changes, snapshots
from pickface.stock.as_of import last_id
from pickface.stock.cost_changes import Said
from tests.scenarios.floor import Floor, Person

REFUSED = (sqlite3.IntegrityError, psycopg.errors.RaiseException)


def is_sqlite(app: APIFlask) -> bool:
    """Which of the two it is."""
    return not app.extensions["pickface"].config.database_url


def all_triggers(app: APIFlask) -> set[str]:
    """The triggers that must be there."""
    verbs = ("update", "delete") if is_sqlite(app) else ("change", "truncate")
    return {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in verbs}


def triggers(app: APIFlask) -> set[str]:
    """The triggers that are there."""
    engine = sa.create_engine(app.extensions["pickface"].config.url)
    with engine.connect() as connection:
        found = installed(connection)
    engine.dispose()
    return found


def history(floor: Floor) -> dict[str, list[dict[str, Any]]]:
    """Everything that must stay."""
    return {table: sorted(floor.read(f"SELECT * FROM {table}"), key=repr) for table in APPEND_ONLY}


def test_law_11_every_trigger_is_there_after_the_migrations(app: APIFlask) -> None:
    assert all_triggers(app) <= triggers(app)


def test_law_11_history_refuses_to_be_changed(floor: Floor, sofia: Person) -> None:
    sofia.scan("TEA")
    sofia.repeat_delivery()
    floor.write(checkpoints.make)
    floor.write(
        lambda tx: tx.run(
            "INSERT INTO redaction (event_id, hash, shift, by_event, at) VALUES ('an event', '', '', '', 1)"
        )
    )

    def remember(tx: Tx) -> None:
        made = snapshots.next_snapshots(tx.all, [floor.items["TEA"]], last_id(tx.now), 1)
        assert made[0]
        snapshots.append(tx, made)

    floor.write(remember)
    settings = {"at": 1, "name": "lock_minutes", "old": "10", "new": "5"}
    site = floor.value("SELECT MIN(id) FROM site")
    person = floor.value("SELECT MIN(id) FROM person")
    floor.write(lambda tx: tx.insert("setting_change", site_id=site, person_id=person, **settings))
    rule = {**settings, "rule": "Nearly out"}
    floor.write(lambda tx: tx.insert("stock_rule_change", site_id=site, person_id=person, **rule))
    rate = {"currency": "USD", "from_on": "2026-01-01", "rate_nano": 910_000_000, "at": 1}
    floor.write(lambda tx: tx.insert("exchange_rate", site_id=site, person_id=person, **rate))
    by, said = {"id": person, "site_id": site}, Said(120, "EUR")
    floor.write(lambda tx: cost_changes.name_cost(tx, by, floor.items["TEA"], said))
    carried = {
        "code": "T0001",
        "what": "moved",
        "place_before": 1,
        "place_after": 1,
        "cause": "an event",
    }
    same = {"parent": "", "state": "open", "weight": 0}
    sides = {
        f"{name}_{side}": value for name, value in same.items() for side in ("before", "after")
    }
    floor.write(lambda tx: tx.insert("container_event", at=1, **carried, **sides))
    billed = {"code": "1", "number": 1, "made_at": 1, "total_minor": 1, "currency": "EUR"}
    order = floor.value("SELECT MIN(id) FROM orders")
    logo = {"sha256": "a hash", "content": "a picture"}
    floor.write(lambda tx: tx.insert("document_logo", site_id=site, **logo))
    floor.write(lambda tx: tx.insert("invoice", site_id=site, order_id=order, body="{}", **billed))
    before = history(floor)
    assert all(before.values())
    for table in APPEND_ONLY:
        column = next(iter(before[table][0]))
        statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]
        if is_sqlite(floor.app):
            statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
            statements.append(f"UPDATE OR IGNORE {table} SET {column} = {column}")
        else:
            statements.append(f"TRUNCATE {table} CASCADE")
        for statement in statements:

            def try_it(tx: Tx, statement: str = statement) -> None:
                tx.run(statement)

            with pytest.raises(REFUSED, match="append-only"):
                floor.write(try_it)
    assert history(floor) == before


def test_law_11_partitions_refuse_as_well(floor: Floor, sofia: Person) -> None:
    if is_sqlite(floor.app):
        return
    sofia.scan("TEA")
    parts = floor.read("SELECT inhrelid::regclass::text AS name FROM pg_inherits JOIN pg_class c "
                       "ON c.oid = inhrelid WHERE c.relkind = 'r'")  # fmt: skip
    assert any(row["name"].startswith("scan_event_2") for row in parts)
    for row in parts:
        for statement in (f"DELETE FROM {row['name']}", f"TRUNCATE {row['name']}"):
            count = floor.value(f"SELECT COUNT(*) FROM {row['name']}")
            if statement.startswith("DELETE") and not count:
                continue

            def try_it(tx: Tx, statement: str = statement) -> None:
                tx.run(statement)

            with pytest.raises(REFUSED, match="append-only"):
                floor.write(try_it)


def test_reading_sessions_cannot_write(floor: Floor) -> None:
    with floor.app.app_context():
        with pytest.raises(sa.exc.DBAPIError):
            db.session.execute(sa.text("UPDATE site SET name = 'x'"))
        db.session.remove()


def test_law_11_migrations_go_down_and_up_and_bring_the_triggers_back(config: Config) -> None:
    from pickface.app import create_app
    from tests.conftest import close

    app = create_app(config)
    try:
        downgrade(app, "base")
        assert not all_triggers(app) & triggers(app)
        engine = sa.create_engine(config.url)
        assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
        engine.dispose()
        upgrade(app)
        assert all_triggers(app) <= triggers(app)
        floor = Floor(app)
        floor.item("TEA")
        floor.stock("A-01-01", "TEA", 1)
        assert floor.at("A-01-01") == 1
    finally:
        close(app)
