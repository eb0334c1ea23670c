"""What the first run and the checklist take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.archive.forms import LoadOut
from pickface.contract import Answer, Form, Line, Lines, Moment
from pickface.people.forms import Secret, Uuid


class SetupOut(Answer):
    """Whether this installation waits for its first run, and how far the archive is that it is begun with."""

    needed: bool
    loading: LoadOut | None


class FirstRunForm(Form):
    """The company, its first site and its first manager; ``setup_code`` stands on the console."""

    setup_code: Annotated[Line, Field(min_length=1, max_length=40)]
    company: Annotated[Line, Field(min_length=1, max_length=80)]
    site_code: Annotated[Line, Field(min_length=1, max_length=12)]
    site_name: Annotated[Line, Field(min_length=1, max_length=80)]
    timezone: Annotated[Line, Field(min_length=1, max_length=40)]
    address: Annotated[Lines, Field(max_length=400)] = ""
    manager: Annotated[Line, Field(min_length=1, max_length=80)]
    login: Annotated[Line, Field(min_length=1, max_length=80)]
    password: Secret


class FoundedOut(Answer):
    """What was founded."""

    site: str
    login: str


class StepOut(Answer):
    """A step of setting up."""

    name: str
    done: bool


class ChecklistOut(Answer):
    """What a new warehouse still lacks."""

    steps: list[StepOut]
    done: bool


class InvitationForm(Form):
    """What the handheld shall be called."""

    name: Annotated[Line, Field(min_length=1, max_length=40)]


class InvitationOut(Answer):
    """An invitation: the address that the handheld opens, as a QR code (SVG) too."""

    id: int
    name: str
    address: str
    qr: str
    expires_at: Moment


class InvitationState(Answer):
    """Whether a device has followed it."""

    id: int
    name: str
    expires_at: Moment
    used_at: Moment | None


class EnrolForm(Form):
    """A handheld shows the code of its invitation."""

    code: Annotated[Line, Field(min_length=20, max_length=100)]
    device: Uuid


class EnrolledOut(Answer):
    """What the handheld is called, and where it works; ``token`` for software that keeps no cookies."""

    name: str
    site: str
    token: str
