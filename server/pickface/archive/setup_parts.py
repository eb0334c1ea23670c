"""What is set up once and then stays: floor, goods, people, suppliers, carriers, cartons. Pure."""

from __future__ import annotations

from typing import Final

from pickface.alerts.models import COVERS, LEVELS, MEASURES
from pickface.archive.part import CLIENT, Part, Ref, by, client, of, person
from pickface.catalog.models import PACKS, TRACKING
from pickface.locations.models import PLACE_KINDS
from pickface.people.rules import ROLES

_ITEM = ("sku", "name", "unit", "scale", "tracking", "zone_code", "abc", "weight_g", "volume_mm3", "price_minor",
         "currency", "quality_check", "active", "length_mm", "width_mm", "height_mm", "turning", "fragile",
         "inspection", "kit", "temperature", "hazard", "min_temp_tenths", "max_temp_tenths",
         "catch_weight", "shelf_days_left")  # fmt: skip
_LATEST = ("temperature", "hazard")
_MEASURED = ("min_temp_tenths", "max_temp_tenths", "catch_weight", "shelf_days_left")
_LATER = ("length_mm", "width_mm", "height_mm", "turning", "fragile", "inspection", "kit")
_ZONE = ("code", "name", "proof", "lease_minutes", "lease_margin_minutes", "temperature", "hazards",
         "equipment")  # fmt: skip
_PLACE = ("code", "kind", "pickable", "aisle", "bay", "level", "x_mm", "y_mm", "max_weight_g", "volume_mm3",
          "active", "max_pallets")  # fmt: skip
_PERSON = ("name", "badge", "login", "role", "language", "active", "quality_check", "zones", "equipment", "pin_hash",
           "password_hash")  # fmt: skip
_RULE = ("name", "covers", "abc", "measure", "level", "under", "within_days", "recover_pct", "roles", "emails",
         "active")  # fmt: skip
_CARTON = ("code", "name", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g", "cost_minor",
           "active")  # fmt: skip
_SUPPLIER = ("code", "name", "email", "address", "lead_days", "currency", "min_order_minor", "min_order_qty",
             "sends_itself", "over_tolerance_pct", "sample_cartons", "inspection")  # fmt: skip
_PAST = (
    "ordered_on",
    "promised_on",
    "received_on",
    "units_ordered",
    "units_received",
    "units_wrong",
)
KITS = ("", "virtual", "built")
TURNINGS = ("any", "lying", "upright")
_REAL_PLACE = "p.site_id = :site AND p.virtual = 0 AND p.id > 0"

FLOOR: Final = (
    Part(
        "zones", "zone", ("code",), _ZONE,
        f"SELECT {', '.join(_ZONE)} FROM zone WHERE site_id = :site ORDER BY code",
        choices={"proof": ("bin_item", "bin", "item")}, later={"temperature": 3, "hazards": 3, "equipment": 6},
    ),
    Part(
        "aisles", "aisle", ("code",), ("code", "kind", "x1_mm", "y1_mm", "x2_mm", "y2_mm", "one_way"),
        "SELECT code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site ORDER BY code",
        choices={"kind": ("aisle", "cross")},
    ),
    Part(
        "places", "place", ("code",), _PLACE,
        f"SELECT {of('p', _PLACE)}, COALESCE(z.code, '') AS zone, COALESCE(a.code, '') AS on_aisle FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN aisle a ON a.id = p.aisle_id "
        f"WHERE {_REAL_PLACE} ORDER BY p.code",
        (Ref("zone_id", "zones", ("zone",)), Ref("aisle_id", "aisles", ("on_aisle",))),
        {"kind": PLACE_KINDS}, findable="place", later={"max_pallets": 4},
    ),
    Part(
        "carton_types", "carton_type", ("code",), _CARTON,
        f"SELECT {of('c', _CARTON)} FROM carton_type c WHERE c.site_id = :site ORDER BY c.code", since=2,
    ),
    Part(
        "carriers", "carrier", ("code",), ("code", "name", "cut_off", "active", "timetable"),
        "SELECT code, name, cut_off, active, timetable FROM carrier WHERE site_id = :site ORDER BY code", since=2,
    ),
    Part(
        "carrier_rates", "carrier_rate", ("carrier", "country", "max_weight_g"),
        ("country", "max_weight_g", "price_minor"),
        "SELECT r.country, r.max_weight_g, r.price_minor, c.code AS carrier FROM carrier_rate r "
        "JOIN carrier c ON c.id = r.carrier_id WHERE c.site_id = :site ORDER BY c.code, r.country, r.max_weight_g",
        (Ref("carrier_id", "carriers", ("carrier",)),), of_site=False, since=2,
    ),
)  # fmt: skip
GOODS: Final = (
    Part(
        "items", "item", ("sku",), _ITEM, f"SELECT {of('i', _ITEM)} FROM item i WHERE i.owner_id = 1 ORDER BY i.sku",
        choices={"tracking": TRACKING, "turning": TURNINGS, "kit": KITS}, of_site=False,
        findable="item", later=dict.fromkeys(_LATER, 2) | dict.fromkeys(_LATEST, 3) | dict.fromkeys(_MEASURED, 6),
    ),
    Part(
        "kit_components", "kit_component", ("kit", "item"), ("qty",),
        "SELECT c.qty, k.sku AS kit, i.sku AS item FROM kit_component c JOIN item k ON k.id = c.kit_id "
        "JOIN item i ON i.id = c.item_id WHERE k.owner_id = 1 AND i.owner_id = 1 ORDER BY k.sku, i.sku",
        (Ref("kit_id", "items", ("kit",)), Ref("item_id", "items", ("item",))),
        of_site=False, since=2,
    ),
    Part(
        "substitutes", "substitute", ("item", "other"), ("rank",),
        "SELECT s.rank, i.sku AS item, o.sku AS other FROM substitute s JOIN item i ON i.id = s.item_id "
        "JOIN item o ON o.id = s.other_id WHERE i.owner_id = 1 AND o.owner_id = 1 ORDER BY i.sku, s.rank, o.sku",
        (Ref("item_id", "items", ("item",)), Ref("other_id", "items", ("other",))),
        of_site=False, since=4,
    ),
    Part(
        "barcodes", "barcode", ("key",), ("key", "value", "qty", "pack"),
        "SELECT b.key, b.value, b.qty, b.pack, i.sku AS item FROM barcode b JOIN item i ON i.id = b.item_id "
        "WHERE b.owner_id = 1 ORDER BY b.key",
        (Ref("item_id", "items", ("item",)),), {"pack": PACKS}, of_site=False,
    ),
    Part(
        "lots", "lot", ("item", "code", "parent"), ("code", "expires_on", "recalled_at", "recall_reason"),
        "SELECT l.code, l.expires_on, l.recalled_at, l.recall_reason, i.sku AS item, COALESCE(u.code, '') AS parent "
        "FROM lot l JOIN item i ON i.id = l.item_id LEFT JOIN lot u ON u.id = l.parent_id AND l.parent_id > 0 "
        "WHERE l.id > 0 AND i.owner_id = 1 ORDER BY l.parent_id > 0, i.sku, u.code, l.code",
        (Ref("item_id", "items", ("item",)), Ref("parent_id", "lots", ("item", "parent", ""))),
        of_site=False, findable="lot",
    ),
    Part(
        "pick_faces", "pick_face", ("place", "item"), ("min_qty", "max_qty"),
        "SELECT f.min_qty, f.max_qty, p.code AS place, i.sku AS item FROM pick_face f "
        "JOIN place p ON p.id = f.place_id JOIN item i ON i.id = f.item_id WHERE f.site_id = :site AND i.owner_id = 1 "
        "ORDER BY p.code, i.sku",
        (Ref("place_id", "places", ("place",)), Ref("item_id", "items", ("item",))),
    ),
    Part(
        "stock_rules", "stock_rule", ("name",), _RULE,
        f"SELECT {of('r', _RULE)}, COALESCE(i.sku, '') AS item FROM stock_rule r LEFT JOIN item i ON i.id = r.item_id "
        "WHERE r.site_id = :site AND (i.id IS NULL OR i.owner_id = 1) ORDER BY r.name",
        (Ref("item_id", "items", ("item",)),),
        {"covers": COVERS, "measure": MEASURES, "level": LEVELS, "abc": ("", "A", "B", "C")}, since=4,
    ),
)  # fmt: skip
PEOPLE: Final = (
    Part(
        "owners", "owner", ("code",), ("code", "name"),
        "SELECT code, name FROM owner WHERE id > 1 ORDER BY code", of_site=False, since=6,
    ),
    Part(
        "people", "person", ("badge", "login"), _PERSON,
        f"SELECT {of('p', _PERSON)}, {client('p')} FROM person p WHERE p.site_id = :site "
        "AND (p.badge IS NOT NULL OR p.login IS NOT NULL) ORDER BY COALESCE(p.badge, ''), COALESCE(p.login, '')",
        (CLIENT,), later={"owner": 6, "zones": 6, "equipment": 6},
        choices={"role": tuple(ROLES)}, findable="person", once=("badge", "login"),
        secrets=("pin_hash", "password_hash"),
    ),
    Part(
        "saved_views", "saved_view", ("person_badge", "person_login", "of_list", "name"),
        ("of_list", "name", "role", "query"),
        f"SELECT v.of_list, v.name, v.role, v.query, {person('w', 'person')} FROM saved_view v "
        "JOIN person w ON w.id = v.person_id WHERE v.site_id = :site "
        "AND (w.badge IS NOT NULL OR w.login IS NOT NULL) ORDER BY v.id",
        (by("person_id"),), {"role": ("", *ROLES)}, since=3,
    ),
    Part(
        "setting_changes", "setting_change", ("at", "name", "line_no"), ("at", "name", "old", "new"),
        "SELECT c.at, c.name, c.old, c.new, ROW_NUMBER() OVER (ORDER BY c.id) AS line_no, "
        f"{person('w', 'person')} FROM setting_change c JOIN person w ON w.id = c.person_id "
        "WHERE c.site_id = :site ORDER BY c.id",
        (by("person_id"),), since=2, extras=("line_no",),
    ),
    Part(
        "document_templates", "document_template", ("document", "language"), ("document", "language", "body"),
        "SELECT t.document, t.language, t.body FROM document_template t WHERE t.site_id = :site "
        "ORDER BY t.document, t.language", since=4,
    ),
    Part(
        "document_logos", "document_logo", ("sha256", "line_no"), ("sha256", "content"),
        "SELECT g.sha256, g.content, ROW_NUMBER() OVER (ORDER BY g.id) AS line_no FROM document_logo g "
        "WHERE g.site_id = :site ORDER BY g.id", since=4, extras=("line_no",),
    ),
    Part(
        "print_runs", "print_run", ("at", "kind", "line_no"), ("kind", "labels", "at"),
        "SELECT r.kind, r.labels, r.at, ROW_NUMBER() OVER (ORDER BY r.id) AS line_no, "
        f"{person('w', 'person')} FROM print_run r JOIN person w ON w.id = r.person_id "
        "WHERE r.site_id = :site ORDER BY r.id",
        (by("person_id"),), since=2, extras=("line_no",),
    ),
    Part(
        "exchange_rates", "exchange_rate", ("currency", "from_on", "line_no"),
        ("currency", "from_on", "rate_nano", "at"),
        "SELECT r.currency, r.from_on, r.rate_nano, r.at, ROW_NUMBER() OVER (ORDER BY r.id) AS line_no, "
        f"{person('w', 'person')} FROM exchange_rate r LEFT JOIN person w ON w.id = r.person_id "
        "WHERE r.site_id = :site ORDER BY r.id",
        (by("person_id"),), since=2, extras=("line_no",),
    ),
)  # fmt: skip
SUPPLIERS: Final = (
    Part(
        "suppliers", "supplier", ("code",), _SUPPLIER, f"SELECT {of('s', _SUPPLIER)} FROM supplier s ORDER BY s.code",
        of_site=False, later={"sample_cartons": 2, "inspection": 2},
    ),
    Part(
        "supplier_items", "supplier_item", ("supplier", "item"),
        ("code", "barcode", "pack_qty", "pallet_qty", "price_minor", "preferred"),
        "SELECT x.code, x.barcode, x.pack_qty, x.pallet_qty, x.price_minor, x.preferred, s.code AS supplier, "
        "i.sku AS item FROM supplier_item x JOIN supplier s ON s.id = x.supplier_id JOIN item i ON i.id = x.item_id "
        "WHERE i.owner_id = 1 ORDER BY s.code, i.sku",
        (Ref("supplier_id", "suppliers", ("supplier",)), Ref("item_id", "items", ("item",))), of_site=False,
    ),
    Part(
        "price_breaks", "price_break", ("supplier", "item", "from_qty"), ("from_qty", "price_minor"),
        "SELECT b.from_qty, b.price_minor, s.code AS supplier, i.sku AS item FROM price_break b "
        "JOIN supplier_item x ON x.id = b.supplier_item_id JOIN supplier s ON s.id = x.supplier_id "
        "JOIN item i ON i.id = x.item_id WHERE i.owner_id = 1 ORDER BY s.code, i.sku, b.from_qty",
        (Ref("supplier_item_id", "supplier_items", ("supplier", "item")),), of_site=False,
    ),
    Part(
        "past_deliveries", "past_delivery", ("supplier", "line_no"), _PAST,
        f"SELECT {of('d', _PAST)}, s.code AS supplier, ROW_NUMBER() OVER (ORDER BY d.id) AS line_no "
        "FROM past_delivery d JOIN supplier s ON s.id = d.supplier_id WHERE d.site_id = :site ORDER BY d.id",
        (Ref("supplier_id", "suppliers", ("supplier",)),), since=2, extras=("line_no",),
    ),
    Part(
        "past_demand", "past_demand", ("item", "day"), ("day", "units"),
        "SELECT d.day, d.units, i.sku AS item FROM past_demand d JOIN item i ON i.id = d.item_id "
        "WHERE d.site_id = :site AND i.owner_id = 1 ORDER BY i.sku, d.day",
        (Ref("item_id", "items", ("item",)),), since=2,
    ),
)  # fmt: skip
