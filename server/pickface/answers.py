"""How errors are answered: ``{"code", "params", "message"}``, whatever raised them (LAWS 25)."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
from apiflask import APIFlask
from apiflask.exceptions import HTTPError
from flask import Response, jsonify
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from pickface.errors import BadRequest, PickfaceError

log = logging.getLogger(__name__)

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "bad_media_type",
    422: "bad_request",
    429: "too_many_requests",
    503: "server_unavailable",
}

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["code", "params", "message"],
    "properties": {
        "code": {"type": "string"},
        "params": {"type": "object"},
        "message": {"type": "string"},
    },
}


class DatabaseUnavailable(PickfaceError):
    """The database does not answer; asking again later may help."""

    code = "database_unavailable"
    status = 503


def init(app: APIFlask) -> None:
    """Answer every error in one form, and say so in the OpenAPI document."""
    app.config["HTTP_ERROR_SCHEMA"] = PROBLEM_SCHEMA
    app.config["VALIDATION_ERROR_SCHEMA"] = PROBLEM_SCHEMA
    app.register_error_handler(PickfaceError, of_ours)
    app.register_error_handler(HTTPError, of_validation)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(sa.exc.DBAPIError, of_database)
    app.register_error_handler(sa.exc.TimeoutError, of_database)
    app.register_error_handler(RecursionError, of_depth)
    app.register_error_handler(Exception, of_bug)


def problem(error: PickfaceError) -> Response:
    """The answer to one of our own errors."""
    answer = jsonify(error.as_json())
    answer.status_code = error.status
    if "retry_s" in error.params:
        answer.headers["Retry-After"] = str(error.params["retry_s"])
    return answer


def of_ours(error: PickfaceError) -> Response:
    """A situation that the code foresaw."""
    return problem(error)


def of_validation(error: HTTPError) -> Response:
    """Input that does not fit its model: the first field that is wrong, and all of them."""
    fields: dict[str, list[str]] = {}
    if isinstance(error.detail, dict):
        for found in error.detail.values():
            if isinstance(found, dict):
                fields.update(found)
    if not fields:
        return _http(error.status_code, str(error.message), {})
    first = next(iter(fields))
    return problem(BadRequest(f"{first}: {fields[first][0]}", field=first, fields=fields))


def of_http(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise: unknown paths, methods, bodies that are too large or no JSON."""
    status = error.code or 500
    params = {"limit": "body"} if isinstance(error, RequestEntityTooLarge) else {}
    answer = _http(status, error.description or error.name, params)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def of_database(error: sa.exc.SQLAlchemyError) -> Response:
    """A read that the database did not answer; a statement that it refused is a bug."""
    if isinstance(error, (sa.exc.OperationalError, sa.exc.TimeoutError, sa.exc.InterfaceError)):
        log.warning("the database does not answer: %s", error)
        return problem(DatabaseUnavailable("the database does not answer"))
    return of_bug(error)


def of_depth(_error: RecursionError) -> Response:
    """JSON that is nested deeper than anybody means it."""
    return _http(400, "the input is nested too deeply", {})


def of_bug(error: Exception) -> Response:
    """What nobody foresaw: the log gets all of it, the answer none."""
    log.error("unforeseen error", exc_info=error)
    answer = jsonify(
        code="internal", params={}, message="the server made a mistake; its log has more"
    )
    answer.status_code = 500
    return answer


def _http(status: int, message: str, params: dict[str, Any]) -> Response:
    answer = jsonify(code=CODES.get(status, "error"), params=params, message=message)
    answer.status_code = status
    return answer
