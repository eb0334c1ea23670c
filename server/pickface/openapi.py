"""What every operation of the OpenAPI document has in common, told once: who may use it, and how it can be refused.

Routes tell what is their own. Whoever writes software against the API sees here, too, each answer that no route
thinks of: nobody signed in, another role, a body that is no JSON, a request that was sent twice.
"""

from __future__ import annotations

import re
from typing import Any, Final

from apiflask import APIFlask

from pickface.people import permissions, remembered

Operation = dict[str, Any]

READING: Final = frozenset({"get", "head", "options"})
PDF: Final = "application/pdf"
ZPL: Final = "application/zpl"
CSV: Final = "text/csv"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FILES: Final[dict[str, tuple[str, ...]]] = {
    "archive.download_site": ("application/zip",),
    "departures.manifest_csv": (CSV,),
    "departures.manifest_pdf": (PDF,),
    "carriers.manifest_csv": (CSV,),
    "carriers.manifest_pdf": (PDF,),
    "imports.problems": (CSV,),
    "imports.save_table": (CSV, WORKBOOK),
    "imports.problems_workbook": (WORKBOOK,),
    "papers.command_card": (PDF,),
    "papers.scanner_test": (PDF,),
    "parcels.label_pdf": (PDF,),
    "parcels.label_zpl": (ZPL,),
    "documents.packing_slip": (PDF,),
    "documents.preview_svg": ("image/svg+xml",),
    "documents.preview_pdf": (PDF,),
    "documents.show_invoice": (PDF,),
    "postage.manifest_paper": (PDF,),
    "photos.show": ("image/jpeg",),
    "purchasing.discrepancies_pdf": (PDF,),
    "purchasing.purchase_order_csv": (CSV,),
    "purchasing.purchase_order_pdf": (PDF,),
    "purchasing.purchase_order_workbook": (WORKBOOK,),
    "setup.print_badges": (PDF, ZPL),
    "setup.print_bins": (PDF, ZPL),
    "setup.print_items": (PDF, ZPL),
    "setup.print_plates": (PDF, ZPL),
    "setup.print_totes": (PDF, ZPL),
}
"""Endpoints that answer a file and never JSON."""
ALSO_FILES: Final[dict[str, tuple[str, ...]]] = {
    "costs.list_items": (CSV, WORKBOOK),
    "insight.list_scans": (CSV,),
    "kits.list_kits": (CSV,),
    "insight.list_stock": (CSV, WORKBOOK),
    "watch.list_dead": (CSV, WORKBOOK),
    "watch.list_expiring": (CSV, WORKBOOK),
    "watch.list_low": (CSV, WORKBOOK),
    "watch.list_overstock": (CSV, WORKBOOK),
}
"""Lists that are files where ``format`` says so."""
BODIES: Final[dict[str, tuple[str, ...]]] = {
    "archive.look_at_archive": ("application/zip",),
    "archive.look_at_first_archive": ("application/zip",),
    "camera.decode": ("image/jpeg", "image/png"),
    "documents.put_logo": ("image/png", "image/jpeg"),
    "imports.upload": ("application/octet-stream",),
    "photos.hand_in": ("image/jpeg",),
    "photos.hand_in_from_desk": ("image/jpeg",),
}
"""Endpoints whose body is no JSON."""
BATCH: Final[Operation] = {
    "type": "object",
    "required": ["events"],
    "properties": {
        "events": {
            "type": "array",
            "maxItems": 200,
            "items": {
                "type": "object",
                "required": ["body", "sig"],
                "properties": {"body": {"type": "string"}, "sig": {"type": "string"}},
            },
        },
        "attempt": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "sent": {"type": "integer", "description": "the device's clock, UTC milliseconds"},
        "unsent": {"type": "integer", "description": "how many scans the device still holds"},
    },
}
"""The door reads its body without a model, since nothing may stand between a scan and its commit."""

SENT_TWICE: Final[Operation] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent again with the same key, the request is carried out once and answered alike",
    "schema": {"type": "string", "pattern": "^[!-~]{1,100}$"},
}
REFUSALS: Final = {
    "400": "The body cannot be read",
    "401": "Nobody is signed in, or the token is not known, over or revoked",
    "403": "Another role may, or the request came from a foreign page",
    "404": "Nothing here has that id or code",
    "409": "The state of things does not allow it now",
    "413": "The body is too large",
    "415": "The body is of another media type",
    "422": "A field does not fit",
    "429": "Too many requests; Retry-After tells when to ask again",
    "503": "The database, or a part of the server, cannot answer now; nothing was kept",
}


def init(app: APIFlask) -> None:
    """Complete the document when it is made."""

    @app.spec_processor
    def complete(spec: dict[str, Any] | str) -> dict[str, Any] | str:
        if isinstance(spec, str):  # as YAML, which nobody is served
            return spec
        _tell_of_refusals(spec)
        # A websocket, for which OpenAPI has no words.
        spec["paths"].pop("/ws", None)
        endpoints = _endpoints(app)
        for path, methods in spec["paths"].items():
            for method, operation in methods.items():
                endpoint = endpoints.get((path, method))
                if endpoint is not None:
                    _complete(operation, endpoint, method, "{" in path)
        return spec


def _endpoints(app: APIFlask) -> dict[tuple[str, str], str]:
    """The endpoint behind each path, as the document spells it, and method."""
    return {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method.lower()): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }


def _tell_of_refusals(spec: dict[str, Any]) -> None:
    parts = spec.setdefault("components", {})
    parts["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "pickface_session"},
        "token": {"type": "http", "scheme": "bearer"},
    }
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/HTTPError"}}}
    parts["responses"] = {
        f"Refused{status}": {"description": said, "content": problem}
        for status, said in REFUSALS.items()
    }


def _complete(operation: Operation, endpoint: str, method: str, has_path: bool) -> None:
    files, bodies = FILES.get(endpoint), BODIES.get(endpoint)
    if bodies:
        binary = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in bodies}
        operation["requestBody"] = {"required": True, "content": binary}
    if endpoint == "scans.deliver":
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": BATCH}},
        }
    if files:
        operation["responses"]["200"] = _file(files)
    for kind in ALSO_FILES.get(endpoint, ()):
        operation["responses"]["200"]["content"].update(_file((kind,))["content"])
    operation["operationId"] = endpoint
    _say_who_may(operation, endpoint)
    _say_for_software(operation, endpoint, method)
    for status in sorted(_ways_to_refuse(operation, endpoint, method, has_path)):
        said = {"$ref": f"#/components/responses/Refused{status}"}
        operation["responses"].setdefault(status, said)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _file(kinds: tuple[str, ...]) -> Operation:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"description": "The file", "content": dict.fromkeys(kinds, binary)}


def _say_who_may(operation: Operation, endpoint: str) -> None:
    roles = permissions.TABLE.get(endpoint, frozenset())
    if roles is permissions.OPEN:
        operation["security"] = []
        return
    ways = ["session", "token"] if endpoint in permissions.for_software() else ["session"]
    operation["security"] = [{way: []} for way in ways]
    operation["x-roles"] = sorted(roles)


def _say_for_software(operation: Operation, endpoint: str, method: str) -> None:
    """Whether a token may, and whether a key makes it safe to send again: what a client is generated from."""
    for_tokens = permissions.for_software() | {permissions.WHO_AM_I}
    operation["x-for-tokens"] = endpoint in for_tokens
    operation["x-idempotency-key"] = method == "post" and endpoint not in remembered.TELL_SECRETS


def _ways_to_refuse(operation: Operation, endpoint: str, method: str, has_path: bool) -> set[str]:
    ways = {"503"}
    guarded = permissions.TABLE.get(endpoint) is not permissions.OPEN
    if guarded:
        ways |= {"401", "403", "429"}
    if operation.get("parameters") or "requestBody" in operation:
        ways |= {"404", "422"}
    if has_path:
        ways.add("404")
    if method not in READING:
        ways.add("403")
    if "requestBody" in operation:
        ways |= {"400", "413"}
    if method == "post" and guarded:
        operation.setdefault("parameters", []).append(SENT_TWICE)
        ways |= {"409", "422"}
    return ways
