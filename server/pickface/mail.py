"""Outgoing mail: one message handed to the mail server that the installation names."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

_PATIENCE_S: Final = 20
PROBLEMS: Final = (OSError, smtplib.SMTPException)
"""What goes wrong with mail servers."""


def sender_of(smtp_url: str) -> str:
    """Whom the house's mail is from."""
    return parse_qs(urlsplit(smtp_url).query).get("from", ["pickface@localhost"])[0]


def hand_over(smtp_url: str, message: EmailMessage) -> None:
    """Hand it to the mail server of ``smtp://[user:password@]host[:port]/?from=…``; raises one of ``PROBLEMS``.

    ``smtps`` speaks TLS from the start. A plain connection is made secure where the server offers it, and always before
    a password is told.
    """
    told = urlsplit(smtp_url)
    host, secure = told.hostname or "localhost", ssl.create_default_context()
    if told.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, told.port or 465, timeout=_PATIENCE_S, context=secure
        )
    else:
        server = smtplib.SMTP(host, told.port or 25, timeout=_PATIENCE_S)
    with server:
        server.ehlo()
        if told.scheme != "smtps" and (told.username or server.has_extn("starttls")):
            server.starttls(context=secure)
        if told.username:
            server.login(unquote(told.username), unquote(told.password or ""))
        server.send_message(message)
