"""What the people's endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pickface.contract import Answer, Code, Form, Line, Listing, Moment, Name, RowId

Role = Literal["manager", "supervisor", "buyer", "receiver", "picker", "packer", "client"]
Uuid = Annotated[
    str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Secret = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[Line, Field(max_length=120)]
"""Words of the house with commas: codes of zones, or what somebody may drive; '': all, or nothing."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]


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


class SessionChange(Form):
    """What people choose for themselves."""

    language: Language


class PersonOut(Answer):
    """Who is signed in, and the endpoints their role allows; ``owner`` is the client they belong to, if any."""

    id: int
    name: str
    role: str
    owner: str = ""
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
    network_at: str


class LockOut(Answer):
    """When a handheld locks: after idle minutes (0: never), and in its cradle."""

    minutes: int
    in_cradle: bool


class SessionOut(Answer):
    """A session as a client sees it."""

    person: PersonOut
    shift: str | None
    device: DeviceOut | None
    site: SiteOut
    server_time: Moment
    checkpoint: str
    lock: LockOut


class ShiftForm(Form):
    """A shift that was begun offline; ``at`` is when, as the device reckons the server's time.

    ``current``: that person works on the device now, so the session becomes theirs.
    """

    shift: Uuid
    person: RowId
    stream: Uuid
    public_key: Annotated[str, Field(max_length=120)]
    at: Moment
    proof: Annotated[str, Field(min_length=40, max_length=60)]
    current: bool = True


class RosterEntry(Answer):
    """Who may sign in offline, and what a device needs to know them by."""

    badge_hash: str
    salt: str
    rounds: int
    key_hash: str
    person: PersonOut


class RosterOut(Answer):
    """A device's roster; nobody is on it while the site does not let people sign in offline."""

    people: list[RosterEntry]
    valid_until: Moment
    server_time: Moment
    site: SiteOut
    lock: LockOut


class DevicesQuery(Listing):
    """Which devices to list."""

    cursor: Uuid | None = None  # type: ignore[assignment]


class Worker(Answer):
    """Somebody, by id and name."""

    id: int
    name: str


class ScannerHealth(Answer):
    """A device's scans of its day, and how many of them came in pieces, too short to be a code, or unreadable."""

    scans: int
    split: int
    short: int
    unreadable: int


class DeviceRow(Answer):
    """A handheld in the list; ``person`` is whose shift is open on it, ``scanner`` how its scanner reads.

    ``unsent`` is how many scans it said it still held when it was last heard, null if it has not said.
    """

    id: str
    name: str
    enrolled_at: Moment
    last_seen_at: Moment
    revoked_at: Moment | None
    person: Worker | None
    scanner: ScannerHealth | None
    unsent: int | None


class DevicesOut(Answer):
    """A page of devices."""

    items: list[DeviceRow]
    next: str | None


class PersonChange(Form):
    """What to change of a person; what is left out stays. ``badge`` or ``login`` null takes that way in away."""

    active: bool | None = None
    name: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    role: Role | None = None
    language: Language | None = None
    quality_check: bool | None = None
    zones: Words | None = None
    equipment: Words | None = None
    owner: Name | None = None
    badge: Code | None = None
    pin: Secret | None = None
    login: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    password: Secret | None = None


class UnlockedOut(Answer):
    """How many locks were lifted."""

    unlocked: int


class PersonForm(Form):
    """A new person: badge with PIN, login with password, or both. A client's sees only what is the ``owner``'s."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    role: Role
    badge: Code | None = None
    pin: Secret | None = None
    login: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    password: Secret | None = None
    language: Language = "en"
    quality_check: bool = False
    zones: Words = ""
    equipment: Words = ""
    owner: Name | None = None


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
    zones: str
    equipment: str
    owner: str


class PeopleQuery(Listing):
    """Which people to list."""

    role: Role | None = None


class PeopleOut(Answer):
    """A page of people."""

    items: list[PersonRow]
    next: str | None
