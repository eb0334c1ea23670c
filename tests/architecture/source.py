"""What stands in a file of Python, read once for all rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """The parts of a file that rules speak of."""

    docstring: str | None
    strings: tuple[str, ...]
    """All string literals, parts of f-strings too, neighbours joined as Python joins them."""
    calls: tuple[tuple[str, str | None], ...]
    """Each call: the last name of what is called, and its first argument or its ``kind`` where that is written out."""
    codes: tuple[str, ...]
    """The texts that classes give their ``code``."""
    imports: frozenset[tuple[str, ...]]
    """The modules of ours that it imports, lazily too, as parts below ``pickface``."""


@cache
def read(path: Path) -> Source:
    """The parts of this file."""
    tree = ast.parse(path.read_text())
    strings, calls, codes, imports = [], [], [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            strings.append(node.value)
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            calls.append((called, _first(node)))
        elif isinstance(node, ast.ClassDef):
            codes += _codes(node)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            imports |= set(_ours(path, node))
    return Source(
        ast.get_docstring(tree), tuple(strings), tuple(calls), tuple(codes), frozenset(imports)
    )


def _first(call: ast.Call) -> str | None:
    kind = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "kind")]
    return str(kind[0].value) if kind and isinstance(kind[0], ast.Constant) else None


def _codes(family: ast.ClassDef) -> Iterator[str]:
    for said in family.body:
        if (
            isinstance(said, ast.Assign)
            and isinstance(said.value, ast.Constant)
            and isinstance(said.value.value, str)
            and any(isinstance(t, ast.Name) and t.id == "code" for t in said.targets)
        ):
            yield said.value.value


def _ours(path: Path, node: ast.ImportFrom | ast.Import) -> Iterator[tuple[str, ...]]:
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{path}: imports are absolute"
        names = [f"{node.module or ''}.{name}" for name in names]
    for name in names:
        if name.startswith("pickface.") and name.count("."):
            yield tuple(name.split(".")[1:])
