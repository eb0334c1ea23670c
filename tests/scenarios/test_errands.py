"""An errand on the way, where the site wants it."""

import pytest

from tests.scenarios.floor import Floor


@pytest.mark.parametrize("wanted", [True, False])
def test_a_picker_is_sent_to_a_count_nearby_only_where_the_site_wants_it(
    floor: Floor, wanted: bool
) -> None:
    floor.settings(errands=wanted)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 20)
    for number in ("1", "2"):
        floor.order(number, TEA=1)
    floor.write(lambda tx: tx.run("UPDATE task SET due_at = 0"))
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA", "PACK-1")
    place = floor.places["A-01-01"]
    floor.write(
        lambda tx: floor.engine.world.tell(tx, "recount_wanted", site=floor.site.id, place=place)
    )
    floor.work_off()
    following = sofia.next("pick", "count")
    assert following
    assert following.task
    assert following.task["kind"] == ("count" if wanted else "pick")
