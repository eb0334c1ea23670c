"""The script of loading: this truck's parcels in any order, and what is not for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "load"


@dataclass(frozen=True)
class Parcel:
    """A parcel for the truck; ``on``: somebody has put it there, ``off``: how often it was taken off again."""

    plate: str
    label: str
    pallet: str = ""
    on: bool = False
    off: int = 0


@dataclass(frozen=True)
class Other:
    """A parcel that is not for the truck: the refusal that it meets, and what that says."""

    plate: str
    label: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    pallet: str = ""


def compile_loading(  # noqa: PLR0917 - what a truck is
    title: str,
    site_id: int,
    door: int,
    parcels: Sequence[Parcel],
    others: Sequence[Other],
    leave: str,
    words: Dictionary,
) -> dict[str, Any]:
    """The script; ``leave`` is the code of the place where strange parcels are left."""
    step = {
        "id": STEP,
        "kind": "collect",
        "allow": ["done"],
        "lines": [],
        "into": {"place": door},
        "load": {one.plate: _parcel(one) for one in parcels},
        "others": {one.plate: _other(one) for one in others},
        "leave": leave,
    }
    return words.script("load", title, site_id, [step])


def _parcel(one: Parcel) -> dict[str, Any]:
    said: dict[str, Any] = {"label": one.label}
    if one.pallet:
        said["pallet"] = one.pallet
    if one.on:
        said["on"] = True
    if one.off:
        said["off"] = one.off
    return said


def _other(one: Other) -> dict[str, Any]:
    pallet = {"pallet": one.pallet} if one.pallet else {}
    return {"label": one.label, **pallet, "code": one.code, "params": dict(one.params)}
