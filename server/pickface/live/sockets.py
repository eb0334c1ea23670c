"""``GET /ws``: pushes work to handhelds and rows to boards. Server to client only; scans go up by HTTP.

The thread that handles the request is the only one that sends messages. It waits on a bounded mailbox, holds no
database session while it waits, and looks up every few seconds whether the peer is still there.
"""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from apiflask import APIFlask
from flask import current_app, request, session
from flask_login import current_user
from flask_sock import Sock
from simple_websocket import ConnectionClosed  # type: ignore[import-untyped]

from pickface.db import clock, db, row
from pickface.errors import BadRequest
from pickface.live.bus import Bus, Mailbox
from pickface.live.presence import Listener, LocalPresence, Presence, Present, RedisPresence
from pickface.live.redis_bus import RedisBus
from pickface.live.steady_socket import SteadySocket

log = logging.getLogger(__name__)

RESTARTING, FAILED, TOO_SLOW = 1012, 1011, 1013
NOT_SIGNED_IN, NOT_ALLOWED = 4401, 4403
MOST_BYTES = 64 * 1024
PING_S = 25
SEND_PATIENCE_S = 5
LOOK_UP_S = 2.0
GOODBYE_S = 0.4
TOPICS = ("work", "board")

stopping = threading.Event()
_mailboxes: set[Mailbox] = set()
_lock = threading.Lock()


class Feed(Protocol):
    """What makes board messages; asked to run when somebody listens."""

    def ensure_running(self) -> None:
        """Begin to listen to hints, once."""
        ...

    def close(self) -> None:
        """Stop."""
        ...


@dataclass
class Live:
    """What the live part of one application holds."""

    bus: Bus
    presence: Presence
    feed: Feed
    board_roles: frozenset[str]

    def close(self) -> None:
        """Stop its threads; the bus is closed by whoever opened it."""
        self.feed.close()
        self.presence.close()


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens, and what they know already."""

    person_id: int
    site_id: int
    role: str
    version: int
    device: str
    session: str = ""


class Refused(Exception):
    """The handshake is closed with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def init(app: APIFlask, bus: Bus, feed: Feed, board_roles: frozenset[str]) -> Live:
    """Serve ``/ws`` on this application; work is for everybody who is signed in, the board for ``board_roles``."""

    def tell_board(changed: set[tuple[int, int]]) -> None:
        for site_id, person_id in changed:
            bus.publish("hints", {"site": site_id, "people": [person_id]})

    presence: Presence = LocalPresence(tell_board)
    if isinstance(bus, RedisBus):
        presence = RedisPresence(bus.redis, tell_board)
    live = app.extensions["pickface_live"] = Live(bus, presence, feed, board_roles)
    app.config["SOCK_SERVER_OPTIONS"] = {
        "ping_interval": PING_S,
        "max_message_size": 1024,
        # A peer that does not answer the goodbye must not hold the process.
        "thread_class": partial(threading.Thread, daemon=True),
    }
    app.before_request(_prepare_handshake)
    Sock(app).route("/ws", endpoint="live.ws")(_serve)
    return live


def present_people(site_id: int) -> Present:
    """Whose device listens for work now: ``{person_id: {"device", "since"}}``."""
    return _live().presence.people(site_id)


def stop_all() -> None:
    """Close every socket of this process with 1012; safe to call from a signal handler."""
    stopping.set()
    threading.Thread(target=_wake_all, name="pickface-goodbye", daemon=True).start()


def _live() -> Live:
    return cast("Live", current_app.extensions["pickface_live"])


def _wake_all() -> None:
    with _lock:
        mailboxes = list(_mailboxes)
    for mailbox in mailboxes:
        mailbox.wake()


def _prepare_handshake() -> None:
    """Refuse what cannot become a websocket while an HTTP answer can still be given."""
    if request.path != "/ws":
        return
    if request.headers.get("Upgrade", "").lower() == "websocket" and (
        request.headers.get("Sec-WebSocket-Version") != "13"
        or not request.headers.get("Sec-WebSocket-Key")
    ):
        raise BadRequest("websocket version 13 with a key is wanted", field="Sec-WebSocket-Version")
    # Compression would keep a quarter of a megabyte per device for messages of a few kilobytes.
    request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)


def _serve(ws: Any) -> None:
    line = SteadySocket(ws.sock, SEND_PATIENCE_S)
    ws.sock = line
    code, reason = FAILED, "failed"
    try:
        code, reason = _converse(ws)
    except Refused as refusal:
        code, reason = refusal.code, refusal.reason
    except (ConnectionClosed, OSError):
        code = 0
    except Exception:
        log.exception("a websocket failed")
    finally:
        _end(ws, line, code, reason)


def _end(ws: Any, line: SteadySocket, code: int, reason: str) -> None:
    """Say goodbye and wait a moment for the answer here: the web server would wait for it in its accepting thread."""
    with contextlib.suppress(ConnectionClosed, OSError):
        if code:
            ws.close(code, reason)
            line.finish()
            ws.thread.join(GOODBYE_S)
    ws.connected = False
    line.abort()


def _converse(ws: Any) -> tuple[int, str]:
    _check_origin()
    topics = _wanted_topics()
    ear = _listener()
    live = _live()
    if "board" in topics and ear.role not in live.board_roles:
        raise Refused(NOT_ALLOWED, "the board is not for this role")
    told = [_bus_topic(topic, ear) for topic in topics]
    mailbox = live.bus.listen([*told, f"session:{ear.person_id}"])
    present = Listener(uuid.uuid4().hex, ear.site_id, ear.person_id, ear.device, clock())
    with _lock:
        _mailboxes.add(mailbox)
    try:
        if "board" in topics:
            live.feed.ensure_running()
        # Read after listening began: what changes from here on is in the mailbox.
        ear = replace(ear, version=_work_version(ear.person_id))
        ws.send(json.dumps({"type": "hello", "version": ear.version, "server_time": clock()}))
        if "work" in topics:
            live.presence.enter(present)
        return _pass_on(ws, mailbox, ear)
    finally:
        with _lock:
            _mailboxes.discard(mailbox)
        live.bus.leave(mailbox)
        if "work" in topics:
            live.presence.leave(present)


def end_of_session(person_id: int, session_id: str = "") -> tuple[str, dict[str, Any]]:
    """Topic and message that close a session's sockets with 4401; without an id all sockets of the person."""
    return f"session:{person_id}", {"type": "end", "session": session_id}


def _is_over(message: dict[str, Any], ear: Ear) -> bool:
    return message.get("type") == "end" and message["session"] in ("", ear.session)


def _pass_on(ws: Any, mailbox: Mailbox, ear: Ear) -> tuple[int, str]:
    """Send what comes until the peer goes, falls behind, the session ends, or the server stops."""
    while not stopping.is_set():
        message = mailbox.get(LOOK_UP_S)
        if mailbox.too_slow:
            return TOO_SLOW, "too slow"
        if message is not None:
            if _is_over(message, ear):
                return NOT_SIGNED_IN, "the session has ended"
            if message.get("type") != "end":
                ws.send(_text(message))
            continue
        while ws.receive(timeout=0) is not None:
            pass  # Nothing is expected from this side.
    return RESTARTING, "restarting"


def _text(message: dict[str, Any]) -> str:
    """The message as JSON; one that is too large becomes the advice to pull."""
    text = json.dumps(message, separators=(",", ":"))
    if len(text) <= MOST_BYTES:
        return text
    return json.dumps({"type": "pull", "version": message.get("version", 0)})


def _check_origin() -> None:
    """A foreign page would come with our cookie, but also with its own origin. Programs send none."""
    origin = request.headers.get("Origin")
    if origin is None or origin in current_app.extensions["pickface"].config.origins:
        return
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or _plain(parts.netloc) != _plain(request.host):
        raise Refused(NOT_ALLOWED, "foreign origin")


def _plain(host: str) -> str:
    return host.lower().removesuffix(":80").removesuffix(":443")


def _wanted_topics() -> list[str]:
    topics = sorted(set(request.args.get("topics", "work").split(",")))
    if unknown := [topic for topic in topics if topic not in TOPICS]:
        raise Refused(NOT_ALLOWED, f"no such topic: {unknown[0][:40]}")
    return topics


def _bus_topic(topic: str, ear: Ear) -> str:
    return f"person:{ear.person_id}" if topic == "work" else f"board:{ear.site_id}"


def _listener() -> Ear:
    """Who is signed in; the database session ends here."""
    try:
        if not current_user.is_authenticated:
            raise Refused(NOT_SIGNED_IN, "not signed in")
        found = row(
            "SELECT id, site_id, role, work_version, (SELECT name FROM device WHERE id = :device) AS device "
            "FROM person WHERE id = :id AND active = 1",
            id=current_user.id,
            device=session.get("device"),
        )
    finally:
        db.session.remove()
    if found is None:
        raise Refused(NOT_SIGNED_IN, "not signed in")
    return Ear(
        found["id"],
        found["site_id"],
        found["role"],
        found["work_version"],
        found["device"] or "",
        session.get("id") or "",
    )


def _work_version(person_id: int) -> int:
    try:
        found = row("SELECT work_version FROM person WHERE id = :id", id=person_id)
    finally:
        db.session.remove()
    return int(found["work_version"]) if found else 0
