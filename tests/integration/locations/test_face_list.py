"""The list of pick faces: the most pressing first, or by bin or item, a page at a time, with what can be searched."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.locations import face_list
from pickface.locations.face_forms import FacesQuery
from tests.office import Office, open_office

pytestmark = pytest.mark.both
BINS = ("A-01-01", "A-01-02", "A-01-03", "A-01-04", "A-01-05")
SKUS = ("TEA", "CUP", "MUG", "POT", "JUG")


@pytest.fixture
def office(app: APIFlask) -> Office:
    """Five faces with nothing in them."""
    office = open_office(app)
    for code, sku in zip(BINS, SKUS, strict=True):
        office.desk.post("/places", {"code": code, "kind": "bin", "aisle": "A", "level": "01"})
        office.desk.post("/items", {"sku": sku, "name": sku.title()})
        office.desk.post("/pick-faces", {"place": code, "item": sku, "min_qty": 1, "max_qty": 9})
    return office


def walk(office: Office, **asked: Any) -> list[dict[str, Any]]:
    """The faces of all pages, two on a page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        at: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = office.desk.get("/pick-faces", **asked, limit=2, **at)
        assert len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next"]
    return found


@pytest.mark.parametrize("state", ["", "dry"])
@pytest.mark.parametrize("sort", ["pressing", "place", "item"])
def test_pages_go_on_behind_the_last_row_both_ways(office: Office, sort: str, state: str) -> None:
    by = "sku" if sort == "item" else "place"
    forth = [one[by] for one in walk(office, sort=sort, state=state)]
    assert forth == sorted(SKUS if sort == "item" else BINS)
    back = [one[by] for one in walk(office, sort=sort, state=state, descending="true")]
    assert back == forth[::-1]


@pytest.mark.parametrize("sort", ["pressing", "place"])
def test_a_bin_or_sku_is_found_by_a_part_of_it(office: Office, sort: str) -> None:
    assert [one["place"] for one in walk(office, sort=sort, q="u")] == ["A-01-02", "A-01-03", "A-01-05"]  # fmt: skip
    assert [one["sku"] for one in walk(office, sort=sort, q="01-04")] == ["POT"]
    assert walk(office, sort=sort, q="%") == []


def test_how_many_are_dry_is_told_where_all_were_read(office: Office) -> None:
    asked = office.desk.get("/pick-faces", limit=1)
    assert [asked[name] for name in ("faces", "dry", "low", "coming")] == [5, 5, 0, 0]
    assert office.desk.get("/pick-faces", sort="place", limit=1)["faces"] is None
    assert office.desk.get("/pick-faces", state="low")["items"] == []


def test_a_page_by_bin_looks_at_its_own_faces_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[Any] = []
    read = face_list.face_states.read

    def watched(*given: Any, **told: Any) -> Any:
        looked_at.append(told["faces"])
        return read(*given, **told)

    monkeypatch.setattr(face_list.face_states, "read", watched)
    asked = {"state": "", "q": "", "descending": False, "cursor": None}
    with office.app.app_context():
        face_list.list_faces(office.site_id, FacesQuery(sort="place", limit=2, **asked))
    assert [len(one) for one in looked_at] == [3]


def test_a_cursor_of_another_order_is_refused(office: Office) -> None:
    cursor = office.desk.get("/pick-faces", sort="place", limit=2)["next"]
    refused = office.desk.get("/pick-faces", sort="item", cursor=cursor, expect=422)
    assert refused["code"] == "bad_request"
