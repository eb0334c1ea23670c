"""The demo site is large enough, consistent and the same every time."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import pickface
from pickface.demo.faces import faces
from pickface.demo.gtin import check_digit
from pickface.demo.nouns import DemoSite
from pickface.demo.orders import ordered
from pickface.demo.site import empty_shelves, generate
from pickface.scans.barcodes import parse


@pytest.fixture(scope="module", params=[1, 2, 3])
def site(request: pytest.FixtureRequest) -> DemoSite:
    return generate(request.param)


def on_hand(site: DemoSite) -> Counter[str]:
    have: Counter[str] = Counter()
    for line in site.stock:
        have[line.sku] += line.qty
    return have


def test_it_is_as_large_as_promised(site: DemoSite) -> None:
    assert len(site.items) >= 2_000
    assert sum(place.kind == "bin" for place in site.places) == 1_500
    assert len(site.suppliers) == 8
    assert len(site.purchase_orders) >= 20
    assert len(site.orders) == 150
    assert len(site.people) == 12
    assert len(site.totes) == 60
    assert ZoneInfo(site.timezone).key == site.timezone


def test_the_same_seed_gives_the_same_site_in_another_process() -> None:
    said = "from pickface.demo.site import empty_shelves, generate; from hashlib import sha256; "
    said += "print(sha256(repr(generate(1)).encode()).hexdigest())"
    source = str(Path(pickface.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": "42"}
    other = subprocess.run(
        [sys.executable, "-c", said], env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == sha256(repr(generate(1)).encode()).hexdigest()


def test_another_seed_gives_another_site() -> None:
    assert generate(1).orders != generate(2).orders


def test_names_and_codes_are_never_used_twice(site: DemoSite) -> None:
    for names in (
        [item.sku for item in site.items],
        [item.name for item in site.items],
        [barcode.key for item in site.items for barcode in item.barcodes],
        [place.code for place in site.places],
        [order.number for order in site.orders],
        [order.number for order in site.purchase_orders],
        [person.badge for person in site.people],
        [person.pin for person in site.people],
        [(line.place, line.sku, line.lot) for line in site.stock],
    ):
        assert len(set(names)) == len(names)


def test_barcodes_are_valid_and_packs_are_larger_than_pieces(site: DemoSite) -> None:
    for item in site.items:
        packs = {barcode.pack: barcode for barcode in item.barcodes}
        assert packs["piece"].qty == 1
        assert len(item.barcodes) >= 2
        for barcode in item.barcodes:
            if barcode.value.isdigit():
                assert check_digit(barcode.value[:-1]) == barcode.value[-1]
            assert (barcode.pack == "piece") == (barcode.qty == 1)
        if "inner" in packs:
            assert packs["case"].qty % packs["inner"].qty == 0
    assert sum(any(b.pack == "case" for b in item.barcodes) for item in site.items) > 1_200


def test_items_are_tracked_as_their_trade_demands(site: DemoSite) -> None:
    tracked = defaultdict(set)
    for item in site.items:
        tracked[item.category].add(item.tracking)
        assert item.weight_g > 0
        assert min(item.size_mm) > 0
        assert item.price_minor > 0
    assert tracked["food"] == {"lot_expiry"}
    assert tracked["cosmetics"] == {"lot", "none"}, "creams have lots, hair brushes have not"
    assert tracked["electronics"] == {"none", "serial"}
    assert tracked["household"] == tracked["garden"] == tracked["toys"] == {"none"}


def test_bin_codes_say_aisle_bay_and_level_without_letters_that_look_like_digits(
    site: DemoSite,
) -> None:
    bins = [place for place in site.places if place.kind == "bin"]
    for place in bins:
        assert re.fullmatch(r"[A-HJ-NP-Z]-\d\d-\d\d", place.code)
        assert place.code == f"{place.aisle}-{place.bay}-{place.level}"
    assert sorted(place.walk_rank for place in bins) == list(range(1, 1_501))


def test_bins_stand_beside_their_aisle_and_nowhere_twice(site: DemoSite) -> None:
    aisles = {segment.id: segment for segment in site.segments}
    spots = set()
    for place in site.places:
        if place.kind == "bin":
            aisle = aisles[place.aisle]
            assert 0 < abs(place.x_mm - aisle.x1_mm) < 2_000
            assert aisle.y1_mm < place.y_mm < aisle.y2_mm
        spots.add((place.x_mm, place.y_mm, place.level))
    assert len(spots) == len(site.places)


def test_the_three_storage_zones_prove_lines_differently(site: DemoSite) -> None:
    zones = {zone.code: zone.proof for zone in site.zones}
    assert {zones["A"], zones["B"], zones["C"]} == {"bin", "bin_item", "item"}
    assert {place.zone for place in site.places} <= set(zones)
    assert {item.zone for item in site.items} == {"A", "B", "C"}


def test_where_the_bin_alone_is_proof_it_holds_one_plain_item(site: DemoSite) -> None:
    items = {item.sku: item for item in site.items}
    held = defaultdict(set)
    for line in site.stock:
        if line.place[0] in "ABCDE":
            held[line.place].add(line.sku)
            assert items[line.sku].tracking == "none"
    assert {len(skus) for skus in held.values()} == {1}


def test_stock_fits_its_bins_and_leaves_room_to_put_away(site: DemoSite) -> None:
    items = {item.sku: item for item in site.items}
    places = {place.code: place for place in site.places}
    weight_g: Counter[str] = Counter()
    volume_mm3: Counter[str] = Counter()
    for line in site.stock:
        item = items[line.sku]
        assert line.qty > 0
        assert places[line.place].zone == item.zone
        weight_g[line.place] += line.qty * item.weight_g
        volume_mm3[line.place] += line.qty * item.volume_mm3
    assert all(weight_g[code] <= places[code].max_weight_g for code in weight_g)
    assert all(volume_mm3[code] <= places[code].volume_mm3 for code in volume_mm3)
    assert 50 <= 1_500 - len(weight_g) <= 200


def test_lots_expiries_and_serials_are_there_where_they_are_asked_for(site: DemoSite) -> None:
    items = {item.sku: item for item in site.items}
    expiries = defaultdict(set)
    for line in site.stock:
        tracking = items[line.sku].tracking
        assert bool(line.lot) == (tracking != "none")
        assert (line.expires_in_days is not None) == (tracking == "lot_expiry")
        assert tracking != "serial" or line.qty == 1
        expiries[line.sku, line.lot].add(line.expires_in_days)
    serials = [line.lot for line in site.stock if items[line.sku].tracking == "serial"]
    assert len(set(serials)) == len(serials)
    assert all(len(days) == 1 for days in expiries.values())


def test_all_orders_can_be_filled_but_for_ten_items_that_are_on_their_way(site: DemoSite) -> None:
    have = on_hand(site)
    wanted: Counter[str] = Counter()
    for order in site.orders:
        for line in order.lines:
            wanted[line.sku] += line.qty
    missing = {sku: qty - have[sku] for sku, qty in wanted.items() if qty > have[sku]}
    assert missing == site.shortages
    assert len(missing) == 10
    assert sum(not have[sku] for sku in missing) >= 3
    assert missing.keys() <= {line.sku for order in site.purchase_orders for line in order.lines}


def test_orders_are_of_one_to_eight_lines_for_several_countries(site: DemoSite) -> None:
    known = {item.sku for item in site.items}
    for order in site.orders:
        skus = [line.sku for line in order.lines]
        assert 1 <= len(skus) <= 8
        assert len(set(skus)) == len(skus)
        assert known >= set(skus)
        assert all(line.qty > 0 for line in order.lines)
        assert 1 <= order.priority <= 9
    assert len({order.address.country for order in site.orders}) >= 5
    assert len({order.priority for order in site.orders}) >= 4
    assert 0 < sum(order.ship_in_min < 0 for order in site.orders) < 40


def test_popular_items_are_ordered_more_often(site: DemoSite) -> None:
    abc = {item.sku: item.abc for item in site.items}
    lines = Counter(abc[line.sku] for order in site.orders for line in order.lines)
    assert lines["A"] > lines["B"] > lines["C"]


def test_purchase_orders_bring_goods_of_one_supplier(site: DemoSite) -> None:
    suppliers = {item.sku: item.supplier for item in site.items}
    prices = {item.sku: item.price_minor for item in site.items}
    for order in site.purchase_orders:
        assert {suppliers[line.sku] for line in order.lines} == {order.supplier}
        for line in order.lines:
            assert line.qty > 0
            assert 0 < line.price_minor < prices[line.sku]


def test_every_role_is_filled_and_desks_have_passwords(site: DemoSite) -> None:
    roles = Counter(person.role for person in site.people)
    assert set(roles) == {"manager", "supervisor", "buyer", "receiver", "picker", "packer"}
    for person in site.people:
        assert re.fullmatch(r"B-1\d\d\d", person.badge)
        assert re.fullmatch(r"[1-9]\d{3}", person.pin)
        assert bool(person.login) == bool(person.password)
        assert bool(person.login) == (person.role in {"manager", "supervisor", "buyer"})


def test_every_printed_code_is_looked_up_by_the_key_that_a_scan_of_it_has(site: DemoSite) -> None:
    for item in site.items:
        for barcode in item.barcodes:
            assert parse(barcode.value)["key"] == barcode.key
    for code in (*site.totes, *site.labels, *(place.code for place in site.places)):
        assert parse(code)["key"] == code


def test_empty_shelves_are_the_same_building_and_people_without_goods() -> None:
    full, empty = generate(), empty_shelves()
    for same in ("zones", "segments", "places", "people", "totes"):
        assert getattr(empty, same) == getattr(full, same)
    for bare in ("items", "stock", "orders", "purchase_orders", "suppliers", "shortages"):
        assert not getattr(empty, bare)


def test_pick_faces_want_nothing_that_lies_in_reserve_until_somebody_orders_more(
    site: DemoSite,
) -> None:
    wanted = ordered(site.orders)
    named = faces(site)
    assert len(named) > 20
    for face in named:
        bins = [line for line in site.stock if line.sku == face.item]
        here = sum(line.qty for line in bins if line.place == face.place)
        if len(bins) > 1:
            assert here - wanted.get(str(face.item), 0) >= face.min_qty
            assert face.max_qty <= here
