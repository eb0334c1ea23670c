"""What the endpoints of departures take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pickface.contract import LARGEST_ID, Answer, Form, Line, Query

Moment = Annotated[int, Field(ge=0, le=LARGEST_ID)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Code = Annotated[Line, Field(min_length=1, max_length=20)]
Door = Annotated[Line, Field(min_length=1, max_length=40)]


class DepartureForm(Form):
    """A truck of a carrier at a door: when it leaves, and until when parcels are closed for it."""

    carrier: Code
    door: Door
    leaves_at: Moment
    cut_off_at: Moment | None = None


class DepartureChange(Form):
    """What may be changed of a departure; what is left out stays."""

    door: Door | None = None
    leaves_at: Moment | None = None
    cut_off_at: Moment | None = None


class TimetableRow(Form):
    """A truck that comes each week; ``days`` are ISO weekdays, "12345" is Monday to Friday."""

    days: Annotated[str, Field(pattern=r"^[1-7]{1,7}$")]
    leaves: Clock
    cut_off: Clock
    door: Door

    @model_validator(mode="after")
    def _in_order(self) -> TimetableRow:
        if self.cut_off > self.leaves:
            raise ValueError("the cut-off is before it leaves")
        return self


class TimetableForm(Form):
    """All trucks of a carrier in a week; none: its parcels leave by themselves."""

    rows: Annotated[list[TimetableRow], Field(max_length=50)]


class TimetableLine(Answer):
    """A truck that comes each week."""

    days: str
    leaves: str
    cut_off: str
    door: str


class TimetableOut(Answer):
    """All trucks of a carrier in a week."""

    rows: list[TimetableLine]


class DepartureQuery(Query):
    """Which departures: those to come (``open``, the next first) or of a state (the latest first), of a carrier, at a
    door. Without ``descending`` each has its own order by when it was to leave.
    """

    state: Literal["open", "planned", "loading", "left", "cancelled"] = "open"
    carrier: Annotated[Line, Field(max_length=20)] = ""
    door: Annotated[Line, Field(max_length=40)] = ""
    sort: Literal["leaves"] = "leaves"
    descending: bool | None = None
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=400)


class DepartureRow(Answer):
    """A departure: how many parcels are for it, how many of them are on it, and whether its time is short."""

    id: int
    code: str
    carrier: str
    name: str
    door: str
    leaves_at: int
    cut_off_at: int
    state: str
    by_timetable: bool
    left_at: int | None
    left_by: str | None
    parcels: int
    loaded: int
    pressing: bool


class DeparturesOut(Answer):
    """A page of departures."""

    items: list[DepartureRow]
    next: str | None


class DepartureParcel(Answer):
    """A parcel of a departure: where it stands, and whether it is on the truck."""

    id: int
    tracking: str
    plate: str
    number: str
    customer: str
    weight_g: int
    place: str
    pallet: str
    loaded_at: int | None
    loaded_by: str | None
    shipped_at: int | None


class DepartureOut(Answer):
    """A departure with its parcels, and who is loading it."""

    departure: DepartureRow
    loaders: list[str]
    parcels: list[DepartureParcel]


class LeaveForm(Form):
    """The truck leaves; ``anyway`` also where somebody has not said that they are done loading."""

    anyway: bool = False


class StayingRow(Answer):
    """A parcel that stays, and the code of the departure that it waits for now; '' where none is known."""

    plate: str
    departure: str


class LeftOut(Answer):
    """The truck has left; what stays."""

    departure: DepartureRow
    stays: list[StayingRow]


class OffForm(Form):
    """The parcel that was taken off."""

    shipment: Annotated[int, Field(ge=1, le=LARGEST_ID)]
