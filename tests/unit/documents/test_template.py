"""A template names what it is about, is no program, and is refused when it is written rather than when it prints."""

from dataclasses import replace

import pytest

from pickface.documents import template
from pickface.documents.template import BadTemplate, LooseBrace, Template, UnknownPlaceholder

SLIP = template.usual("packing_slip")


def test_what_is_named_is_exchanged_once_and_never_read_again() -> None:
    facts = {"order": "{customer}", "customer": "Jo"}
    assert template.filled("Order {order}\n\nfor {customer}", facts) == (
        "Order {customer}",
        "for Jo",
    )


@pytest.mark.parametrize("text", ["{password}", "{order.__class__}", "{}", "{0}", "{ order }"])
def test_an_unknown_placeholder_is_refused_with_those_that_are_known(text: str) -> None:
    with pytest.raises(UnknownPlaceholder) as refused:
        template.check("packing_slip", replace(SLIP, head=f"a {text} b"))
    assert refused.value.params["placeholder"] == text
    assert "{tracking}" in refused.value.params["known"]


@pytest.mark.parametrize("text", ["{order", "order}", "{{order}}", "{or\nder}"])
def test_a_loose_brace_is_refused(text: str) -> None:
    with pytest.raises(LooseBrace):
        template.check("packing_slip", replace(SLIP, foot=text))


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"columns": ("name", "shipped", "secret")}, "column"),
        ({"columns": ("name", "shipped", "name")}, "column"),
        ({"columns": ("item", "shipped")}, "needed"),
        ({"head": "\n".join("abcdefg")}, "lines"),
        ({"words": {"password": "x"}}, "word"),
        ({"words": {"item": "x" * 41}}, "word"),
    ],
)
def test_what_could_not_be_printed_is_refused(wrong: dict[str, object], fault: str) -> None:
    with pytest.raises(BadTemplate) as refused:
        template.check("packing_slip", replace(SLIP, **wrong))  # type: ignore[arg-type]
    assert refused.value.params["fault"] == fault


def test_an_empty_word_leaves_the_usual_one() -> None:
    kept = template.check(
        "invoice", replace(template.usual("invoice"), words={"title": " ", "tax": "VAT"})
    )
    assert kept.words == {"tax": "VAT"}
    assert template.from_json(kept.as_json()) == Template(kept.columns, words={"tax": "VAT"})
