"""Sessions and people over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app, jsonify, request

from pickface.db import Row, clock, command
from pickface.engine import engine
from pickface.errors import NotFound
from pickface.live.sockets import end_of_session
from pickface.locations import settings
from pickface.owners import service as owners
from pickface.people import devices, fleet, permissions, roster, service, sessions, staff
from pickface.people import sign_in as signing
from pickface.people.forms import (
    DeviceRow,
    DevicesOut,
    DevicesQuery,
    PeopleOut,
    PeopleQuery,
    PersonChange,
    PersonForm,
    PersonRow,
    RosterOut,
    SessionChange,
    SessionOut,
    ShiftForm,
    SignInForm,
    UnlockedOut,
)
from pickface.people.lockout import Lockout
from pickface.scans import checkpoints
from pickface.scans.routes import DeviceNotEnrolled

blueprint = APIBlueprint("people", __name__, url_prefix="/api/v1", tag="People")


@blueprint.post("/session")
@blueprint.input(SignInForm)
@blueprint.output(SessionOut)
@blueprint.doc(responses={401: "Wrong badge or PIN", 429: "Too many failures"})
def sign_in(json_data: SignInForm) -> Response:
    """Sign in with badge and PIN on a handheld, or with login and password at a desk."""
    known = devices.authenticate_device(request)
    done = signing.sign_in(json_data, devices.token_of(request), known.id if known else "")
    _close_sockets()
    sessions.begin(done.person, done.shift, done.device)
    answer = jsonify(_session(done.person, done.shift, done.device))
    if done.device is not None:
        secure = engine().config.secure_cookies
        devices.hand_over(answer, done.device["token"], secure=secure)
    return answer


@blueprint.get("/session")
@blueprint.output(SessionOut)
@blueprint.doc(responses={401: "Nobody is signed in"})
def who_am_i() -> dict[str, Any]:
    """Tell who is signed in."""
    device = sessions.my_device()
    return _session(sessions.me(), sessions.my_shift(), device and {"id": device, "token": None})


@blueprint.patch("/session")
@blueprint.input(SessionChange)
@blueprint.output({}, status_code=204)
def change_session(json_data: SessionChange) -> str:
    """Choose one's own language; it counts on every device from the next sign-in on."""
    me, signer = sessions.me(), engine().signer
    by, changes = {"id": me.id, "site_id": me.site_id}, {"language": json_data.language}
    command(lambda tx: staff.change_person(tx, signer, by, me.id, changes))
    sessions.forget()
    return ""


@blueprint.delete("/session")
@blueprint.output({}, status_code=204)
def sign_out() -> tuple[str, int]:
    """Sign out; the device stays enrolled, so what it still holds arrives."""
    signing.sign_out(sessions.my_shift())
    _close_sockets()
    sessions.end()
    return "", 204


@blueprint.post("/roster")
@blueprint.output(RosterOut)
@blueprint.doc(responses={401: "The device is not enrolled"})
def give_roster() -> dict[str, Any]:
    """Give an enrolled device its roster: who may sign in on it without a network."""
    device = _device()
    return command(lambda tx: roster.give(tx, device))


@blueprint.post("/shifts")
@blueprint.input(ShiftForm)
@blueprint.output(SessionOut)
@blueprint.doc(responses={401: "The device is not enrolled", 403: "It does not count", 429: "Wait"})
def register_shift(json_data: ShiftForm) -> dict[str, Any]:
    """Register a shift that was begun offline; if it is the current one, its person is signed in."""
    device = _device()
    person = signing.register_shift(json_data, device)
    here = {"id": device.id, "token": None}
    if json_data.current:
        _close_sockets()
        sessions.begin(person, json_data.shift, {"id": device.id, "token": ""})
    return _session(person, json_data.shift, here)


@blueprint.get("/devices")
@blueprint.input(DevicesQuery, location="query")
@blueprint.output(DevicesOut)
def list_devices(query_data: DevicesQuery) -> dict[str, Any]:
    """List the site's handhelds."""
    return fleet.list_devices(
        _said_by, sessions.me().site_id, str(query_data.cursor or ""), query_data.limit
    )


@blueprint.post("/devices/<string:device_id>/revoke")
@blueprint.output(DeviceRow)
@blueprint.doc(responses={404: "No such device"})
def revoke_device(device_id: str) -> dict[str, Any]:
    """Take a lost or stolen handheld out of service at once."""
    me, signer = sessions.me(), engine().signer
    working = command(lambda tx: fleet.revoke(tx, signer, me.site_id, me.id, device_id))
    sessions.forget()
    for person in working:
        engine().bus.publish(*end_of_session(person))
    return fleet.device_row(_said_by, me.site_id, device_id)


@blueprint.post("/devices/<string:device_id>/restore")
@blueprint.output(DeviceRow)
@blueprint.doc(responses={404: "No such device"})
def restore_device(device_id: str) -> dict[str, Any]:
    """Put a handheld that was found again back into service; what it still holds comes in."""
    me, signer = sessions.me(), engine().signer
    command(lambda tx: fleet.restore(tx, signer, me.site_id, me.id, device_id))
    sessions.forget()
    return fleet.device_row(_said_by, me.site_id, device_id)


@blueprint.get("/people")
@blueprint.input(PeopleQuery, location="query")
@blueprint.output(PeopleOut)
def list_people(query_data: PeopleQuery) -> dict[str, Any]:
    """List the people of the site."""
    query = query_data
    return service.list_people(sessions.me().site_id, query.role, query.cursor, query.limit)


@blueprint.post("/people")
@blueprint.input(PersonForm)
@blueprint.output(PersonRow, status_code=201)
@blueprint.doc(responses={409: "Badge or login is taken"})
def create_person(json_data: PersonForm) -> dict[str, Any]:
    """Take somebody on."""
    site_id = sessions.me().site_id
    made = service.person_row(site_id, service.hire(site_id, json_data))
    return dict(made or {})


@blueprint.get("/people/<int:person_id>")
@blueprint.output(PersonRow)
@blueprint.doc(responses={404: "No such person"})
def show_person(person_id: int) -> dict[str, Any]:
    """Show one of the people of the site."""
    return dict(_person_of(person_id))


@blueprint.post("/people/<int:person_id>/unlock")
@blueprint.output(UnlockedOut)
@blueprint.doc(responses={404: "No such person"})
def unlock_person(person_id: int) -> dict[str, Any]:
    """Let somebody try again at once who typed a wrong PIN or password too often."""
    person = _person_of(person_id)
    lockout: Lockout = current_app.extensions["pickface_lockout"]
    ways = [f"{way}:{person[way]}:" for way in ("badge", "login") if person[way]]
    return {"unlocked": sum(lockout.unlock(way) for way in ways)}


@blueprint.patch("/people/<int:person_id>")
@blueprint.input(PersonChange)
@blueprint.output(PersonRow)
@blueprint.doc(responses={404: "No such person", 409: "The badge is taken, or it is you"})
def change_person(person_id: int, json_data: PersonChange) -> dict[str, Any]:
    """Change a person; who is deactivated or gets a new PIN is signed out everywhere."""
    me, signer = sessions.me(), engine().signer
    changes = staff.columns_of(json_data)
    by = {"id": me.id, "site_id": me.site_id}
    if command(lambda tx: staff.change_person(tx, signer, by, person_id, changes)):
        sessions.forget()
        engine().bus.publish(*end_of_session(person_id))
    return dict(service.person_row(me.site_id, person_id) or {})


def _said_by(device_id: str) -> fleet.Said:
    last = engine().heard.of(device_id)
    return (last.scanner, last.unsent) if last else (None, None)


def _person_of(person_id: int) -> Row:
    found = service.person_row(sessions.me().site_id, person_id)
    if found is None:
        raise NotFound("no such person", person=person_id)
    return found


def _device() -> devices.KnownDevice:
    device = devices.authenticate_device(request)
    if device is None:
        raise DeviceNotEnrolled("sign in on this device once to enrol it")
    return device


def _close_sockets() -> None:
    """End the websockets of the session that this request came with."""
    person, session_id = sessions.signed_in(), sessions.my_session()
    if person is not None and session_id:
        engine().bus.publish(*end_of_session(person.id, session_id))


def _session(person: sessions.SignedIn, shift: str | None, device: Any) -> dict[str, Any]:
    site = signing.site_of(person)
    rules = settings.of_site(person.site_id)
    return {
        "person": {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "owner": owners.show_owner(person.owner_id)["code"] if person.owner_id else "",
            "language": person.language,
            "permissions": permissions.of(person, rules),
        },
        "shift": shift,
        "device": device,
        "site": {**site, "network_at": rules.network_at},
        "server_time": clock(),
        "checkpoint": checkpoints.latest(),
        "lock": {"minutes": rules.lock_minutes, "in_cradle": rules.lock_in_cradle},
    }
