"""Session cookies that outlive a clock that is set back: one signed "in the future" is as good as one of now.

Otherwise a correction of the server's clock by two minutes signs everybody out for two minutes: no work comes in.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class SteadySigner(TimestampSigner):
    """Takes a signature that is ahead of the clock by no more than it may be old."""

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """What was signed, with the time of signing if that is asked for; raises SignatureExpired."""
        check: Any = super().unsign  # Its overloads do not take a bool.
        try:
            return check(signed_value, max_age, return_timestamp)
        except SignatureExpired as expired:
            signed = expired.date_signed or datetime.min.replace(tzinfo=UTC)
            ahead_s = (signed - self.timestamp_to_datetime(self.get_timestamp())).total_seconds()
            if max_age is None or not 0 < ahead_s <= max_age:
                raise
            return check(signed_value, None, return_timestamp)


class SteadySessions(SecureCookieSessionInterface):
    """Flask's own session cookies, with that signer; what makes them is made once, not twice for every scan."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The serializer of this application's cookies; the key of a running application never changes."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
            if self._serializer is not None:
                self._serializer.signer = SteadySigner
        return self._serializer
