"""Every operation of the OpenAPI document, as each role: no mistake of the server, no answer that is not documented.

schemathesis makes the requests from the document, fitting and unfitting ones; about half of the names in the fitting
ones are those of real things. `make fuzz-api` makes many more of them, anew each time.
"""

from __future__ import annotations

import logging
import os
import random
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from werkzeug.test import TestResponse

from pickface.people import permissions
from pickface.people.rules import ROLES
from tests.api.small_firm import ELSEWHERE, SmallFirm, found
from tests.conftest import absent

try:
    import schemathesis
    from schemathesis.core.failures import FailureGroup
    from schemathesis.generation import GenerationMode
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    @schemathesis.serializer("application/zip")
    def as_it_is(_: Any, value: Any) -> bytes:
        """What is sent as an archive: whatever bytes came to mind."""
        return getattr(value, "data", None) or str(value).encode(errors="replace")

except ImportError:
    schemathesis = None

EXAMPLES = int(os.environ.get("PICKFACE_FUZZ", "0"))
"""How many requests of each sort an operation gets; 0 for the few that every run makes, the same each time."""
FEW = 1
UNFITTING = 3 if os.environ.get("PICKFACE_SHORT") and not EXAMPLES else 1
"""In `make test` one operation in so many is sent what does not fit: making that up takes longer than all else."""
BOTH_WAYS = [("postgresql", True), ("sqlite", False)]
if EXAMPLES:
    BOTH_WAYS += [("postgresql", False), ("sqlite", True)]
OF_TUPLES = "GET /api/v1/catalogue"
"""schemathesis 4.32 rewrites ``prefixItems`` into what its own validator refuses."""


@pytest.fixture
def firm(app: APIFlask) -> SmallFirm:
    app.testing = False
    return found(app)


def operations(app: APIFlask) -> Iterator[Any]:
    if schemathesis is None:
        absent("schemathesis is not installed (make setup)")
    for one in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app).get_all_operations():
        yield one.ok()


def endpoints(app: APIFlask) -> dict[tuple[str, str], str]:
    """By method and path as the document writes them."""
    return {
        (method.lower(), re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }


def cases(operation: Any, fitting: bool) -> list[tuple[Any, random.Random]]:
    """Requests of an operation; where nothing can be unfitting about it, none.

    What has only its path to be unfitting about is left to ``make fuzz-api``: the router looks at that, not its code.
    """
    if not (fitting or EXAMPLES or operation.body or operation.query):
        return []
    made: list[tuple[Any, random.Random]] = []
    mode = GenerationMode.POSITIVE if fitting else GenerationMode.NEGATIVE

    @settings(
        max_examples=EXAMPLES or FEW,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), chance=st.integers(0, 2**32))
    def collect(case: Any, chance: int) -> None:
        made.append((case, random.Random(chance)))

    try:
        collect()
    except Unsatisfiable:
        assert not fitting, operation.label
    return made


def with_real_names(
    part: Any, known: dict[str, list[Any]], chance: random.Random, name: str = ""
) -> Any:
    """The same body or query, in which about half of the names are those of real things."""
    if isinstance(part, dict):
        return {key: with_real_names(value, known, chance, key) for key, value in part.items()}
    if isinstance(part, list):
        return [with_real_names(value, known, chance, name) for value in part]
    return chance.choice(known[name]) if name in known and chance.random() < 0.6 else part


def send(
    firm: SmallFirm, role: str, case: Any, chance: random.Random, fitting: bool
) -> TestResponse:
    """One request of somebody with that role."""
    if fitting:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = with_real_names(
                case.path_parameters[name], firm.known, chance, name
            )
    sent = case.as_transport_kwargs()
    if fitting:
        for part in ("json", "query_string"):
            if part in sent:
                sent[part] = with_real_names(sent[part], firm.known, chance)
    # The test client does not unpack what comes packed.
    sent["headers"] = {**sent["headers"], "X-Pickface": "1", "Accept-Encoding": "identity"}
    return firm.somebody(role).client.open(**sent)


@pytest.mark.both
@pytest.mark.parametrize(("config", "fitting"), BOTH_WAYS, indirect=["config"])
def test_no_request_makes_a_mistake_of_the_server_or_an_undocumented_answer(
    app: APIFlask, firm: SmallFirm, caplog: pytest.LogCaptureFixture, fitting: bool
) -> None:
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    turn = sorted(ROLES) + ["manager"] * 3
    wrong, sent = [], 0
    caplog.set_level(logging.ERROR)
    share = 1 if fitting else UNFITTING
    for operation in islice(operations(app), 0, None, share):
        for case, chance in cases(operation, fitting):
            role, sent = turn[sent % len(turn)], sent + 1
            caplog.clear()
            answer = send(firm, role, case, chance, fitting)
            told = f"{operation.label} as {role}: {answer.status_code} {answer.get_data()[:200]!r}"
            try:
                case.validate_response(
                    answer, checks=checks[: 2 if operation.label == OF_TUPLES else 3]
                )
            except FailureGroup as failures:
                what = "; ".join(failure.title for failure in failures.exceptions)
                wrong.append(f"{what}: {told}\n{case.as_curl_command()}\n{caplog.text[-1500:]}")
            if answer.status_code == 500 and not wrong:
                wrong.append(f"{told}\n{caplog.text[-1500:]}")
            if ELSEWHERE.encode() in answer.get_data():
                wrong.append(f"tells of another site: {told}")
    assert not wrong, "\n\n".join(wrong)
    assert sent * share > 130


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_every_operation_is_closed_to_every_role_that_the_table_does_not_name(
    app: APIFlask, firm: SmallFirm
) -> None:
    document = app.test_client().get("/api/v1/openapi.json").json
    names = endpoints(app)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            endpoint = names[method, path]
            roles = permissions.TABLE[endpoint]
            if roles is permissions.OPEN:
                assert operation["security"] == []
                continue
            assert operation["x-roles"] == sorted(roles)
            for role in set(ROLES) - roles:
                desk = firm.desk(role)
                asked = re.sub(r"\{[^}]*\}", "1", path)
                answer = desk.client.open(asked, method=method, headers=desk.headers)
                assert (answer.status_code, answer.json["code"]) == (403, "not_allowed"), endpoint
