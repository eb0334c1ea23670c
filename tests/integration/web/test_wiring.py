"""What tests lay out once is what registering everything makes: else all others would try another application."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from apiflask import APIFlask
from werkzeug.routing.matcher import State

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.wiring import registering

HOOKS = (
    "before_request_funcs", "after_request_funcs", "teardown_request_funcs", "url_value_preprocessors",
    "url_default_functions", "template_context_processors",
)  # fmt: skip


def shape(state: State) -> tuple[Any, ...]:
    """A tree of rules in plain values, whatever application its rules were made for."""
    return (
        [(part, shape(behind)) for part, behind in state.dynamic],
        [(rule.rule, rule.endpoint, sorted(rule.methods or ())) for rule in state.rules],
        {content: shape(behind) for content, behind in state.static.items()},
    )


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_an_application_laid_out_is_as_one_whose_endpoints_were_registered(
    app: APIFlask, config: Config
) -> None:
    with registering():
        registered = create_app(replace(config, data=config.data / "registered"))
    try:
        for one in (app, registered):
            one.url_map.update()
        trees = [shape(one.url_map._matcher._root) for one in (app, registered)]  # type: ignore[attr-defined]
        assert trees[0] == trees[1]
        assert list(app.blueprints) == list(registered.blueprints)
        own = {name for name in app.view_functions if name.startswith(("openapi.", "live."))}
        assert set(app.view_functions) == set(registered.view_functions)
        assert all(
            app.view_functions[name] is registered.view_functions[name]
            for name in set(app.view_functions) - own
        )
        assert all(app.view_functions[name] is not registered.view_functions[name] for name in own)
        for hooks in HOOKS:
            there, wanted = (
                {name: len(kept) for name, kept in getattr(one, hooks).items() if kept}
                for one in (app, registered)
            )
            assert there == wanted, hooks
        assert {
            name: {code: set(kept) for code, kept in codes.items() if kept}
            for name, codes in app.error_handler_spec.items()
        } == {
            name: {code: set(kept) for code, kept in codes.items() if kept}
            for name, codes in registered.error_handler_spec.items()
        }
        assert (
            app.test_client().get("/api/v1/openapi.json").json
            == registered.test_client().get("/api/v1/openapi.json").json
        )
    finally:
        close(registered)
