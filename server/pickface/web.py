"""The web side of the application: blueprints, guards on every request, and headers on every answer."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from apiflask import APIFlask
from flask import Request, Response, request
from werkzeug.routing import IntegerConverter

from pickface import answers, openapi, pages
from pickface.alerts.routes import blueprint as alerts
from pickface.archive.routes import blueprint as archive
from pickface.catalog.routes import blueprint as catalog
from pickface.channels.routes import blueprint as imports
from pickface.costs.routes import blueprint as costs
from pickface.departures.routes import blueprint as departures
from pickface.documents.routes import blueprint as documents
from pickface.errors import PickfaceError
from pickface.insight.count_routes import blueprint as counts
from pickface.insight.routes import blueprint as insight
from pickface.insight.watch_routes import blueprint as watch
from pickface.inspections.routes import blueprint as inspections
from pickface.kits.routes import blueprint as kits
from pickface.locations.face_routes import blueprint as faces
from pickface.locations.routes import blueprint as locations
from pickface.orders.carrier_routes import blueprint as carriers
from pickface.orders.parcel_routes import blueprint as parcels
from pickface.orders.routes import blueprint as orders
from pickface.owners.routes import blueprint as owners
from pickface.people import bearers, permissions, remembered, sessions
from pickface.people.routes import blueprint as people
from pickface.people.token_routes import blueprint as tokens
from pickface.planning.relocation_routes import blueprint as relocations
from pickface.planning.routes import blueprint as planning
from pickface.postage.routes import blueprint as postage
from pickface.printing.routes import blueprint as printing
from pickface.purchasing.delivery_routes import blueprint as deliveries
from pickface.purchasing.routes import blueprint as purchasing
from pickface.purchasing.unknown_routes import blueprint as unknown_goods
from pickface.returns.routes import blueprint as returns
from pickface.scans.camera_routes import blueprint as camera
from pickface.scans.paper_routes import blueprint as papers
from pickface.scans.photos.routes import blueprint as photos
from pickface.scans.routes import blueprint as scans
from pickface.setup.routes import blueprint as setup
from pickface.shops.routes import blueprint as channels
from pickface.shops.routes import hooks
from pickface.tasks.recall_routes import blueprint as lots
from pickface.tasks.routes import blueprint as tasks
from pickface.tasks.stock_routes import blueprint as stock
from pickface.views.routes import blueprint as views
from pickface.webhooks.routes import blueprint as webhooks

BLUEPRINTS = (
    pages.blueprint,
    printing,
    people,
    tokens,
    catalog,
    faces,
    locations,
    purchasing,
    deliveries,
    unknown_goods,
    planning,
    relocations,
    orders,
    owners,
    kits,
    returns,
    inspections,
    scans,
    tasks,
    lots,
    stock,
    insight,
    counts,
    costs,
    alerts,
    watch,
    parcels,
    documents,
    carriers,
    postage,
    departures,
    camera,
    photos,
    papers,
    setup,
    imports,
    archive,
    webhooks,
    views,
    channels,
    hooks,
)
READING = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY = 1 << 20
MAX_PICTURE = 8 << 20
PICTURES = ("/api/v1/barcodes/decode", "/api/v1/photos/")
MAX_TABLE = 20 << 20
TABLES = "/api/v1/imports"
MAX_ARCHIVE = 1 << 30
ARCHIVES = ("/api/v1/site/archive", "/api/v1/setup/archive")

_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:]{1,255}")


class ForeignRequest(PickfaceError):
    """A change that did not come from our own pages or from software that means it."""

    code = "foreign_request"
    status = 403


class SafeInteger(IntegerConverter):
    """An id in a path; larger ones than JavaScript and the databases can hold are no ids.

    They fail to match rather than to convert: a path that no rule matches is not found, whatever the method.
    """

    regex = r"\d{1,15}"


def init(app: APIFlask) -> None:
    """Give the application its endpoints; the guards run in the order that stands here."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.url_map.converters["int"] = SafeInteger
    answers.init(app)
    sessions.init(app)
    app.before_request(refuse_foreign)
    app.before_request(allow_pictures)
    app.before_request(pages.serve)
    app.before_request(permissions.enforce)
    app.before_request(remembered.before)
    app.after_request(add_headers)
    app.after_request(bearers.tell_pace)
    app.after_request(tag_for_software)
    app.after_request(remembered.after)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    openapi.init(app)


def is_ours(origin: str, asked: Request) -> bool:
    """Whether a browser's ``Origin`` is this server's own or one that the configuration allows."""
    from pickface.engine import engine

    return urlsplit(origin).netloc == asked.host or origin in engine().config.origins


def refuse_foreign() -> None:
    """A foreign page can send neither our header without a preflight nor our origin at all."""
    if request.method in READING or not request.path.startswith("/api/"):
        return
    origin = request.headers.get("Origin")
    # Nor can it send a token.
    if request.headers.get("X-Pickface") != "1" and not bearers.comes_with_one(request):
        raise ForeignRequest("a request that changes something needs the header X-Pickface: 1")
    if origin is not None and not is_ours(origin, request):
        raise ForeignRequest("this origin is not allowed", origin=origin)


def allow_pictures() -> None:
    """Pictures may be larger than forms, tables larger still, and archives as large as a site."""
    if request.path.startswith(PICTURES):
        request.max_content_length = MAX_PICTURE
    elif request.path == TABLES:
        request.max_content_length = MAX_TABLE
    elif request.path in ARCHIVES:
        # It goes to disk piece by piece.
        request.max_content_length = MAX_ARCHIVE


def tag_for_software(answer: Response) -> Response:
    """Software that asks for a list again is answered 304 while it is the same."""
    whole = request.method == "GET" and answer.status_code == 200 and answer.is_json
    if whole and bearers.comes_with_one(request):
        answer.add_etag()
        answer.make_conditional(request)
    return answer


def add_headers(answer: Response) -> Response:
    """What the browser may do with our answers: run our own code, talk to us alone, be framed by nobody.

    JSON is no document that could run or be framed; a scan's answer is spared what only documents heed.
    """
    headers = answer.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    if answer.mimetype == "application/json":
        headers.setdefault("Cache-Control", "no-store")
        return answer
    headers.setdefault("Content-Security-Policy", content_policy(request.host))
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    return answer


@lru_cache(maxsize=64)
def content_policy(host: str) -> str:
    """The content security policy; ``'wasm-unsafe-eval'`` is for the offline barcode decoder."""
    # Older browsers do not count websockets to 'self'. The host comes from the request, so only a plain one is named.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            f"connect-src 'self'{sockets}",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
