"""A template: what a house says of a document beside what the order says. Data, never code. Pure.

Text may name what it is about by placeholders in braces, ``{order}``. They are exchanged once for plain text; what an
order says is never read as a placeholder itself, and an unknown one is refused when it is written, not when it prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, TypeVar

from pickface.errors import BadRequest
from pickface.labels.documents import (
    INVOICE_LAYOUT,
    SLIP_LAYOUT,
    InvoiceWords,
    Layout,
    Words,
)
from pickface.labels.words import INVOICE_WORDS, LANGUAGES, SLIP_WORDS

W = TypeVar("W", Words, InvoiceWords)

DOCUMENTS: Final = ("packing_slip", "invoice")
COLUMNS: Final = {
    "packing_slip": ("item", "name", "lot", "price", "shipped", "ordered"),
    "invoice": ("item", "name", "qty", "price", "tax", "amount"),
}
NEEDED: Final = {"packing_slip": ("name", "shipped"), "invoice": ("name", "qty", "amount")}
"""Without these it says nothing."""
USUAL: Final = {"packing_slip": SLIP_LAYOUT.columns, "invoice": INVOICE_LAYOUT.columns}
PLACEHOLDERS: Final = {
    "packing_slip": ("order", "customer", "date", "site", "tracking", "carrier"),
    "invoice": ("order", "customer", "date", "site", "number", "total"),
}
_NOT_HERE: Final = ("plate", "commands")
MOST_HEAD, MOST_FOOT = 6, 4
LONGEST_WORD: Final = 40
_NAMED = re.compile(r"\{([^{}\n]*)\}")


class UnknownPlaceholder(BadRequest):
    """The template names something that no such document knows; ``params``: field, placeholder, known."""

    code = "placeholder_unknown"


class LooseBrace(BadRequest):
    """A brace stands alone; ``params``: field."""

    code = "placeholder_brace"


class BadTemplate(BadRequest):
    """The template cannot be printed; ``params``: field, fault (``lines``, ``column``, ``needed``, ``word``), name."""

    code = "template_refused"


@dataclass(frozen=True)
class Template:
    """Lines at head and foot, the columns, own words for the fixed ones, and whether the logo is printed."""

    columns: tuple[str, ...]
    head: str = ""
    foot: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    logo: bool = True

    def as_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)


def usual(document: str) -> Template:
    """The template of a document that nobody has said anything of."""
    return Template(USUAL[document])


def from_json(text: str) -> Template:
    """A template as it is kept."""
    told: dict[str, Any] = json.loads(text)
    return Template(**{**told, "columns": tuple(told["columns"])})


def words_of(document: str, language: str) -> Words | InvoiceWords:
    """The fixed words of a document."""
    return SLIP_WORDS[language] if document == "packing_slip" else INVOICE_WORDS[language]


def usual_words(document: str, language: str) -> dict[str, str]:
    """The fixed words by name, as far as this document has them."""
    words = words_of(document, language)
    names = [one.name for one in fields(words) if one.name not in _NOT_HERE]
    return {name: getattr(words, name) for name in names}


def check(document: str, template: Template) -> Template:
    """The template; UnknownPlaceholder, LooseBrace or BadTemplate for one that could not be printed."""
    for name in template.columns:
        if name not in COLUMNS[document] or template.columns.count(name) > 1:
            raise BadTemplate("no such column", field="columns", fault="column", name=name)
    for name in NEEDED[document]:
        if name not in template.columns:
            raise BadTemplate("says nothing without it", field="columns", fault="needed", name=name)
    for name, most in (("head", MOST_HEAD), ("foot", MOST_FOOT)):
        text = getattr(template, name)
        if len(text.splitlines()) > most:
            raise BadTemplate("too many lines", field=name, fault="lines", name=str(most))
        _check_text(document, name, text)
    for name, word in template.words.items():
        if name not in usual_words(document, LANGUAGES[0]) or len(word) > LONGEST_WORD:
            raise BadTemplate(
                "no such word, or too long a one", field="words", fault="word", name=name
            )
    return replace(
        template, words={name: word for name, word in template.words.items() if word.strip()}
    )


def _check_text(document: str, where: str, text: str) -> None:
    for name in _NAMED.findall(text):
        if name not in PLACEHOLDERS[document]:
            raise UnknownPlaceholder(
                "no such placeholder",
                field=where,
                placeholder=f"{{{name}}}"[:60],
                known=", ".join(f"{{{one}}}" for one in PLACEHOLDERS[document]),
            )
    if re.search(r"[{}]", _NAMED.sub("", text)):
        raise LooseBrace("a brace stands alone", field=where)


def filled(text: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of a text with what they name; a line that is empty then takes no room."""
    told = (_NAMED.sub(lambda found: facts.get(found[1], ""), line) for line in text.splitlines())
    return tuple(line for line in told if line.strip())


def layout(template: Template, facts: Mapping[str, str], logo: bytes) -> Layout:
    """How it is printed."""
    return Layout(
        template.columns,
        filled(template.head, facts),
        filled(template.foot, facts),
        logo if template.logo else b"",
    )


def own_words(words: W, template: Template) -> W:
    """The fixed words with the house's own instead of some."""
    return replace(words, **dict(template.words))
