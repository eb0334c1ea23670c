"""The templates of a site: kept, changed with who did it, and shown before they are kept."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import asdict
from typing import Any, Final

from pickface.db import Row, Tx, row, rows
from pickface.documents import template
from pickface.documents.template import COLUMNS, DOCUMENTS, PLACEHOLDERS, Template
from pickface.errors import BadRequest, NotFound
from pickface.labels.words import LANGUAGES

PART: Final = "document."
"""What the names of changes begin with in the history of settings: ``document.invoice.de.head``."""
MOST_LOGO: Final = 150_000
MOST_PIXELS: Final = 4_000_000


class NotALogo(BadRequest):
    """It is no PNG or JPEG that can be printed; ``params``: ``why`` is ``size`` or ``form``."""

    code = "logo_refused"


def check_known(document: str, language: str) -> None:
    """NotFound for a document or language that there is not."""
    if document not in DOCUMENTS or language not in LANGUAGES:
        raise NotFound("no such document", document=document, language=language)


def of_site(site_id: int, document: str, language: str, tx: Tx | None = None) -> Template:
    """The template as the site has it."""
    read = row if tx is None else tx.one
    found = read(
        "SELECT body FROM document_template WHERE site_id = :site AND document = :document AND language = :language",
        site=site_id,
        document=document,
        language=language,
    )
    return template.usual(document) if found is None else template.from_json(found["body"])


def list_templates(site_id: int) -> list[dict[str, Any]]:
    """Every document in every language: what the site has said, and what it may say."""
    return [show(site_id, document, language) for document in DOCUMENTS for language in LANGUAGES]


def show(site_id: int, document: str, language: str) -> dict[str, Any]:
    """One template with what it may have."""
    check_known(document, language)
    return {
        "document": document,
        "language": language,
        **asdict(of_site(site_id, document, language)),
        "known_columns": COLUMNS[document],
        "needed_columns": template.NEEDED[document],
        "known_words": template.usual_words(document, language),
        "placeholders": PLACEHOLDERS[document],
    }


def put(
    tx: Tx, site_id: int, person_id: int, document: str, language: str, wanted: Template
) -> None:
    """Keep a template; each part of it that is otherwise than before is on record with who changed it."""
    check_known(document, language)
    new = template.check(document, wanted)
    # One who keeps it at the same time waits here for the row.
    tx.run(
        "INSERT INTO document_template (site_id, document, language, body) "
        "VALUES (:site, :document, :language, :body) ON CONFLICT DO NOTHING",
        site=site_id,
        document=document,
        language=language,
        body=template.usual(document).as_json(),
    )
    kept = tx.certain(
        "SELECT id, body FROM document_template WHERE site_id = :site AND document = :document "
        "AND language = :language" + tx.for_update,
        site=site_id,
        document=document,
        language=language,
    )
    old = template.from_json(kept["body"])
    tx.run(
        "UPDATE document_template SET body = :body WHERE id = :id",
        body=new.as_json(),
        id=kept["id"],
    )
    before, now = asdict(old), asdict(new)
    for name in (name for name in now if now[name] != before[name]):
        _note(tx, site_id, person_id, f"{document}.{language}.{name}", before[name], now[name])


def put_logo(tx: Tx, site_id: int, person_id: int, content: bytes) -> None:
    """Keep a logo from now on, or none; the one before stays for the invoices that have it."""
    _, old = logo(site_id, tx)
    if content == old:
        return
    tx.insert(
        "document_logo",
        site_id=site_id,
        sha256=hashlib.sha256(content).hexdigest(),
        content=base64.b64encode(content).decode(),
    )
    _note(tx, site_id, person_id, "logo", len(old), len(content))


def check_logo(content: bytes) -> bytes:
    """The picture, if it is one that can be printed; NotALogo."""
    from PIL import Image, UnidentifiedImageError

    if len(content) > MOST_LOGO:
        raise NotALogo("the picture is too large", field="logo", why="size")
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotALogo("the picture is too large", field="logo", why="size")
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise NotALogo("this is no PNG or JPEG", field="logo", why="form") from None
    return content


def logo(site_id: int, tx: Tx | None = None) -> tuple[str, bytes]:
    """The hash of the logo and its picture; nothing where there is none."""
    read = row if tx is None else tx.one
    found = read(
        "SELECT sha256, content FROM document_logo WHERE site_id = :site ORDER BY id DESC LIMIT 1",
        site=site_id,
    )
    return ("", b"") if found is None else (found["sha256"], base64.b64decode(found["content"]))


def logo_of(site_id: int, sha256: str) -> bytes:
    """A logo that was printed once."""
    found = row(
        "SELECT content FROM document_logo WHERE site_id = :site AND sha256 = :sha LIMIT 1",
        site=site_id,
        sha=sha256,
    )
    return b"" if found is None else base64.b64decode(found["content"])


def _note(tx: Tx, site_id: int, person_id: int, what: str, old: Any, new: Any) -> None:
    tx.insert(
        "setting_change",
        site_id=site_id,
        at=tx.now,
        person_id=person_id,
        name=PART + what,
        old=json.dumps(old, ensure_ascii=False),
        new=json.dumps(new, ensure_ascii=False),
    )


def history(site_id: int, before: int | None, limit: int) -> list[Row]:
    """Who changed what of the documents, newest first; one more than ``limit`` where there are more."""
    return rows(
        "SELECT c.id, c.at, p.name AS person, c.name, c.old, c.new FROM setting_change c "
        "JOIN person p ON p.id = c.person_id WHERE c.site_id = :site AND c.id < :before "
        "AND c.name LIKE 'document.%' ORDER BY c.id DESC LIMIT :limit",
        site=site_id,
        before=before or 2**53,
        limit=limit + 1,
    )
