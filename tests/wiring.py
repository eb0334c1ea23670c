"""Endpoints are laid out once for all applications of a process.

Each test has an application of its own, and four fifths of making one went into giving it the same 250 routes. What
they come to depends on the code alone: the rules, where they stand in the tree by which a path is found, and the view
behind each. All that an application may change is copied; all else of ``create_app`` runs as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from apiflask import APIFlask
from flask import Blueprint
from werkzeug.routing import Map, Rule
from werkzeug.routing.matcher import State

from pickface import web

_registers_all: list[bool] = []


@dataclass
class Layout:
    """What registering all blueprints has made of the first application."""

    tree: State
    rules: dict[str, list[Rule]]
    views: dict[str, Any]
    blueprints: dict[str, Blueprint]

    def lay(self, app: APIFlask) -> None:
        """Give another application the same."""
        there = Map(host_matching=app.url_map.host_matching)
        there.converters |= app.url_map.converters
        there._matcher._root = _copied(self.tree)  # type: ignore[attr-defined]
        there._rules_by_endpoint = {name: list(rules) for name, rules in self.rules.items()}  # type: ignore[attr-defined]
        app.url_map = there
        app.view_functions |= self.views
        for name, blueprint in self.blueprints.items():
            app.blueprints[name] = blueprint
            blueprint._merge_blueprint_funcs(app, name)


def laid_once(init: Callable[[APIFlask], None]) -> Callable[[APIFlask], None]:
    """``web.init``, which registers blueprints with its first application and lays them out for all others."""
    kept: list[Layout] = []

    def wired(app: APIFlask) -> None:
        if _registers_all:
            init(app)
            return
        if not kept:
            before = set(app.view_functions), set(app.blueprints)
            init(app)
            kept.append(_layout(app, *before))
            return
        whole, web.BLUEPRINTS = web.BLUEPRINTS, ()  # type: ignore[assignment]
        try:
            kept[0].lay(app)
            init(app)
        finally:
            web.BLUEPRINTS = whole

    return wired


@contextmanager
def registering() -> Iterator[None]:
    """Applications made meanwhile register their endpoints themselves, as a server does."""
    _registers_all.append(True)
    yield
    _registers_all.pop()


def _layout(app: APIFlask, views: set[str], blueprints: set[str]) -> Layout:
    # Sorted first, so that the copies are found sorted.
    app.url_map.update()
    return Layout(
        _copied(app.url_map._matcher._root),  # type: ignore[attr-defined]
        {name: list(rules) for name, rules in app.url_map._rules_by_endpoint.items()},  # type: ignore[attr-defined]
        {name: view for name, view in app.view_functions.items() if name not in views},
        {name: one for name, one in app.blueprints.items() if name not in blueprints},
    )


def _copied(state: State) -> State:
    return State(
        [(part, _copied(behind)) for part, behind in state.dynamic],
        list(state.rules),
        {content: _copied(behind) for content, behind in state.static.items()},
    )
