"""Who may do what: the one table, endpoint by role (LAWS 24).

An endpoint that is not in it is refused to everybody, and a test fails.
"""

from __future__ import annotations

from flask import request

from pickface import sight
from pickface.errors import NotAllowed
from pickface.locations import settings
from pickface.locations.settings import SiteSettings
from pickface.people import sessions
from pickface.people.rules import CLIENT

MANAGER = frozenset({"manager"})
SUPERVISORS = MANAGER | {"supervisor"}
RECEIVERS = SUPERVISORS | {"receiver"}
BUYERS = SUPERVISORS | {"buyer"}
SPENDERS = MANAGER | {"buyer"}
"""Who may commit the house's money."""
FLOOR = frozenset({"receiver", "picker", "packer"}) | SUPERVISORS
EVERYBODY = BUYERS | FLOOR
"""All of the house's own people."""
CLIENTS = frozenset({CLIENT})
"""Whoever keeps goods in the house. What they may call is narrowed to what is theirs (``sight.py``)."""
SHOWN = EVERYBODY | CLIENTS

OPEN: frozenset[str] = frozenset({"*"})
"""Nobody need be signed in: the endpoint is public, or asks for its own proof."""

TABLE: dict[str, frozenset[str]] = {
    # health, documents, and what proves its caller by itself
    "pages.healthz": OPEN,
    "pages.readyz": OPEN,
    "openapi.spec": OPEN,
    "live.ws": OPEN,
    "scans.deliver": OPEN,
    # people
    "people.sign_in": OPEN,
    "people.sign_out": OPEN,
    "people.who_am_i": SHOWN,
    "people.change_session": SHOWN,
    "people.list_people": SUPERVISORS,
    "people.create_person": MANAGER,
    "people.show_person": SUPERVISORS,
    "people.change_person": MANAGER,
    "people.unlock_person": SUPERVISORS,
    "people.list_devices": SUPERVISORS,
    "people.revoke_device": SUPERVISORS,
    "people.restore_device": MANAGER,
    "people.give_roster": OPEN,
    "people.register_shift": OPEN,
    # software that is let in
    "tokens.list_tokens": MANAGER,
    "tokens.list_scopes": MANAGER,
    "tokens.make_token": MANAGER,
    "tokens.revoke_token": MANAGER,
    # who is told what happens
    "webhooks.list_webhooks": MANAGER,
    "webhooks.make_webhook": MANAGER,
    "webhooks.change_webhook": MANAGER,
    "webhooks.pause_webhook": MANAGER,
    "webhooks.resume_webhook": MANAGER,
    "webhooks.end_webhook": MANAGER,
    "webhooks.rotate_secret": MANAGER,
    "webhooks.send_test": MANAGER,
    "webhooks.replay_messages": MANAGER,
    "webhooks.replay_message": MANAGER,
    "webhooks.list_messages": MANAGER,
    "webhooks.show_message": MANAGER,
    # shops whose orders come in; a shop proves itself by its signature
    "channels.list_channels": SUPERVISORS,
    "channels.make_channel": MANAGER,
    "channels.change_channel": MANAGER,
    "channels.list_orders": SUPERVISORS,
    "channels.list_messages": SUPERVISORS,
    "channels.try_again": SUPERVISORS,
    "hooks.hear": OPEN,
    # setting up; the first run asks for the code on the console
    "setup.show_setup": OPEN,
    "setup.set_up": OPEN,
    "setup.show_checklist": SUPERVISORS,
    "setup.show_floor": EVERYBODY,
    "setup.preview_floor": SUPERVISORS,
    "setup.make_floor": SUPERVISORS,
    "setup.redraw_floor": SUPERVISORS,
    "setup.invite_device": SUPERVISORS,
    "setup.show_invitation": SUPERVISORS,
    "setup.enrol_device": OPEN,
    "setup.print_bins": SUPERVISORS,
    "setup.print_badges": SUPERVISORS,
    "setup.print_totes": FLOOR,
    "setup.print_plates": FLOOR,
    "setup.print_items": FLOOR | BUYERS,
    # tables brought in: each kind asks besides for the role that makes its things one by one
    "imports.list_imports": BUYERS,
    "imports.upload": BUYERS,
    "imports.save_table": BUYERS,
    "imports.show_import": BUYERS,
    "imports.check": BUYERS,
    "imports.apply": BUYERS,
    "imports.go": BUYERS,
    "imports.problems": BUYERS,
    "imports.problems_workbook": BUYERS,
    "imports.forget": BUYERS,
    # lists as somebody keeps them; who may share one may say so for others
    "views.list_views": SHOWN,
    "views.keep_view": SHOWN,
    "views.share_view": SUPERVISORS,
    "views.forget_view": SHOWN,
    # catalog
    "catalog.list_items": SHOWN,
    "catalog.show_item": SHOWN,
    "catalog.create_item": BUYERS,
    "catalog.change_item": BUYERS,
    "catalog.change_item_handling": BUYERS,
    "catalog.change_item_sizes": BUYERS,
    "catalog.show_substitutes": EVERYBODY,
    "catalog.say_substitutes": BUYERS,
    "catalog.attach_barcode": BUYERS | {"receiver"},
    "catalog.catalogue": EVERYBODY,
    # kits
    "kits.list_kits": EVERYBODY,
    "kits.show_kit_of": EVERYBODY,
    "kits.say_kit": BUYERS,
    "kits.forget_kit": BUYERS,
    "kits.list_work_orders": EVERYBODY,
    "kits.show_work_order": EVERYBODY,
    "kits.make_work_order": SUPERVISORS,
    # locations
    "locations.list_places": EVERYBODY,
    "locations.create_place": SUPERVISORS,
    "locations.use_places": SUPERVISORS,
    "locations.name_zone": SUPERVISORS,
    "locations.name_aisle": SUPERVISORS,
    "locations.list_zones": EVERYBODY,
    "locations.create_zone": SUPERVISORS,
    "locations.change_zone": SUPERVISORS,
    "locations.list_aisles": EVERYBODY,
    "locations.change_place": SUPERVISORS,
    "locations.list_place_changes": SUPERVISORS,
    "locations.create_aisle": SUPERVISORS,
    "locations.list_containers": EVERYBODY,
    "locations.show_container": EVERYBODY,
    "locations.make_containers": SUPERVISORS,
    "locations.list_carton_types": EVERYBODY,
    "locations.create_carton_type": SUPERVISORS,
    "locations.change_carton_type": SUPERVISORS,
    "faces.list_faces": EVERYBODY,
    "faces.create_face": SUPERVISORS,
    "faces.change_face": SUPERVISORS,
    "faces.take_face_away": SUPERVISORS,
    "faces.propose_faces": SUPERVISORS,
    "faces.adopt_faces": SUPERVISORS,
    "faces.look_at_faces": SUPERVISORS,
    "locations.show_settings": SUPERVISORS,
    "locations.change_settings": MANAGER,
    "locations.known_settings": SUPERVISORS,
    "locations.settings_history": SUPERVISORS,
    "archive.download_site": MANAGER,
    "archive.show_outlook": MANAGER,
    "archive.look_at_archive": MANAGER,
    "archive.load_archive": MANAGER,
    "archive.show_load": MANAGER,
    "archive.look_at_first_archive": OPEN,
    "archive.load_first_archive": OPEN,
    # purchasing
    "purchasing.list_suppliers": EVERYBODY,
    "purchasing.create_supplier": BUYERS,
    "purchasing.show_supplier": BUYERS,
    "purchasing.change_supplier": SPENDERS,
    "purchasing.list_supplier_items": BUYERS,
    "purchasing.put_supplier_item": SPENDERS,
    "purchasing.take_supplier_item_away": SPENDERS,
    "purchasing.remember_deliveries": SPENDERS,
    "deliveries.list_deliveries": SHOWN,
    "deliveries.show_delivery": SHOWN,
    "deliveries.announce_delivery": BUYERS,
    "purchasing.list_purchase_orders": SHOWN,
    "purchasing.show_purchase_order": SHOWN,
    "purchasing.create_purchase_order": BUYERS,
    "purchasing.approve_purchase_order": SPENDERS,
    "purchasing.send_purchase_order": SPENDERS,
    "purchasing.confirm_purchase_order": BUYERS,
    "purchasing.cancel_purchase_order": SPENDERS,
    "purchasing.close_purchase_order": BUYERS,
    "purchasing.match_purchase_order": BUYERS,
    "purchasing.change_purchase_order_line": SPENDERS,
    "purchasing.purchase_order_pdf": BUYERS,
    "purchasing.discrepancies_pdf": BUYERS,
    "purchasing.send_discrepancies": BUYERS,
    "purchasing.purchase_order_csv": BUYERS,
    "purchasing.purchase_order_workbook": BUYERS,
    # buying
    "relocations.list_relocations": SUPERVISORS,
    "relocations.reckon_relocations": SUPERVISORS,
    "relocations.ask_for_relocation": SUPERVISORS,
    "relocations.leave_relocation": SUPERVISORS,
    "planning.show_buying": BUYERS,
    "planning.reckon_now": BUYERS,
    "planning.change_proposal_line": SPENDERS,
    "planning.approve_proposal": SPENDERS,
    "planning.approve_over_budget": MANAGER,
    "planning.show_forecast": BUYERS,
    "planning.remember_demand": SPENDERS,
    # whose goods lie here
    "owners.list_owners": BUYERS,
    "owners.create_owner": MANAGER,
    "owners.change_owner": MANAGER,
    # orders
    "orders.list_orders": SHOWN,
    "orders.show_order": SHOWN,
    "orders.create_order": BUYERS | CLIENTS,
    "orders.release_order": SUPERVISORS,
    "orders.release_orders": SUPERVISORS,
    "orders.cancel_order": SUPERVISORS | CLIENTS,
    "orders.hold_order": SUPERVISORS,
    "orders.let_go_order": SUPERVISORS,
    "orders.change_order": SUPERVISORS,
    "orders.show_stock": SHOWN,
    # what customers send back; its cost is not for the floor
    "returns.list_returns": BUYERS,
    "returns.show_return": BUYERS,
    "returns.announce_return": BUYERS,
    "returns.decide_goods": BUYERS,
    # goods in quarantine
    "inspections.list_inspections": BUYERS,
    "inspections.decide_inspected": BUYERS,
    # the board and the journal; who may read the board may hear its topic
    "insight.show_board": SUPERVISORS,
    "insight.list_scans": SUPERVISORS,
    "insight.list_troubles": BUYERS,
    "insight.lookup": EVERYBODY,
    "insight.find": SHOWN,
    "insight.list_stock": SHOWN,
    "insight.explain_number": BUYERS | CLIENTS,
    "parcels.show_shipment": SHOWN,
    "documents.packing_slip": SHOWN,
    # documents: a house's own words on them are a manager's, and an invoice is made once
    "documents.list_templates": SUPERVISORS,
    "documents.put_template": MANAGER,
    "documents.preview_svg": SUPERVISORS,
    "documents.preview_pdf": SUPERVISORS,
    "documents.put_logo": MANAGER,
    "documents.templates_history": SUPERVISORS,
    "documents.make_invoice": SUPERVISORS,
    "documents.list_invoices": SUPERVISORS,
    "documents.show_invoice": SUPERVISORS,
    "parcels.label_pdf": EVERYBODY,
    "parcels.label_zpl": EVERYBODY,
    # printers: where they are is a manager's word, since the server speaks to what stands there
    "printing.list_printers": EVERYBODY,
    "printing.create_printer": MANAGER,
    "printing.change_printer": MANAGER,
    "printing.test_printer": SUPERVISORS,
    "printing.list_jobs": FLOOR,
    "printing.print_paper": FLOOR,
    "printing.print_again": FLOOR,
    "printing.cancel_job": SUPERVISORS,
    "printing.note_printed": FLOOR,
    "printing.show_paper": FLOOR,
    "carriers.list_carriers": EVERYBODY,
    "carriers.create_carrier": SUPERVISORS,
    "carriers.change_carrier": SUPERVISORS,
    "carriers.list_rates": EVERYBODY,
    "carriers.say_rate": SUPERVISORS,
    "carriers.take_rate_away": SUPERVISORS,
    "carriers.choose_carrier": SUPERVISORS,
    "postage.show_account": MANAGER,
    "postage.say_account": MANAGER,
    "postage.take_account_away": MANAGER,
    "postage.try_account": MANAGER,
    "postage.ask_again": EVERYBODY,
    "postage.list_manifests": EVERYBODY,
    "postage.ask_for_manifest": SUPERVISORS,
    "postage.manifest_paper": EVERYBODY,
    "orders.change_address": SUPERVISORS,
    "orders.split_order": SUPERVISORS,
    "orders.merge_orders": SUPERVISORS,
    "orders.allow_substitutes": SUPERVISORS,
    "orders.list_substitutes": SUPERVISORS,
    "orders.substitute_line": SUPERVISORS,
    "orders.take_substitute_back": SUPERVISORS,
    "departures.list_departures": EVERYBODY,
    "departures.create_departure": SUPERVISORS,
    "departures.show_departure": EVERYBODY,
    "departures.change_departure": SUPERVISORS,
    "departures.cancel_departure": SUPERVISORS,
    "departures.let_leave": SUPERVISORS,
    "departures.take_off": SUPERVISORS,
    "departures.show_manifest": EVERYBODY,
    "departures.manifest_csv": EVERYBODY,
    "departures.manifest_pdf": EVERYBODY,
    "departures.show_timetable": EVERYBODY,
    "departures.say_timetable": SUPERVISORS,
    "carriers.show_manifest": EVERYBODY,
    "carriers.manifest_csv": EVERYBODY,
    "carriers.manifest_pdf": EVERYBODY,
    "camera.decode": FLOOR,
    "photos.hand_in": OPEN,
    "photos.hand_in_from_desk": SUPERVISORS,
    "photos.show": BUYERS,
    # lots
    "insight.list_lots": EVERYBODY,
    "insight.show_lot": BUYERS,
    "lots.recall_lot": SUPERVISORS,
    "lots.lift_recall": SUPERVISORS,
    # stock, changed from a desk
    "stock.show_balance": SUPERVISORS,
    "stock.adjust": SUPERVISORS,
    "stock.move": SUPERVISORS,
    "stock.send": SUPERVISORS,
    "stock.list_transit": SUPERVISORS,
    "stock.take_in": SUPERVISORS,
    # what stock is worth: cost is not for the floor
    "costs.show_value": BUYERS,
    "costs.show_parts": BUYERS,
    "costs.list_items": BUYERS,
    "costs.show_item": BUYERS,
    "costs.name_cost": SPENDERS,
    "costs.show_landed": BUYERS,
    "costs.land": SPENDERS,
    "costs.show_landed_delivery": BUYERS,
    "costs.land_delivery": SPENDERS,
    "costs.list_write_offs": BUYERS,
    "costs.list_rates": BUYERS,
    "costs.say_rate": SPENDERS,
    # lists that a manager acts on
    "watch.show_sums": BUYERS,
    "watch.list_low": BUYERS,
    "watch.list_dead": BUYERS,
    "watch.list_overstock": BUYERS,
    "watch.list_expiring": BUYERS,
    # low stock, told by rule
    "alerts.list_rules": BUYERS,
    "alerts.make_rule": BUYERS,
    "alerts.change_rule": BUYERS,
    "alerts.end_rule": BUYERS,
    "alerts.rule_history": BUYERS,
    "alerts.list_alerts": BUYERS,
    "alerts.acknowledge_alert": BUYERS,
    "alerts.snooze_alert": BUYERS,
    "alerts.wake_alert": BUYERS,
    # counts
    "counts.list_rounds": SUPERVISORS,
    "counts.list_variances": SUPERVISORS,
    "counts.plan_counts": SUPERVISORS,
    "counts.start_stocktake": SUPERVISORS,
    "counts.end_round": SUPERVISORS,
    # printed for whoever sets a scanner up, before anybody signs in
    "papers.command_card": OPEN,
    "papers.scanner_test": OPEN,
    # work
    "tasks.my_work": FLOOR,
    "tasks.next_work": FLOOR,
    "tasks.open_work": FLOOR,
    "tasks.open_count": FLOOR,
    "tasks.open_move": FLOOR,
    "tasks.open_return": FLOOR,
    "tasks.open_receipt": FLOOR,
    "tasks.open_container": FLOOR,
    "tasks.take_over": SUPERVISORS | {"picker"},
    "tasks.my_choices": FLOOR,
    "tasks.list_tasks": EVERYBODY,
    "tasks.show_task": EVERYBODY,
    "tasks.show_unsynced": SUPERVISORS,
    "tasks.assign": SUPERVISORS,
    "tasks.hold": SUPERVISORS,
    "tasks.release": SUPERVISORS,
    "tasks.cancel": SUPERVISORS,
    "tasks.resolve_exception": SUPERVISORS,
    "unknown_goods.decide_unknown_goods": SUPERVISORS,
}


BY_SETTING: dict[tuple[str, str], str] = {
    ("catalog.attach_barcode", "receiver"): "receivers_name_goods",
}
"""What a role may do only where this setting of its site says so."""

FOR_PEOPLE_ALONE: frozenset[str] = frozenset(
    {
        "people.who_am_i", "people.change_session", "people.create_person", "people.change_person",
        "people.unlock_person", "people.restore_device", "setup.invite_device", "setup.show_invitation",
        "tasks.my_work", "tasks.next_work", "tasks.open_work", "tasks.open_count", "tasks.open_move",
        "tasks.open_return", "tasks.open_receipt", "tasks.open_container", "tasks.take_over", "tasks.my_choices",
        "camera.decode",
        "tokens.list_tokens", "tokens.list_scopes", "tokens.make_token", "tokens.revoke_token",
        "archive.look_at_archive", "archive.load_archive", "archive.show_load",
    }
)  # fmt: skip
"""Work in the hand, and whatever lets somebody in: no token may have it, or it could make another one for itself."""
WHO_AM_I = "people.who_am_i"
"""What every token may ask without saying so."""


def for_software() -> frozenset[str]:
    """The endpoints that a token may have."""
    return frozenset(
        name for name, roles in TABLE.items() if roles is not OPEN and name not in FOR_PEOPLE_ALONE
    )


def enforce() -> None:
    """Refuse the request unless the table lets its person's role do it, and a token's scopes besides."""
    endpoint = request.endpoint
    if endpoint is None or request.routing_exception is not None:
        return
    allowed = TABLE.get(endpoint, frozenset())
    if allowed is OPEN:
        return
    me = sessions.me()
    if me.owner_id is not None:
        sight.narrow(sight.Sight(me.owner_id, me.site_id, me.id))
    elif me.role == CLIENT:
        raise NotAllowed("whose goods they may see is not said", endpoint=endpoint)
    if me.role not in allowed:
        raise NotAllowed("this needs another role", endpoint=endpoint)
    setting = BY_SETTING.get((endpoint, me.role))
    if setting is not None and not getattr(settings.of_site(me.site_id), setting):
        raise NotAllowed("this site leaves it to another role", endpoint=endpoint, setting=setting)
    if me.scopes is not None and endpoint != WHO_AM_I and endpoint not in me.scopes:
        raise NotAllowed("this token is for other endpoints", endpoint=endpoint)


def of(person: sessions.SignedIn, rules: SiteSettings) -> list[str]:
    """The endpoints that somebody may use at a site with these settings; clients show only what would work."""
    if person.scopes is not None:
        return sorted(person.scopes)
    return of_role(person.role, rules)


def of_role(role: str, rules: SiteSettings) -> list[str]:
    """The endpoints that a role may use at a site with these settings."""
    return sorted(
        endpoint
        for endpoint, roles in TABLE.items()
        if (roles is OPEN or role in roles)
        and getattr(rules, BY_SETTING.get((endpoint, role), ""), True)
    )
