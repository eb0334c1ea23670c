"""What the people's endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pickface.contract import Answer, Code, Form, Line, Listing, Moment

Role = Literal["manager", "supervisor", "buyer", "receiver", "picker", "packer"]
Uuid = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class DeviceForm(Form):
    """The handheld that somebody signs in on."""

    id: Uuid
    name: Annotated[Line, Field(min_length=1, max_length=80)]


class SignInForm(Form):
    """Badge and PIN, on a handheld with its stream and key; or login and password at a desk."""

    badge: Code | None = None
    pin: Secret | None = None
    login: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    password: Secret | None = None
    device: DeviceForm | None = None
    stream: Uuid | None = None
    public_key: Annotated[str, Field(max_length=120)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        by_badge = self.badge is not None and self.pin is not None
        by_login = self.login is not None and self.password is not None
        if by_badge == by_login:
            raise ValueError("give badge and pin, or login and password")
        parts = (self.device, self.stream, self.public_key)
        if any(part is not None for part in parts) and (None in parts or not by_badge):
            raise ValueError("device, stream and public_key come together, with a badge")
        return self


class PersonOut(Answer):
    """Who is signed in, and the endpoints their role allows."""

    id: int
    name: str
    role: str
    language: str
    permissions: list[str]


class DeviceOut(Answer):
    """The enrolled device; ``token`` is answered by a sign-in only."""

    id: str
    token: str | None


class SiteOut(Answer):
    """Where the person works."""

    id: int
    code: str
    name: str
    timezone: str


class SessionOut(Answer):
    """A session as a client sees it."""

    person: PersonOut
    shift: str | None
    device: DeviceOut | None
    site: SiteOut
    server_time: Moment
    checkpoint: str


class PersonForm(Form):
    """A new person: badge with PIN, login with password, or both."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    role: Role
    badge: Code | None = None
    pin: Secret | None = None
    login: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    password: Secret | None = None
    language: Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"
    quality_check: bool = False


class PersonRow(Answer):
    """A person in the list."""

    id: int
    name: str
    role: str
    badge: str | None
    login: str | None
    language: str
    active: bool
    quality_check: bool


class PeopleQuery(Listing):
    """Which people to list."""

    role: Role | None = None


class PeopleOut(Answer):
    """A page of people."""

    items: list[PersonRow]
    next: str | None
