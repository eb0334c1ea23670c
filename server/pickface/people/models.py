"""Who works here, on which device, and with which key."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis, Uuid


class Person(Base):
    """Somebody who signs in; the badge is scanned, the PIN or password proves it."""

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    badge: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    login: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    pin_hash: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    password_hash: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    role: Mapped[str] = mapped_column(sa.String(20))
    language: Mapped[str] = mapped_column(sa.String(8), default="en", server_default="en")
    active: Mapped[int] = mapped_column(sa.Integer, default=1, server_default="1")
    quality_check: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    """1: where the site checks by picker, what this person picks is checked."""
    zones: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    """The zones in which this person works first, with commas; '': anywhere."""
    equipment: Mapped[str] = mapped_column(sa.String(120), default="", server_default="")
    """What this person may drive, with commas, in the words in which zones ask for it."""
    work_version: Mapped[int] = mapped_column(Id, default=0, server_default="0")
    owner_id: Mapped[int | None] = mapped_column(Id)
    """The client whom a person of the role ``client`` belongs to; NULL for the house's own people."""
    device_salt: Mapped[str] = mapped_column(sa.String(44), default="", server_default="")
    device_rounds: Mapped[int] = mapped_column(sa.Integer, default=0, server_default="0")
    device_key: Mapped[str] = mapped_column(sa.String(44), default="", server_default="")
    """What a device derives from the PIN to sign this person in without a network (``roster.py``); '' until it may."""


class Device(Base):
    """A handheld that the server knows: enrolment authorises delivery (LAWS 3)."""

    __tablename__ = "device"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    enrolled_at: Mapped[int] = mapped_column(Millis)
    enrolled_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    last_seen_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    revoked_at: Mapped[int | None] = mapped_column(Millis)


class Enrolment(Base):
    """An invitation of a handheld: whoever shows its code in time is enrolled under this name, once."""

    __tablename__ = "enrolment"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    made_at: Mapped[int] = mapped_column(Millis)
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[int] = mapped_column(Millis)
    used_at: Mapped[int | None] = mapped_column(Millis)
    device_id: Mapped[str | None] = mapped_column(Uuid)


class ApiToken(Base):
    """Software that is let in; ``person_id`` is whom what it does is attributed to. Only its hash is kept."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(sa.String(80))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    beginning: Mapped[str] = mapped_column(sa.String(12))
    scopes: Mapped[str] = mapped_column(sa.Text)
    """JSON list of endpoints, as the permission table calls them."""
    made_at: Mapped[int] = mapped_column(Millis)
    made_by: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    expires_at: Mapped[int] = mapped_column(Millis)
    last_used_at: Mapped[int] = mapped_column(Millis, default=0, server_default="0")
    revoked_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (sa.Index("api_token_site", "site_id", "id"),)


class RememberedAnswer(Base):
    """A request that came with a key and was carried out, and what it was answered (``remembered.py``)."""

    __tablename__ = "remembered_answer"
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    request_hash: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[int] = mapped_column(Millis)
    status: Mapped[int | None] = mapped_column(sa.Integer)
    body: Mapped[str | None] = mapped_column(sa.Text)
    __table_args__ = (sa.Index("remembered_answer_at", "at"),)


class DeviceRoster(Base):
    """Who could sign in offline on a device, by the newest roster that it was given."""

    __tablename__ = "device_roster"
    device_id: Mapped[str] = mapped_column(sa.ForeignKey("device.id"), primary_key=True)
    given_at: Mapped[int] = mapped_column(Millis)
    valid_until: Mapped[int] = mapped_column(Millis)
    people: Mapped[str] = mapped_column(sa.Text, default="[]", server_default="[]")
    """JSON list of person ids."""


class Shift(Base):
    """One person's signed-in time on one device, with the public half of its key."""

    __tablename__ = "shift"
    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    device_id: Mapped[str] = mapped_column(sa.ForeignKey("device.id"))
    stream: Mapped[str] = mapped_column(Uuid)
    public_key: Mapped[str] = mapped_column(sa.String(120))
    started_at: Mapped[int] = mapped_column(Millis)
    ended_at: Mapped[int | None] = mapped_column(Millis)
    __table_args__ = (
        sa.Index("shift_person", "person_id"),
        sa.Index("shift_device", "device_id"),
        sa.Index("shift_stream", "stream"),
    )
