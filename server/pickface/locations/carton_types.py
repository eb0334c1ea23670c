"""The kinds of cartons that a site has: made, listed, changed."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx, rows
from pickface.errors import Conflict, NotFound
from pickface.locations.carton_forms import CartonTypeChange, CartonTypeForm

COLUMNS = "id, code, name, length_mm, width_mm, height_mm, tare_g, max_weight_g, cost_minor, active"


class CartonTypeTaken(Conflict):
    """The site has a carton type with that code."""

    code = "carton_type_taken"


class NoSuchCartonType(NotFound):
    """The site has no such carton type."""

    code = "carton_type_not_found"


def create_carton_type(tx: Tx, site_id: int, form: CartonTypeForm) -> int:
    """Make a carton type and answer its id; CartonTypeTaken."""
    made = tx.value(
        "INSERT INTO carton_type (site_id, code, name, length_mm, width_mm, height_mm, tare_g, max_weight_g, "
        "cost_minor) VALUES (:site, :code, :name, :length_mm, :width_mm, :height_mm, :tare_g, :max_weight_g, "
        ":cost_minor) ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        **form.model_dump(),
    )
    if made is None:
        raise CartonTypeTaken("the site has a carton type with that code", code=form.code)
    return int(made)


def change_carton_type(tx: Tx, site_id: int, type_id: int, form: CartonTypeChange) -> None:
    """Change what is said of a carton type, or take it out of use; NoSuchCartonType."""
    known = tx.value(
        "SELECT id FROM carton_type WHERE id = :id AND site_id = :site", id=type_id, site=site_id
    )
    if known is None:
        raise NoSuchCartonType("the site has no such carton type", carton_type=type_id)
    for name, value in form.model_dump(exclude_none=True).items():
        tx.run(
            f"UPDATE carton_type SET {name} = :value WHERE id = :id",
            value=int(value) if isinstance(value, bool) else value,
            id=type_id,
        )


def list_carton_types(site_id: int) -> dict[str, Any]:
    """All carton types of the site, the smallest first."""
    found = rows(
        f"SELECT {COLUMNS} FROM carton_type WHERE site_id = :site "
        "ORDER BY active DESC, CAST(length_mm AS BIGINT) * width_mm * height_mm, code",
        site=site_id,
    )
    return {"items": [dict(one) for one in found]}


def show_carton_type(site_id: int, type_id: int) -> dict[str, Any]:
    """One carton type of the site."""
    return next(one for one in list_carton_types(site_id)["items"] if one["id"] == type_id)


def in_use(site_id: int) -> list[Row]:
    """The carton types that may be proposed."""
    return rows(
        f"SELECT {COLUMNS} FROM carton_type WHERE site_id = :site AND active = 1", site=site_id
    )
