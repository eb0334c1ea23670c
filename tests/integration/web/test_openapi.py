"""The OpenAPI document: every endpoint is in it, and every reference leads somewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from apiflask import APIFlask

UNDOCUMENTED = {"openapi.spec", "live.ws"}
"""Flask's own, the document itself, and the websocket, for which OpenAPI has no words."""


@pytest.fixture
def document(app: APIFlask) -> dict[str, Any]:
    answer = app.test_client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [ref for value in part.values() for ref in references(value)]
    if isinstance(part, list):
        return [ref for value in part for ref in references(value)]
    return []


def test_every_endpoint_is_documented(app: APIFlask, document: dict[str, Any]) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in UNDOCUMENTED:
            continue
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            operation = document["paths"].get(path, {}).get(method.lower())
            assert operation is not None, f"{method} {path}"
            assert operation["summary"], f"{method} {path}"


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    found = references(document)
    assert len(found) > 30
    for reference in set(found):
        target: Any = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in target, reference
            target = target[step]


def test_errors_have_the_one_form(document: dict[str, Any]) -> None:
    refused = document["paths"]["/api/v1/suppliers"]["post"]["responses"]["422"]
    schema = refused["content"]["application/json"]["schema"]
    name = schema["$ref"].rsplit("/", 1)[-1]
    assert set(document["components"]["schemas"][name]["properties"]) == {
        "code",
        "params",
        "message",
    }
