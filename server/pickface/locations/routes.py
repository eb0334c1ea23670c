"""Places, zones, aisles, containers and a site's settings over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from apiflask import APIBlueprint

from pickface.contract import Listing, one_line_or_404, page
from pickface.db import command
from pickface.locations import (
    carton_types,
    containers,
    out_of_use,
    place_changes,
    plates,
    renaming,
    service,
    settings,
)
from pickface.locations.carton_forms import (
    CartonTypeChange,
    CartonTypeForm,
    CartonTypeRow,
    CartonTypesOut,
)
from pickface.locations.container_forms import (
    ContainerOut,
    ContainersForm,
    ContainersOut,
    ContainersQuery,
    MadeContainersOut,
)
from pickface.locations.forms import (
    AisleForm,
    AisleRow,
    AislesOut,
    NamedOut,
    NameForm,
    PlaceChange,
    PlaceChangesOut,
    PlaceForm,
    PlaceRow,
    PlacesOut,
    PlacesQuery,
    UseForm,
    UseOut,
    ZoneChange,
    ZoneForm,
    ZoneRow,
    ZonesOut,
)
from pickface.locations.settings_forms import (
    KnownSettingsOut,
    SettingChangesOut,
    SettingsForm,
    SettingsOut,
)
from pickface.people import sessions

blueprint = APIBlueprint("locations", __name__, url_prefix="/api/v1", tag="Locations")


@blueprint.get("/places")
@blueprint.input(PlacesQuery, location="query")
@blueprint.output(PlacesOut)
def list_places(query_data: PlacesQuery) -> dict[str, Any]:
    """List the places of the site."""
    return service.list_places(sessions.me().site_id, query_data)


@blueprint.post("/places")
@blueprint.input(PlaceForm)
@blueprint.output(PlaceRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_place(json_data: PlaceForm) -> dict[str, Any]:
    """Make a place."""
    site_id = sessions.me().site_id
    made = command(lambda tx: service.create_place(tx, site_id, json_data))
    return dict(service.show_place(site_id, made))


@blueprint.patch("/places/<int:place_id>")
@blueprint.input(PlaceChange)
@blueprint.output(PlaceRow)
@blueprint.doc(
    responses={
        404: "No such place",
        409: "Code is taken, or open work, a stocktake or a setting names the place",
    }
)
def change_place(place_id: int, json_data: PlaceChange) -> dict[str, Any]:
    """Rename or move a place, or say how much fits into it; its stock and its history stay with it."""
    me = sessions.me()
    command(lambda tx: place_changes.change_place(tx, me.site_id, place_id, json_data, me.id))
    return dict(service.show_place(me.site_id, place_id))


@blueprint.get("/places/<int:place_id>/changes")
@blueprint.input(Listing, location="query")
@blueprint.output(PlaceChangesOut)
def list_place_changes(place_id: int, query_data: Listing) -> dict[str, Any]:
    """List what a place was called and where it stood before, newest first."""
    site_id = sessions.me().site_id
    return place_changes.history(site_id, place_id, query_data.cursor, query_data.limit)


@blueprint.post("/places/use")
@blueprint.input(UseForm)
@blueprint.output(UseOut)
@blueprint.doc(responses={404: "No such place or aisle", 409: "It holds goods, or work needs it"})
def use_places(json_data: UseForm) -> dict[str, Any]:
    """Take places, or all bins of an aisle, out of use, as a broken rack is, or bring them back."""
    me = sessions.me()
    return {"changed": command(lambda tx: out_of_use.set_use(tx, me.site_id, json_data, me.id))}


@blueprint.get("/zones")
@blueprint.output(ZonesOut)
def list_zones() -> dict[str, Any]:
    """List the zones of the site."""
    return {"items": [dict(zone) for zone in service.list_zones(sessions.me().site_id)]}


@blueprint.post("/zones")
@blueprint.input(ZoneForm)
@blueprint.output(ZoneRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_zone(json_data: ZoneForm) -> dict[str, Any]:
    """Make a zone."""
    site_id = sessions.me().site_id
    made = command(lambda tx: service.create_zone(tx, site_id, json_data))
    return {"id": made, **json_data.model_dump()}


@blueprint.patch("/zones/<code>")
@blueprint.input(ZoneChange)
@blueprint.output(ZoneRow)
def change_zone(code: str, json_data: ZoneChange) -> dict[str, Any]:
    """Change a zone's name, its proof, its lease, or what may lie there."""
    site_id = sessions.me().site_id
    command(lambda tx: service.change_zone(tx, site_id, code.upper(), json_data))
    return next(dict(zone) for zone in service.list_zones(site_id) if zone["code"] == code.upper())


@blueprint.post("/zones/<code>/name")
@blueprint.input(NameForm)
@blueprint.output(NamedOut)
@blueprint.doc(responses={404: "No such zone", 409: "Code is taken, or something names the zone"})
def name_zone(code: str, json_data: NameForm) -> dict[str, Any]:
    """Rename a zone, and the bins whose codes are made of its name; stock and history stay with them."""
    me = sessions.me()
    return command(lambda tx: renaming.rename_zone(tx, me.site_id, code.upper(), json_data, me.id))


@blueprint.get("/aisles")
@blueprint.output(AislesOut)
def list_aisles() -> dict[str, Any]:
    """List the ways of the floor plan."""
    return {"items": [dict(aisle) for aisle in service.list_aisles(sessions.me().site_id)]}


@blueprint.post("/aisles")
@blueprint.input(AisleForm)
@blueprint.output(AisleRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_aisle(json_data: AisleForm) -> dict[str, Any]:
    """Draw an aisle or a cross aisle."""
    site_id = sessions.me().site_id
    made = command(lambda tx: service.create_aisle(tx, site_id, json_data))
    return {"id": made, **json_data.model_dump()}


@blueprint.post("/aisles/<code>/name")
@blueprint.input(NameForm)
@blueprint.output(NamedOut)
@blueprint.doc(responses={404: "No such aisle", 409: "Code is taken, or something names a bin"})
def name_aisle(code: str, json_data: NameForm) -> dict[str, Any]:
    """Rename an aisle, and the bins whose codes are made of its name; stock and history stay with them."""
    me = sessions.me()
    return command(lambda tx: renaming.rename_aisle(tx, me.site_id, code.upper(), json_data, me.id))


@blueprint.get("/containers")
@blueprint.input(ContainersQuery, location="query")
@blueprint.output(ContainersOut)
def list_containers(query_data: ContainersQuery) -> dict[str, Any]:
    """List totes, cartons and pallets."""
    return containers.list_containers(sessions.me().site_id, query_data)


@blueprint.post("/containers")
@blueprint.input(ContainersForm)
@blueprint.output(MadeContainersOut, status_code=201)
@blueprint.doc(responses={404: "No such place"})
def make_containers(json_data: ContainersForm) -> dict[str, Any]:
    """Make pallets, cartons or carts, each with a plate of its own: an SSCC where the site has a GS1 prefix."""
    site_id = sessions.me().site_id
    return {"items": command(lambda tx: plates.make(tx, site_id, json_data))}


@blueprint.get("/containers/<code>")
@blueprint.output(ContainerOut)
def show_container(code: str) -> dict[str, Any]:
    """Show a container with all that is in it and stands in it, its weight, and what was done with it."""
    return containers.show_container(sessions.me().site_id, one_line_or_404(code))


@blueprint.get("/carton-types")
@blueprint.output(CartonTypesOut)
def list_carton_types() -> dict[str, Any]:
    """List the kinds of cartons that the site has, the smallest first."""
    return carton_types.list_carton_types(sessions.me().site_id)


@blueprint.post("/carton-types")
@blueprint.input(CartonTypeForm)
@blueprint.output(CartonTypeRow, status_code=201)
@blueprint.doc(responses={409: "Code is taken"})
def create_carton_type(json_data: CartonTypeForm) -> dict[str, Any]:
    """Make a carton type."""
    site_id = sessions.me().site_id
    made = command(lambda tx: carton_types.create_carton_type(tx, site_id, json_data))
    return carton_types.show_carton_type(site_id, made)


@blueprint.patch("/carton-types/<int:type_id>")
@blueprint.input(CartonTypeChange)
@blueprint.output(CartonTypeRow)
def change_carton_type(type_id: int, json_data: CartonTypeChange) -> dict[str, Any]:
    """Change a carton type, or take it out of use."""
    site_id = sessions.me().site_id
    command(lambda tx: carton_types.change_carton_type(tx, site_id, type_id, json_data))
    return carton_types.show_carton_type(site_id, type_id)


@blueprint.get("/site/settings")
@blueprint.output(SettingsOut)
def show_settings() -> dict[str, Any]:
    """Show how the site works."""
    return asdict(settings.of_site(sessions.me().site_id))


@blueprint.patch("/site/settings")
@blueprint.input(SettingsForm)
@blueprint.output(SettingsOut)
def change_settings(json_data: SettingsForm) -> dict[str, Any]:
    """Change how the site works; what is left out stays."""
    me = sessions.me()
    changes = json_data.model_dump(exclude_none=True)
    return asdict(command(lambda tx: settings.change(tx, me.site_id, me.id, **changes)))


@blueprint.get("/site/settings/known")
@blueprint.output(KnownSettingsOut)
def known_settings() -> dict[str, Any]:
    """List every setting with its value, its safe default and its range."""
    return {"items": settings.known(sessions.me().site_id)}


@blueprint.get("/site/settings/history")
@blueprint.input(Listing, location="query")
@blueprint.output(SettingChangesOut)
def settings_history(query_data: Listing) -> dict[str, Any]:
    """List who changed which setting, newest first; nobody can change that list."""
    found = settings.history(sessions.me().site_id, query_data.cursor, query_data.limit)
    return page(found, query_data.limit)
