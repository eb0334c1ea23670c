"""One word for one thing: tables, endpoints, and a sentence for every code that a person may meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from apiflask import APIFlask

from pickface.answers import CODES
from pickface.app import create_app
from pickface.config import Config
from pickface.db import db
from pickface.locations.settings import SiteSettings
from pickface.people.permissions import OPEN, SHOWN, TABLE
from tests.architecture.source import read
from tests.conftest import close

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server" / "pickface"
MESSAGES = ROOT / "pwa" / "src" / "messages"

SQL_WORDS = {"orders": "order"}
"""Words that SQL keeps for itself."""
INTERNAL = {"server_key", "stock_level", "stream", "job", "script", "delivery", "discrepancy"}
NOT_FOR_PEOPLE = {
    "error": "the family's name; nothing raises it",
    "bad_server_key": "the command line says it at start",
    "bad_setting": "the command line says it at start",
    "bad_file": "the command line says it after an import",
    "idempotency_key_reused": "answered to software that sends keys",
    "request_unanswered": "answered to software that sends keys",
    "bad_workbook": "caught: the upload or the command says why",
    "site_not_found": "the command line says it after an import",
    "stop_unreachable": "caught: the walk then follows the codes",
    "goes_in_no_carton": "caught: the packer then hears that no carton holds it, and chooses",
    "not_an_sscc": "caught where labels are drawn",
    "not_findable": "the door sets the event aside",
    "stream_gap": "the outbox mends it",
    "batch_too_large": "the outbox halves the batch",
    "not_kept": "the outbox sends it again",
    "not_ready": "said to load balancers",
    "foreign_request": "no page of ours sends it",
    "not_signed": "answered to shops that send orders",
    "photo_differs": "the handheld drops such a photo, and says that it could not be used",
    "photo_not_named": "the handheld drops such a photo, and says that it could not be used",
    "photo_not_plain": "the handheld drops such a photo, and says that it could not be used",
    "photo_not_wanted": "the handheld waits for the supervisor's word, or drops the photo",
}
"""Codes that are answered to programs alone."""


AT_THE_ENVELOPE = {
    "malformed", "chain_fork", "id_conflict", "unknown_key", "wrong_author", "bad_signature",
    "task_done", "task_cancelled",
}  # fmt: skip
"""Reasons to set a scan aside that are found without a `SetAside` of their own."""


def codes() -> Iterator[str]:
    """Every code in the server's error family."""
    for path in SERVER.rglob("*.py"):
        yield from read(path).codes


def called_with(name: str) -> Iterator[str]:
    """The first argument of every call of a name, where it is written out."""
    for path in SERVER.rglob("*.py"):
        for called, first in read(path).calls:
            if called == name and first is not None:
                yield first


OTHER_LANGUAGES = {"ar", "de", "es", "pl", "pt"}


def sentences() -> set[str]:
    """The keys of the catalogue of sentences."""
    found: set[str] = set()
    for file in MESSAGES.glob("*.ts"):
        if file.stem not in OTHER_LANGUAGES:
            found |= set(re.findall(r"^\s+(\w+):", file.read_text(), re.MULTILINE))
    return found


def test_law_25_every_code_that_a_person_meets_has_a_sentence() -> None:
    told = sentences()
    silent = {code for code in {*codes(), *CODES.values()} if code not in told}
    silent -= {code for code in silent if f"desk_{code}" in told}
    assert silent - NOT_FOR_PEOPLE.keys() == set()


def test_law_25_every_reason_to_set_aside_has_a_sentence_for_the_office() -> None:
    told = sentences()
    assert {code for code in called_with("SetAside") if f"why_{code}" not in told} == set()


def test_law_25_every_reason_to_set_aside_has_a_sentence_for_its_person_too() -> None:
    reasons = set(called_with("SetAside")) | AT_THE_ENVELOPE
    for files in (("en.ts", "en-seldom.ts"), ("de.ts",)):
        texts = "\n".join((MESSAGES / file).read_text() for file in files)
        told = set(re.findall(r"^\s+(\w+):", texts, re.MULTILINE))
        assert reasons - told == set(), files
    assert {code for code in AT_THE_ENVELOPE if f"why_{code}" not in sentences()} == set()


def test_law_25_every_exception_has_a_sentence_for_the_board() -> None:
    told = sentences()
    assert {kind for kind in called_with("Raised") if f"exception_{kind}" not in told} == set()


def test_law_24_every_endpoint_stands_in_the_table_and_the_table_names_no_other(
    tmp_path: Path,
) -> None:
    app: APIFlask = create_app(Config(data=tmp_path, testing=True))
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    close(app)
    assert endpoints == set(TABLE)


def test_law_24_every_role_of_the_table_exists() -> None:
    assert {role for roles in TABLE.values() if roles is not OPEN for role in roles} <= SHOWN


def test_tables_are_named_by_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text().lower()
    words = set(re.findall(r"[a-z]+", glossary))
    unknown = []
    for table in db.metadata.tables:
        name = SQL_WORDS.get(table, table)
        if table not in INTERNAL and not set(name.split("_")) <= words:
            unknown.append(table)
    assert unknown == []
    assert set(db.metadata.tables) >= INTERNAL


def test_every_setting_is_named_and_explained() -> None:
    told = sentences()
    names = {field.name for field in fields(SiteSettings)}
    assert {
        word for name in names for word in (f"set_{name}", f"say_{name}") if word not in told
    } == set()
