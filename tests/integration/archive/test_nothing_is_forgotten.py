"""Every table and column is in the archive, or stands here with the reason why not."""

from __future__ import annotations

import importlib

from pickface.app import MODELS
from pickface.archive.parts import PARTS
from pickface.db import db

OWN = {"id", "site_id", "owner_id"}
"""What the installation hands out itself."""
COLUMNS_LEFT = {
    "zone": {"frozen_at": "a stocktake ends with its installation"},
    "place": {"virtual": "only real ones come over", "walk_mm": "reckoned from the floor",
              "label_old": "what it was called before stays with the history here"},
    "carrier": dict.fromkeys(("service", "account", "api_key"), "an account is opened anew: its key is a secret"),
    "item": {"changed_at": "of the catalogue here"},
    "lot": {"recalled_by": "when and why come over"},
    "pick_face": {"task_id": "work", "called_at": "work"},
    "person": {
        "work_version": "of devices here", "device_salt": "of the PIN, made at the next sign-in",
        "device_rounds": "of the PIN", "device_key": "of the PIN",
    },
    "purchase_order": {"send_problem": "of the mail server here"},
    "discrepancy": {"event_id": "a scan"},
    "expected_carton": {"event_id": "a scan", "also_event_id": "a scan"},
    "container": {"order_id": "work", "task_id": "work", "changed_at": "here", "set_aside": "an exception"},
    "stock_value": dict.fromkeys(
        ("qty", "known_qty", "fifo_minor", "average_minor"), "the sum of the layers"
    ),
    "balance": {
        "virtual": "follows from the place", "pickable": "follows from the place", "pinned": "work",
        "unreservable": "a count finds it again", "found": "a scan",
    },
    "orders": {"wave_id": "work"},
    "stock_rule": {"version": "of what was judged here"},
    "order_line": {
        "order_kit_id": "what is still to be sent need not be whole kits",
    },
    "reservation": dict.fromkeys(
        ("task_id", "item_id", "lot_id", "place_id", "container", "taken", "ship_by"),
        "follows from the line, or is work",
    ),
    "shipment": {
        "label_id": "a label is read where it was bought",
        "departure_id": "departures are made by the timetable", "loaded_at": "a scan", "load_event_id": "a scan",
        "off_truck": "a scan", "also_event_id": "a scan",
    },
    "channel": {"old_secret": "of the shop"},
    "channel_order": {"exception_id": "an exception"},
    "webhook": dict.fromkeys(
        ("old_secret", "old_secret_until", "failures", "rest_until", "leased_until", "leased_by",
         "told_at", "ended_at"),
        "of the sender here",
    ),
}  # fmt: skip
TABLES_LEFT = {
    "scans, and what they prove": {
        "scan_event", "verdict", "stream", "delivery", "checkpoint", "checkpoint_head", "server_key", "redaction",
        "photo", "measurement", "item_sizing", "move", "container_event", "stock_snapshot", "stock_snapshot_line",
    },
    "work, and what only work knows": {
        "task", "script", "cart_order", "check_record", "job", "exception", "count_awaits", "count_bin", "count_line",
        "count_round",
        "departure", "inspection", "inspection_decision", "inspection_verdict", "work_order", "work_order_goods",
        "work_order_part", "relocation", "slotting",
    },
    "devices and who is let in": {"device", "device_roster", "enrolment", "shift", "api_token", "remembered_answer"},
    "reckoned anew": {"forecast", "proposal", "proposal_line", "reckoning", "search_entry", "stock_level"},
    "history of this installation": {
        "archive_load", "import_run", "channel_message", "webhook_fact", "webhook_message", "cost_change",
        "cost_entry", "order_change", "place_change", "order_kit", "parcel_label", "carrier_manifest",
        "stock_alert", "stock_changed", "stock_rule_change",
    },
    "printers stand in a building, and their queue with them": {"printer", "print_job"},
    "goes on behind the invoices that come over": {"invoice_series"},
    "in the manifest": {"site"},
}  # fmt: skip


def test_every_column_of_a_part_comes_over_or_stands_here() -> None:
    for folder in MODELS:
        importlib.import_module(f"pickface.{folder}.models")
    for part in PARTS:
        told = {*part.columns, *part.fixed, *(ref.column for ref in part.refs), *OWN}
        has = {column.name for column in db.metadata.tables[part.table].columns}
        assert has - told == set(COLUMNS_LEFT.get(part.table, {})), part.name


def test_every_table_is_a_part_or_stands_here() -> None:
    for folder in MODELS:
        importlib.import_module(f"pickface.{folder}.models")
    left = set().union(*TABLES_LEFT.values())
    assert set(db.metadata.tables) - {part.table for part in PARTS} == left
