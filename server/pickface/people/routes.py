"""Sessions and people over HTTP."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from pickface.db import clock
from pickface.engine import engine
from pickface.people import devices, permissions, service, sessions
from pickface.people import sign_in as signing
from pickface.people.forms import (
    PeopleOut,
    PeopleQuery,
    PersonForm,
    PersonRow,
    SessionOut,
    SignInForm,
)
from pickface.scans import checkpoints

blueprint = APIBlueprint("people", __name__, url_prefix="/api/v1", tag="People")


@blueprint.post("/session")
@blueprint.input(SignInForm)
@blueprint.output(SessionOut)
@blueprint.doc(responses={401: "Wrong badge or PIN", 429: "Too many failures"})
def sign_in(json_data: SignInForm) -> Response:
    """Sign in with badge and PIN on a handheld, or with login and password at a desk."""
    done = signing.sign_in(json_data, devices.token_of(request))
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


@blueprint.delete("/session")
@blueprint.output({}, status_code=204)
def sign_out() -> tuple[str, int]:
    """Sign out; the device stays enrolled, so what it still holds arrives."""
    signing.sign_out(sessions.my_shift())
    sessions.end()
    return "", 204


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


def _session(person: sessions.SignedIn, shift: str | None, device: Any) -> dict[str, Any]:
    site = signing.site_of(person)
    return {
        "person": {
            "id": person.id,
            "name": person.name,
            "role": person.role,
            "language": person.language,
            "permissions": permissions.of_role(person.role),
        },
        "shift": shift,
        "device": device,
        "site": dict(site),
        "server_time": clock(),
        "checkpoint": checkpoints.latest(),
    }
