"""Paper for the scanners themselves: the command card and the test sheet. Nothing on it is anybody's data.

The makers of documents are imported when they are first asked for: the barcode and PDF libraries are large.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from pickface.contract import Line, Query

blueprint = APIBlueprint("papers", __name__, url_prefix="/api/v1/papers", tag="Papers")

Caption = Annotated[Line, Field(max_length=200)]
"""A few words in the reader's language."""
KEPT = 16


class CardWords(Query):
    """What stands on the printed buttons: the words of the screen, in the language of who prints."""

    done: Caption = "Done"
    short: Caption = "Short"
    damaged: Caption = "Damaged"
    skip: Caption = "Skip"
    undo: Caption = "Undo"
    next: Caption = "Next task"
    help: Caption = "Help"
    voice: Caption = "Voice"


class SheetWords(Query):
    """What stands on the test sheet."""

    title: Caption = "Does the scanner type right?"
    hint: Caption = "Scan the codes one after the other, on the page Check the scanner."
    text: Caption = "Letters and signs"
    goods: Caption = "Goods (EAN-13)"
    label: Caption = "Carton label (GS1-128)"
    matrix: Caption = "Small label (Data Matrix)"
    long: Caption = "A long code"


@blueprint.get("/command-card.pdf")
@blueprint.input(CardWords, location="query")
def command_card(query_data: CardWords) -> Response:
    """Print the buttons that are scanned instead of tapped."""
    return _file(_card(query_data.model_dump_json()))


@blueprint.get("/scanner-test.pdf")
@blueprint.input(SheetWords, location="query")
def scanner_test(query_data: SheetWords) -> Response:
    """Print the codes by which a device's set-up is proved."""
    return _file(_sheet(query_data.model_dump_json()))


@lru_cache(KEPT)
def _card(words: str) -> bytes:
    from pickface.labels import papers

    return papers.command_card(CardWords.model_validate_json(words).model_dump())


@lru_cache(KEPT)
def _sheet(words: str) -> bytes:
    from pickface.labels import papers

    return papers.test_sheet(SheetWords.model_validate_json(words).model_dump())


def _file(content: bytes) -> Response:
    return Response(content, mimetype="application/pdf", headers={"Cache-Control": "no-cache"})
