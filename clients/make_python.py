"""Write ``pickface_client/endpoints.py`` anew from the OpenAPI document: ``python -m clients.make_python``.

It reads the document alone, as it is served; nothing of the server is asked but that.
"""

from __future__ import annotations

import json
import keyword
import re
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "pickface_client" / "endpoints.py"
WIDTH = 100
_HEAD = '''"""Generated from the OpenAPI document by ``python -m clients.make_python``; do not edit.

Each method is an operation under the permission table's name for it. Fields that are not given are left out.
"""

from __future__ import annotations

from typing import Any

from pickface_client.transport import LEFT_OUT, Transport, new_key, quoted


class Part:
    """What one folder of the server does."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
'''
_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}

Document = Mapping[str, Any]
Schema = Mapping[str, Any]


def make(document: Document) -> str:
    """The module's text."""
    parts: dict[str, list[str]] = {}
    for name, method, path, operation in operations(document):
        folder, _, word = name.partition(".")
        parts.setdefault(folder, []).append(_method(document, word, method, path, operation))
    classes = [
        f'\n\nclass {_class(folder)}(Part):\n    """{folder.capitalize()}."""\n' + "".join(methods)
        for folder, methods in parts.items()
    ]
    all_of_it = "".join(
        f"        self.{folder} = {_class(folder)}(transport)\n" for folder in parts
    )
    return (
        _HEAD
        + "".join(classes)
        + '\n\nclass Endpoints:\n    """All folders."""\n\n    def __init__(self, transport: Transport) -> None:\n'
        + all_of_it
    )


def operations(document: Document) -> Iterator[tuple[str, str, str, Document]]:
    """What a token may: name, method, path and operation, by name."""
    found = [
        (operation["operationId"], method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation.get("x-for-tokens")
    ]
    yield from sorted(found, key=lambda one: one[0])


def _class(folder: str) -> str:
    return "".join(word.capitalize() for word in folder.split("_"))


def _method(document: Document, word: str, method: str, path: str, operation: Document) -> str:
    told = operation.get("parameters", [])
    places = [one for one in told if one["in"] == "path"]
    query = [one for one in told if one["in"] == "query"]
    form = _form(document, operation)
    keyed = bool(operation.get("x-idempotency-key"))
    signature = [
        "self",
        *(f"{_name(one['name'])}: {_hint(document, one['schema'])}" for one in places),
    ]
    named = [
        _argument(document, one["name"], one["schema"], one.get("required", False)) for one in query
    ]
    if form is not None:
        required = set(form.get("required", []))
        named += [
            _argument(document, name, schema, name in required)
            for name, schema in form["properties"].items()
        ]
    named.sort(key=lambda one: "=" in one)
    if keyed:
        named.append("idempotency_key: str | None = None")
    if named:
        signature += ["*", *named]
    arguments = [repr(method).replace("'", '"'), _path(path)]
    if query:
        arguments.append(f"query={_table([one['name'] for one in query])}")
    if form is not None:
        arguments.append(f"body={_table(list(form['properties']))}")
    elif method in ("POST", "PUT", "PATCH"):
        arguments.append("body={}")
    if keyed:
        arguments.append("key=idempotency_key or new_key()")
    says = textwrap.fill(operation["summary"], WIDTH - 14, subsequent_indent=" " * 8)
    return (
        f"\n    def {_name(word)}(\n        {', '.join(signature)}\n    ) -> Any:\n"
        f'        """{says}"""\n'
        f"        return self._transport.ask({', '.join(arguments)})\n"
    )


def _form(document: Document, operation: Document) -> Schema | None:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema is None:
        return None
    found: Schema = _resolved(document, schema)
    return found if "properties" in found else None


def _resolved(document: Document, schema: Schema) -> Schema:
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _argument(document: Document, name: str, schema: Schema, required: bool) -> str:
    otherwise = "" if required else " = LEFT_OUT"
    return f"{_name(name)}: {_hint(document, schema)}{otherwise}"


def _hint(document: Document, schema: Schema) -> str:
    schema = _resolved(document, schema)
    if "anyOf" in schema:
        hints = [_hint(document, one) for one in schema["anyOf"]]
        return " | ".join(dict.fromkeys(sorted(hints, key=lambda one: one == "None")))
    kind = schema.get("type")
    if kind == "null":
        return "None"
    if kind == "array":
        return f"list[{_hint(document, schema.get('items', {}))}]"
    if kind == "object":
        return "dict[str, Any]"
    return _TYPES.get(str(kind), "Any")


def _name(name: str) -> str:
    """A name that Python lets an argument or a method have."""
    clean = re.sub(r"\W", "_", name)
    return f"{clean}_" if keyword.iskeyword(clean) else clean


def _path(path: str) -> str:
    filled = re.sub(r"\{(\w+)\}", lambda found: "{quoted(" + _name(found[1]) + ")}", path)
    return f'"{path}"' if filled == path else f'f"{filled}"'


def _table(names: list[str]) -> str:
    return "{" + ", ".join(f'"{name}": {_name(name)}' for name in names) + "}"


def served() -> Document:
    """The document as a server of this source serves it."""
    from pickface.app import create_app
    from pickface.config import Config

    with tempfile.TemporaryDirectory() as data:
        app = create_app(Config(data=Path(data), testing=True))
        answer = app.test_client().get("/api/v1/openapi.json")
        app.extensions["pickface"].close()
    found: Document = json.loads(answer.data)
    return found


def formatted(text: str) -> str:
    """As the house formats its code."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


if __name__ == "__main__":
    TARGET.write_text(formatted(make(served())))
