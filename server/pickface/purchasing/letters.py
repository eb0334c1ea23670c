"""What leaves the house for a supplier: by e-mail where there is a mail server, else into the outbox folder.

A job does it, since a mail server may keep one waiting. A message's id is made of what it is about, so that where a
server dies between sending and writing it down, the supplier's mail program shows the second copy as the same message.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from pickface import mail
from pickface.config import Config

OUTBOX: Final = "outbox"
_TYPES: Final = {"pdf": ("application", "pdf"), "csv": ("text", "csv")}


@dataclass(frozen=True)
class Letter:
    """``name`` is what its files are called; ``files`` are (ending, content), the one to read first."""

    name: str
    subject: str
    text: str
    files: tuple[tuple[str, bytes], ...]
    known_by: str
    """The same for each copy of it."""


def deliver(config: Config, letter: Letter, email: str) -> str:
    """Send it, or lay its files into the outbox; answers where it went. Raises ``mail.PROBLEMS``."""
    if config.smtp_url and email:
        mail.hand_over(config.smtp_url, _message(config, letter, email))
        return email
    folder = config.data / OUTBOX
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in letter.name)
    # The one to read first comes last: whoever sees it finds the others there.
    for ending, content in reversed(letter.files):
        half = folder / f".{name}.{ending}"
        half.write_bytes(content)
        half.replace(folder / f"{name}.{ending}")
    return f"{OUTBOX}/{name}.{letter.files[0][0]}"


def _message(config: Config, letter: Letter, email: str) -> EmailMessage:
    message = EmailMessage()
    sender = mail.sender_of(config.smtp_url)
    message["From"], message["To"] = sender, email
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.known_by}@{sender.rpartition('@')[2]}>"
    message.set_content(letter.text)
    for ending, content in letter.files:
        kind, sort = _TYPES[ending]
        message.add_attachment(
            content, maintype=kind, subtype=sort, filename=f"{letter.name}.{ending}"
        )
    return message
