"""Departures over HTTP: planned, changed, let leave, and what each of them takes."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response

from pickface.db import Tx, command
from pickface.departures import loaders, service, showing, trucks, waiting
from pickface.departures.forms import (
    DepartureChange,
    DepartureForm,
    DepartureOut,
    DepartureQuery,
    DepartureRow,
    DeparturesOut,
    LeaveForm,
    LeftOut,
    OffForm,
    TimetableForm,
    TimetableOut,
)
from pickface.engine import engine
from pickface.orders import carriers
from pickface.orders.carrier_forms import ManifestOut
from pickface.people import sessions
from pickface.tasks import jobs

blueprint = APIBlueprint("departures", __name__, url_prefix="/api/v1", tag="Departures")


@blueprint.get("/departures")
@blueprint.input(DepartureQuery, location="query")
@blueprint.output(DeparturesOut)
def list_departures(query_data: DepartureQuery) -> dict[str, Any]:
    """List the departures to come, or those of a state, by when they were to leave."""
    return showing.list_departures(sessions.me().site_id, query_data)


@blueprint.post("/departures")
@blueprint.input(DepartureForm)
@blueprint.output(DepartureRow, status_code=201)
@blueprint.doc(responses={409: "The carrier has a truck at that moment"})
def create_departure(json_data: DepartureForm) -> dict[str, Any]:
    """Make a departure by hand; parcels that wait for its carrier are for it."""
    site_id = sessions.me().site_id
    made = command(lambda tx: service.create(tx, site_id, json_data))
    return showing.show_departure(site_id, made)


@blueprint.get("/departures/<int:departure_id>")
@blueprint.output(DepartureOut)
def show_departure(departure_id: int) -> dict[str, Any]:
    """Show a departure with its parcels and who loads it."""
    return showing.show_whole(sessions.me().site_id, departure_id)


@blueprint.patch("/departures/<int:departure_id>")
@blueprint.input(DepartureChange)
@blueprint.output(DepartureRow)
@blueprint.doc(responses={409: "It has left, or the carrier has a truck at that moment"})
def change_departure(departure_id: int, json_data: DepartureChange) -> dict[str, Any]:
    """Let it leave at another time or from another door."""
    site_id = sessions.me().site_id
    command(lambda tx: service.change(tx, site_id, departure_id, json_data))
    return showing.show_departure(site_id, departure_id)


@blueprint.post("/departures/<int:departure_id>/cancel")
@blueprint.output(DepartureRow)
@blueprint.doc(responses={409: "It has left, or parcels are on it"})
def cancel_departure(departure_id: int) -> dict[str, Any]:
    """The truck does not come: its parcels wait for the next one."""
    site_id = sessions.me().site_id

    def cancel(tx: Tx) -> None:
        stays = service.cancel(tx, site_id, departure_id)
        for order_id in sorted({one["order_id"] for one in stays if one["departure_id"] is None}):
            jobs.leave(tx, waiting.BRING, str(order_id))

    command(cancel)
    return showing.show_departure(site_id, departure_id)


@blueprint.post("/departures/<int:departure_id>/leave")
@blueprint.input(LeaveForm)
@blueprint.output(LeftOut)
@blueprint.doc(responses={409: "It has left, or somebody is loading it"})
def let_leave(departure_id: int, json_data: LeaveForm) -> dict[str, Any]:
    """Let the truck leave; what is not on it goes with the next one."""
    me, world = sessions.me(), engine().world
    stays: list[dict[str, Any]] = []

    def leave(tx: Tx) -> None:
        trucks.open_one(tx, me.site_id, departure_id)
        if not json_data.anyway:
            loaders.refuse_loading(tx, departure_id)
        waiting = tx.all(
            "SELECT id FROM shipment WHERE departure_id = :id AND loaded_at IS NULL AND shipped_at IS NULL ORDER BY id",
            id=departure_id,
        )
        world.tell(tx, "departure_leaves", site=me.site_id, departure=departure_id, person=me.id)
        listed = ", ".join(str(one["id"]) for one in waiting) or "-1"
        found = tx.all(
            f"SELECT container_code, departure_id FROM shipment WHERE id IN ({listed}) ORDER BY id"
        )
        stays[:] = [
            {
                "plate": one["container_code"],
                "departure": trucks.code_of(one["departure_id"]) if one["departure_id"] else "",
            }
            for one in found
        ]

    command(leave)
    return {"departure": showing.show_departure(me.site_id, departure_id), "stays": stays}


@blueprint.post("/departures/<int:departure_id>/off")
@blueprint.input(OffForm)
@blueprint.output(DepartureOut)
@blueprint.doc(responses={409: "It has left, or the parcel is not on it"})
def take_off(departure_id: int, json_data: OffForm) -> dict[str, Any]:
    """A parcel was taken off the truck again."""
    site_id = sessions.me().site_id
    command(lambda tx: service.take_off(tx, site_id, departure_id, json_data.shipment))
    return showing.show_whole(site_id, departure_id)


@blueprint.get("/departures/<int:departure_id>/manifest")
@blueprint.output(ManifestOut)
def show_manifest(departure_id: int) -> dict[str, Any]:
    """Show what is on a truck, or went with it."""
    return _manifest(departure_id)


@blueprint.get("/departures/<int:departure_id>/manifest.csv")
def manifest_csv(departure_id: int) -> Response:
    """The same as a table."""
    from pickface.labels.manifest import manifest_table
    from pickface.workbooks.downloads import answer

    said = _manifest(departure_id)
    return answer(f"manifest-{trucks.code_of(departure_id)}", "csv", manifest_table(said["items"]))


@blueprint.get("/departures/<int:departure_id>/manifest.pdf")
def manifest_pdf(departure_id: int) -> Response:
    """The same on paper, A4, to be signed by the driver."""
    from pickface.labels.manifest import manifest_pdf as drawn

    said = _manifest(departure_id)
    content = drawn(f"{said['name']} {trucks.code_of(departure_id)}", said["day"], said["items"])
    return Response(
        content, mimetype="application/pdf", headers={"Cache-Control": "private, no-store"}
    )


@blueprint.get("/carriers/<int:carrier_id>/timetable")
@blueprint.output(TimetableOut)
def show_timetable(carrier_id: int) -> dict[str, Any]:
    """Show when a carrier's trucks leave in a week."""
    return showing.show_timetable(sessions.me().site_id, carrier_id)


@blueprint.put("/carriers/<int:carrier_id>/timetable")
@blueprint.input(TimetableForm)
@blueprint.output(TimetableOut)
def say_timetable(carrier_id: int, json_data: TimetableForm) -> dict[str, Any]:
    """Say when a carrier's trucks leave in a week; the next departures are made at once."""
    site_id = sessions.me().site_id
    command(lambda tx: service.say_timetable(tx, site_id, carrier_id, json_data))
    return showing.show_timetable(site_id, carrier_id)


def _manifest(departure_id: int) -> dict[str, Any]:
    shown = showing.show_departure(sessions.me().site_id, departure_id)
    return carriers.manifest_of_departure(sessions.me().site_id, shown)
