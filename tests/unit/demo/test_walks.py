"""Walking over the demo site's floor."""

from statistics import mean

from pickface.demo.site import generate
from pickface.routing.floor import UNREACHABLE_MM
from pickface.routing.plan import Plan
from pickface.routing.tour import naive_length, tour


def test_every_place_can_be_walked_to_and_back() -> None:
    site = generate()
    plan = Plan(site.segments)
    dock = [place.stop() for place in site.places if place.code == "DOCK-1"]
    everywhere = [place.stop() for place in site.places]
    assert max(plan.distances(dock, everywhere)[0]) < 150_000 < UNREACHABLE_MM
    assert max(row[0] for row in plan.distances(everywhere, dock)) < 150_000


def test_orders_picked_together_are_walked_a_seventh_shorter_than_in_code_order() -> None:
    site = generate()
    plan = Plan(site.segments)
    places = {place.code: place.stop() for place in site.places}
    bin_of = {line.sku: line.place for line in reversed(site.stock)}
    start, end = places["STAGE-1"], places["PACK-2"]
    shares = []
    for first in range(0, 120, 12):
        skus = {line.sku for order in site.orders[first : first + 12] for line in order.lines}
        stops = [places[code] for code in sorted({bin_of[sku] for sku in skus if sku in bin_of})]
        walked = tour(plan, start, stops, end).length_mm
        shares.append(walked / naive_length(plan, start, stops, end))
    assert max(shares) <= 1
    assert mean(shares) <= 0.86
