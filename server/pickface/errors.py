"""One family of errors: a code, a status and parameters; people read the sentence for the code, not the message."""

from __future__ import annotations

from typing import Any


class PickfaceError(Exception):
    """A situation that the caller is told about. Subclasses are named after the situation."""

    code = "error"
    status = 400

    def __init__(self, message: str = "", **params: Any) -> None:
        super().__init__(message or self.code)
        self.params = params

    def as_json(self) -> dict[str, Any]:
        """The body of the answer: ``{"code", "params", "message"}``."""
        return {"code": self.code, "params": self.params, "message": str(self)}


class NotFound(PickfaceError):
    """Nothing has that id or code."""

    code = "not_found"
    status = 404


class BadRequest(PickfaceError):
    """The input cannot be understood; ``params`` say which field."""

    code = "bad_request"
    status = 422


class Conflict(PickfaceError):
    """The state of things does not allow it now."""

    code = "conflict"
    status = 409


class NotSignedIn(PickfaceError):
    """Nobody is signed in on this request."""

    code = "not_signed_in"
    status = 401


class NotAllowed(PickfaceError):
    """The person's role does not allow it."""

    code = "not_allowed"
    status = 403


class WriterUnavailable(PickfaceError):
    """The database could not keep it; nothing of this request was kept, so send it again."""

    code = "not_kept"
    status = 503
