"""Who made a scan, in a real browser: keys that cannot leave it, shift changes, the lock, no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from pickface.demo.nouns import DemoPerson
from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in

BRUSH, HONEY, MUG = "CO-16103", "FO-01102", "HH-01205"
SENDING = "**/api/v1/scans"
EVERYTHING = "**/api/**"
DEMO_RULES = {
    "lock_minutes": 10,
    "lock_in_cradle": False,
    "offline_sign_in": False,
    "offline_sign_in_hours": 72,
}
KEPT = """async ([store, key]) => {
  const open = indexedDB.open('pickface');
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = db.transaction(store).objectStore(store);
  const got = key === null ? asked.getAll() : asked.get(key);
  const value = await new Promise((done) => (got.onsuccess = () => done(got.result)));
  db.close();
  return value;
}"""
TAKE_THE_KEY = f"""async () => {{
  const author = await ({KEPT})(['kept', 'author']);
  const forms = ['jwk', 'pkcs8', 'raw'];
  const tries = forms.map((form) => crypto.subtle.exportKey(form, author.key).then(() => form, () => null));
  return [author.key.type, author.key.extractable, (await Promise.all(tries)).filter(Boolean)];
}}"""


@pytest.fixture
def office(house: House) -> Iterator[Desk]:
    """The manager's desk; the site's rules are as before when the test is over."""
    desk = Desk(house, "Maria")
    yield desk
    desk.patch("site/settings", DEMO_RULES)


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """A fresh handheld whose requests all pass the test's hands."""
    return new_context(**HANDHELD, service_workers="block")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def hand(page: Page, house: House) -> Handheld:
    hand = Handheld(page, house)
    hand.switch_on()
    return hand


def cut(context: BrowserContext, what: str) -> None:
    """From now on such requests end as in a dead zone."""
    context.route(what, _drop)


def mend(context: BrowserContext, what: str) -> None:
    """They pass again."""
    context.unroute(what, _drop)


def _drop(route: Route) -> None:
    route.abort("internetdisconnected")


def barcode(house: House, sku: str) -> str:
    return house.item(sku).barcodes[0].value


def journal(office: Desk, person: DemoPerson, code: str) -> list[tuple[str, str]]:
    """What became of a person's scans of a code: verdict and its code."""
    rows = office.get("scans", limit=200)["items"]
    return [
        (row["verdict"], row["verdict_code"])
        for row in rows
        if row["code"] == code and (row["person"] or {}).get("name") == person.name
    ]


def kept(page: Page, store: str, key: str | None = None) -> Any:
    """What the device has on disk."""
    return page.evaluate(KEPT, [store, key])


# Keys and authors.


def test_the_key_of_a_shift_cannot_leave_the_browser(hand: Handheld) -> None:
    hand.sign_in("Sofia")
    assert hand.page.evaluate(TAKE_THE_KEY) == ["private", False, []]


def test_what_one_person_left_unsent_goes_out_as_theirs_under_the_next_persons_session(
    hand: Handheld, context: BrowserContext, office: Desk
) -> None:
    code = barcode(hand.house, BRUSH)
    sofia = hand.sign_in("Sofia")
    cut(context, SENDING)
    hand.right(code)
    hand.waiting(1)
    grace = switch(hand, "Grace")
    hand.right(barcode(hand.house, MUG))
    # Sofia's scan of Grace's badge is one too.
    hand.waiting(3)
    mend(context, SENDING)
    hand.waiting(0)
    assert journal(office, sofia, code) == [("booked", "noted")]
    assert journal(office, grace, code) == []
    assert journal(office, grace, barcode(hand.house, MUG)) == [("booked", "noted")]


def switch(hand: Handheld, first_name: str) -> DemoPerson:
    """The next person scans a badge on the home screen and types the PIN."""
    person = hand.house.person(first_name)
    hand.tap("home")
    hand.type(person.badge)
    expect(hand.sentence).to_contain_text(person.badge)
    hand.keys(person.pin)
    hand.on("home")
    expect(hand.page.locator(".title")).to_have_text(person.name)
    return person


@pytest.mark.long("it goes out under the next person's session in the test before")
def test_what_was_left_unsent_goes_out_while_nobody_is_signed_in(
    hand: Handheld, context: BrowserContext, office: Desk
) -> None:
    code = barcode(hand.house, HONEY)
    sofia = hand.sign_in("Sofia")
    cut(context, SENDING)
    hand.right(code)
    hand.waiting(1)
    sign_out(hand)
    hand.waiting(1)
    mend(context, SENDING)
    hand.waiting(0)
    hand.on("sign-in")
    assert journal(office, sofia, code) == [("booked", "noted")]


def sign_out(hand: Handheld) -> None:
    if hand.main.get_attribute("data-screen") != "home":
        hand.tap("home")
    hand.tap("tasks")
    hand.tap("about")
    hand.tap("sign-out")
    hand.on("sign-in")


def test_signing_out_destroys_the_key_and_not_the_scans(
    hand: Handheld, context: BrowserContext
) -> None:
    hand.sign_in("Sofia")
    cut(context, SENDING)
    hand.right(barcode(hand.house, BRUSH))
    sign_out(hand)
    assert kept(hand.page, "kept", "author") is None
    assert [event["verdict"] for event in kept(hand.page, "events")] == [None]


def test_a_session_that_ended_meanwhile_asks_for_a_sign_in_and_loses_nothing(
    hand: Handheld, context: BrowserContext, office: Desk
) -> None:
    code = barcode(hand.house, MUG)
    before = len(journal(office, hand.house.person("Sofia"), code))
    sofia = hand.sign_in("Sofia")
    cut(context, SENDING)
    hand.right(code)
    hand.tap("home")
    # Neither the session nor the device is known to the server any more.
    context.clear_cookies()
    mend(context, SENDING)
    hand.page.reload()
    expect(hand.button("sign-in")).to_be_visible()
    hand.waiting(1)
    assert len(journal(office, sofia, code)) == before
    hand.tap("sign-in")
    hand.type(sofia.badge)
    hand.keys(sofia.pin)
    hand.on("home")
    hand.waiting(0)
    assert len(journal(office, sofia, code)) == before + 1


# The lock.


def lie_idle(page: Page) -> None:
    """Nobody touches the handheld for longer than the site allows."""
    page.clock.fast_forward("11:00")


@pytest.fixture
def idle_hand(page: Page, house: House) -> Handheld:
    """A handheld whose clock the test can turn on."""
    page.clock.install()
    hand = Handheld(page, house)
    hand.switch_on()
    return hand


def test_an_idle_handheld_locks_and_its_owners_badge_goes_on_without_a_pin(
    idle_hand: Handheld,
) -> None:
    hand = idle_hand
    sofia = hand.sign_in("Sofia")
    hand.right(barcode(hand.house, BRUSH))
    hand.on("lookup")
    lie_idle(hand.page)
    hand.on("locked")
    expect(hand.main).not_to_contain_text(hand.house.item(BRUSH).name)
    hand.type(sofia.badge)
    hand.on("lookup")
    expect(hand.main).to_contain_text(hand.house.item(BRUSH).name)


@pytest.mark.long("pwa/test/work/lock.test.ts tells it of the same code")
def test_a_scan_at_the_lock_is_refused_in_words_and_books_nothing(
    idle_hand: Handheld, office: Desk
) -> None:
    hand = idle_hand
    sofia, code = hand.sign_in("Sofia"), barcode(hand.house, BRUSH)
    before = journal(office, sofia, code)
    lie_idle(hand.page)
    hand.on("locked")
    hand.wrong(code, "was not taken. Scan your badge first.")
    hand.tap("ok")
    hand.on("locked")
    hand.waiting(0)
    assert journal(office, sofia, code) == before


@pytest.mark.long("pwa/test/work/lock.test.ts tells it of the same code")
def test_a_reload_does_not_open_the_lock(idle_hand: Handheld) -> None:
    hand = idle_hand
    hand.sign_in("Sofia")
    lie_idle(hand.page)
    hand.on("locked")
    hand.page.reload()
    hand.on("locked")


def test_another_persons_badge_at_the_lock_asks_for_the_pin_and_switches(
    idle_hand: Handheld, context: BrowserContext, office: Desk
) -> None:
    hand, code = idle_hand, barcode(idle_hand.house, HONEY)
    sofia = hand.sign_in("Sofia")
    before = len(journal(office, sofia, code))
    cut(context, SENDING)
    hand.right(code)
    lie_idle(hand.page)
    hand.on("locked")
    grace = hand.house.person("Grace")
    hand.type(grace.badge)
    expect(hand.sentence).to_contain_text(grace.badge)
    hand.tap("back")
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    hand.type(grace.badge)
    expect(hand.sentence).to_contain_text(grace.badge)
    hand.keys("0000")
    expect(hand.page.get_by_role("alert")).to_contain_text("do not match")
    hand.tap("ok")
    hand.on("locked")
    hand.keys(grace.pin)
    hand.on("home")
    mend(context, SENDING)
    hand.waiting(0)
    assert len(journal(office, sofia, code)) == before + 1


@pytest.mark.long("pwa/test/work/lock.test.ts tells it of the same code")
def test_a_handheld_locks_in_its_cradle_where_the_site_wants_it(
    page: Page, house: House, office: Desk
) -> None:
    page.add_init_script(
        "const battery = Object.assign(new EventTarget(), { charging: false });"
        "navigator.getBattery = () => Promise.resolve(battery);"
        "window.cradle = () => { battery.charging = true; battery.dispatchEvent(new Event('chargingchange')); };"
    )
    hand = Handheld(page, house)
    hand.switch_on()
    hand.sign_in("Sofia")
    page.evaluate("cradle()")
    hand.tap("tasks")
    hand.on("tasks")
    office.patch("site/settings", {"lock_in_cradle": True})
    sign_out_from_tasks(hand)
    hand.sign_in("Sofia")
    page.evaluate("cradle()")
    hand.on("locked")


def sign_out_from_tasks(hand: Handheld) -> None:
    hand.tap("about")
    hand.tap("sign-out")
    hand.on("sign-in")


# The morning without a network.


@pytest.fixture
def morning(hand: Handheld, context: BrowserContext, office: Desk) -> Handheld:
    """Sofia was here yesterday and the handheld heard its roster; now the network is dead."""
    office.patch("site/settings", {"offline_sign_in": True})
    with hand.page.expect_response(
        lambda answer: answer.url.endswith("/roster") and len(answer.json()["people"]) > 0
    ):
        hand.sign_in("Sofia")
    hand.page.wait_for_function(f"async () => Boolean(await ({KEPT})(['kept', 'roster']))")
    sign_out(hand)
    cut(context, EVERYTHING)
    return hand


def type_pin(hand: Handheld, person: DemoPerson, pin: str) -> None:
    hand.type(person.badge)
    expect(hand.sentence).to_contain_text(person.badge)
    hand.keys(pin)


def test_who_is_on_the_roster_signs_in_without_a_network_and_the_scans_come_in_as_theirs(
    morning: Handheld, context: BrowserContext, office: Desk
) -> None:
    sofia, code = morning.house.person("Sofia"), barcode(morning.house, MUG)
    before = journal(office, sofia, code)
    type_pin(morning, sofia, sofia.pin)
    morning.on("home")
    expect(morning.page.locator("[data-role=offline]")).to_be_visible()
    morning.scan(code)
    morning.waiting(1)
    # A battery swap changes nothing.
    morning.page.reload()
    morning.waiting(1)
    mend(context, EVERYTHING)
    morning.page.evaluate("dispatchEvent(new Event('online'))")
    morning.waiting(0)
    morning.online()
    expect(morning.page.locator("[data-role=offline]")).to_have_count(0)
    assert journal(office, sofia, code) == [("booked", "noted"), *before]
    assert kept(morning.page, "kept", "registrations") == []


def test_a_shift_that_ended_before_the_network_came_back_is_its_persons_too(
    morning: Handheld, context: BrowserContext, office: Desk
) -> None:
    sofia, code = morning.house.person("Sofia"), barcode(morning.house, HONEY)
    before = journal(office, sofia, code)
    type_pin(morning, sofia, sofia.pin)
    morning.on("home")
    morning.scan(code)
    morning.waiting(1)
    if morning.page.get_by_role("alert").is_visible():
        morning.tap("ok")
    sign_out(morning)
    mend(context, EVERYTHING)
    grace = morning.house.person("Grace")
    type_pin(morning, grace, grace.pin)
    morning.on("home")
    morning.waiting(0)
    assert journal(office, sofia, code) == [("booked", "noted"), *before]
    expect(morning.page.locator(".title")).to_have_text(grace.name)


@pytest.fixture
def renew_pin(office: Desk) -> Iterator[Callable[[DemoPerson, str], None]]:
    """Give people new PINs; they have their old ones again when the test is over."""
    renewed: list[DemoPerson] = []

    def renew(person: DemoPerson, pin: str) -> None:
        (row,) = [one for one in office.get("people")["items"] if one["badge"] == person.badge]
        office.patch(f"people/{row['id']}", {"pin": pin})
        renewed.append(person)

    yield renew
    for person in renewed[:]:
        renew(person, person.pin)


def test_a_sign_in_that_does_not_count_any_more_leaves_its_scans_for_a_supervisor(
    morning: Handheld,
    context: BrowserContext,
    office: Desk,
    renew_pin: Callable[[DemoPerson, str], None],
) -> None:
    sofia, code = morning.house.person("Sofia"), barcode(morning.house, BRUSH)
    type_pin(morning, sofia, sofia.pin)
    morning.on("home")
    morning.scan(code)
    morning.waiting(1)
    renew_pin(sofia, "998877")
    mend(context, EVERYTHING)
    morning.page.evaluate("dispatchEvent(new Event('online'))")
    morning.waiting(0)
    morning.on("sign-in")
    expect(morning.page.locator("[data-role=notice]")).to_contain_text("does not count")
    kinds = [one["kind"] for one in office.get("board")["exceptions"]]
    assert "shift_refused" in kinds
    told = [row for row in office.get("scans", limit=20)["items"] if row["code"] == code]
    assert (told[0]["verdict"], told[0]["verdict_code"]) == ("set_aside", "unknown_key")


def test_nobody_else_signs_in_without_a_network(morning: Handheld) -> None:
    malik = morning.house.person("Malik")
    type_pin(morning, malik, malik.pin)
    expect(morning.page.get_by_role("alert")).to_contain_text("cannot sign in without one")


@pytest.mark.long("pwa/test/sync/offline-sign-in.test.ts tells it of the same code")
def test_wrong_pins_make_wait_and_a_reload_does_not_help(morning: Handheld) -> None:
    sofia = morning.house.person("Sofia")
    for _ in range(5):
        type_pin(morning, sofia, "0000")
        expect(morning.page.get_by_role("alert")).to_contain_text("do not match")
        morning.tap("ok")
        morning.tap("back")
    morning.page.reload()
    expect(morning.page.locator("[data-role=scanner]")).to_be_focused()
    type_pin(morning, sofia, sofia.pin)
    expect(morning.page.get_by_role("alert")).to_contain_text(re.compile(r"Wait \d+ seconds"))
    assert kept(morning.page, "kept", "author") is None


@pytest.mark.long("pwa/test/sync/offline-sign-in.test.ts tells it of the same code")
def test_without_the_sites_leave_the_handheld_has_no_roster(
    hand: Handheld, context: BrowserContext
) -> None:
    with hand.page.expect_response(lambda answer: answer.url.endswith("/roster")):
        hand.sign_in("Sofia")
    sign_out(hand)
    assert kept(hand.page, "kept", "roster") is None
    cut(context, EVERYTHING)
    sofia = hand.house.person("Sofia")
    type_pin(hand, sofia, sofia.pin)
    expect(hand.page.get_by_role("alert")).to_contain_text("No network")


# The office.


def sign_in_at(desk: Page, house: House, page: str) -> None:
    """The manager opens a page of the office."""
    sign_in(desk, house, f"/office/{page}")
    expect(desk.locator(f"[data-page={page}] tbody tr").first).to_be_visible()


def test_a_lost_handheld_is_taken_out_of_service_in_the_office(
    hand: Handheld, desk: Page, house: House
) -> None:
    hand.sign_in("Malik")
    device = kept(hand.page, "kept", "device")["id"]
    sign_in_at(desk, house, "devices")
    line = desk.locator(f"[data-device='{device}']")
    expect(line).to_contain_text("Malik Haddad")
    line.locator("[data-action=revoke]").click()
    expect(line).to_contain_text("signed out at once")
    line.locator("[data-action=yes-revoke]").click()
    expect(line).to_contain_text("out of service")
    # Its socket is closed at once, and the handheld says so.
    expect(hand.button("sign-in")).to_be_visible()
    line.locator("[data-action=restore]").click()
    expect(line).to_contain_text("in service")


def test_who_has_left_is_signed_out_at_once(hand: Handheld, desk: Page, house: House) -> None:
    pedro = hand.sign_in("Pedro")
    sign_in_at(desk, house, "people")
    line = desk.locator("[data-person]", has_text=pedro.name)
    line.locator("[data-action=deactivate]").click()
    line.locator("[data-action=yes-deactivate]").click()
    expect(line.locator("[data-action=activate]")).to_be_visible()
    expect(hand.button("sign-in")).to_be_visible()
    line.locator("[data-action=activate]").click()
    expect(line.locator("[data-action=deactivate]")).to_be_visible()


def test_after_all_this_every_signature_and_chain_holds(house: House) -> None:
    said = house.audit()
    assert said["exit_code"] == 0, said["differences"]
