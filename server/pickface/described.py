"""What the OpenAPI document says beside what its models say: the permission table's own words, and who may."""

from __future__ import annotations

import re
from typing import Any

from apiflask import APIFlask

from pickface.people import permissions, remembered

_PARAMETER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def init(app: APIFlask) -> None:
    """Add to each operation its name (``operationId``), the roles that may use it, and what a token may."""

    @app.spec_processor
    def say(document: Any) -> Any:
        software = permissions.for_software() | {permissions.WHO_AM_I}
        for rule in app.url_map.iter_rules():
            path = _PARAMETER.sub(r"{\1}", rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                operation = document["paths"].get(path, {}).get(method.lower())
                if operation is None:
                    continue
                operation["operationId"] = rule.endpoint
                operation["x-roles"] = sorted(permissions.TABLE[rule.endpoint])
                operation["x-for-tokens"] = rule.endpoint in software
                operation["x-idempotency-key"] = (
                    method == "POST" and rule.endpoint not in remembered.TELL_SECRETS
                )
        return document
