"""A supervisor draws on the floor plan: by dragging and by the keyboard, undoes, and saves it as one change."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_office_pages import look


def drag(page: Page, begin: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def middle(page: Page, thing: str) -> tuple[float, float]:
    box = page.locator(thing).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def spot(plan: Locator, right: float, down: float) -> tuple[float, float]:
    """A spot of the plan, by its share of width and height."""
    box = plan.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * right, box["y"] + box["height"] * down


def way(office: Desk, code: str) -> tuple[int, ...]:
    (found,) = [one for one in office.get("floor")["ways"] if one["code"] == code]
    return tuple(found[name] for name in ("x1_mm", "y1_mm", "x2_mm", "y2_mm"))


def add(page: Page, plan: Locator) -> None:
    """A way across by dragging, a dock by a tap."""
    page.locator("[data-action=draw-cross]").click()
    x, y = spot(plan, 0.4, 0.5)
    drag(page, (x, y), (x + 120, y + 2))
    expect(page.locator("[data-role=chosen-thing] legend")).to_contain_text("X")
    page.locator("[data-action=draw-dock]").click()
    page.mouse.click(*spot(plan, 0.4, 0.96))
    expect(page.locator("[data-role=chosen-thing] legend")).to_have_text("DOCK-3")


def test_the_floor_is_drawn_by_hand(house: House, desk: Page) -> None:
    page, office = desk, Desk(house, "Maria")
    page.set_viewport_size({"width": 1280, "height": 800})
    office.post("floor", {"first_aisle": "T1", "aisles": 1, "bays": 3, "levels": 1, "zone": "NEW"})
    before = way(office, "T1")
    bin_ = office.get("places", code="T1-01-01")["items"][0]
    sign_in(page, house, "/office/floor")
    page.locator("[data-action=draw-floor]").click()
    plan = page.locator("[data-role=floor-editor] svg")
    expect(plan).to_be_visible()
    plan.scroll_into_view_if_needed()

    # An aisle goes elsewhere, by hand; and comes back by undo.
    at = middle(page, "[data-thing=T1] .way")
    drag(page, at, (at[0] + 60, at[1]))
    save = page.locator("[data-action=save-drawing]")
    expect(save).to_have_text("Save 1 change")
    page.locator("[data-action=undo]").click()
    expect(save).to_be_disabled()

    # A new one is drawn above all others, an aisle by the keyboard, a dock by a tap.
    add(page, plan)
    page.locator("[data-thing=T1]").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp"):
        page.keyboard.press(key)
    expect(save).to_have_text("Save 3 changes")
    page.locator("[data-action=draw-aisle]").focus()
    page.keyboard.press("Enter")
    new = page.locator("[data-role=chosen-thing] legend").inner_text()
    expect(page.locator(f"[data-thing={new}]")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(page.locator(f"[data-thing={new}]")).to_have_count(0)
    page.keyboard.press("Control+z")
    look(page, "floor-drawn")
    save.click()
    expect(page.locator(".page-head .remark.good")).to_contain_text("as you drew it")
    x1, y1, x2, y2 = before
    low, high_end = min(y1, y2), max(y1, y2)
    now = way(office, "T1")
    assert (now[0], now[2]) == (x1 + 1_000, x2 + 1_000)
    assert (min(now[1], now[3]), max(now[1], now[3])) == (low + 500, high_end + 1_500)
    after = office.get("places", code="T1-01-01")["items"][0]
    assert (after["x_mm"], after["y_mm"]) == (bin_["x_mm"] + 1_000, bin_["y_mm"] + 500)
    assert office.get("places", code="DOCK-3")["items"][0]["kind"] == "dock"
    over_something(page, office, now)


def over_something(page: Page, office: Desk, now: tuple[int, ...]) -> None:
    """It is told, and nothing of it is saved."""
    page.locator("[data-action=draw-floor]").click()
    page.locator("[data-thing=T1]").focus()
    there = str(way(office, "A")[0])
    page.locator("[name=x1]").fill(there)
    page.locator("[name=x2]").fill(there)
    page.locator("[name=x2]").press("Tab")
    page.locator("[data-action=save-drawing]").click()
    expect(page.locator("[data-role=floor-editor] [role=alert]")).to_contain_text("stand too near")
    assert way(office, "T1") == now
    page.locator("[data-action=leave-drawing]").click()
    expect(page.locator("[data-role=floor-editor]")).to_have_count(0)


def test_who_meets_another_s_drawing_draws_on_the_newest_and_no_name_is_given_twice(
    house: House, desk: Page
) -> None:
    page, office = desk, Desk(house, "Maria")
    page.set_viewport_size({"width": 1280, "height": 800})
    office.post("floor", {"first_aisle": "U1", "aisles": 1, "bays": 1, "levels": 1, "zone": "NEW"})
    dock = office.post("places", {"code": "DOCK-9", "kind": "dock"})["code"]
    office.post("places/use", {"places": [dock], "active": False, "why": "Broken"})
    sign_in(page, house, "/office/floor")
    page.locator("[data-action=draw-floor]").click()
    save = page.locator("[data-action=save-drawing]")
    page.locator("[data-thing=U1]").focus()
    page.keyboard.press("ArrowRight")
    # Somebody else draws meanwhile.
    here = office.get("floor")
    moved = {**next(one for one in here["ways"] if one["code"] == "U1"), "x1_mm": 500, "x2_mm": 500}
    drawn = {name: moved[name] for name in ("code", "kind", "x1_mm", "y1_mm", "x2_mm", "y2_mm", "one_way")}  # fmt: skip
    office.post("floor/drawing", {"version": here["version"], "ways": [drawn]})
    save.click()
    expect(page.locator("[data-role=floor-editor] [role=alert]")).to_be_visible()
    page.locator("[data-action=leave-drawing]").click()
    page.locator("[data-action=draw-floor]").click()
    # What is taken away keeps its name, and what is new may go again.
    page.locator("[data-thing=U1]").focus()
    page.keyboard.press("Delete")
    docks = page.locator("[data-thing^=DOCK]")
    before = docks.count()
    for more in range(1, 9):
        page.locator("[data-action=draw-dock]").focus()
        page.keyboard.press("Enter")
        expect(docks).to_have_count(before + more)
    assert "DOCK-9" not in docks.locator("text").all_inner_texts()
    for less in range(1, 8):
        docks.last.focus()
        page.keyboard.press("Delete")
        expect(docks).to_have_count(before + 8 - less)
    expect(save).to_have_text("Save 2 changes")
    save.click()
    expect(page.locator(".page-head .remark.good")).to_contain_text("as you drew it")
    # Who draws again is not told of what was saved before.
    page.locator("[data-action=draw-floor]").click()
    page.locator("[data-action=leave-drawing]").click()
    expect(page.locator(".page-head .remark.good")).to_have_count(0)
