"""A client for Pickface's API, by the standard library alone: copy this folder, or put it on the path.

    from pickface_client import Pickface

    pickface = Pickface("https://warehouse.example", token)
    pickface.orders.create_order(number="1042", lines=[{"item": "TEA-1", "qty": 3}])
    for order in pickface.each(pickface.orders.list_orders, state="open"):
        print(order["number"])

``endpoints.py`` is generated from the OpenAPI document (``python -m clients.make_python``); the names are the
permission table's, which are a token's scopes too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pickface_client.endpoints import Endpoints
from pickface_client.transport import NotReached, Problem, Transport
from pickface_client.webhooks import is_from_pickface

__all__ = ["NotReached", "Pickface", "Problem", "is_from_pickface"]


class Pickface(Endpoints):
    """All that a token may do, by the folder that does it: ``pickface.orders.show_order(17)``.

    ``tries``: how often a request is sent at most when the server is away or asks to wait (429, 503). What changes
    something carries a key, so that it is done once however often it is sent.
    """

    def __init__(self, url: str, token: str, *, timeout_s: float = 30, tries: int = 4) -> None:
        self.transport = Transport(url, token, timeout_s, tries)
        super().__init__(self.transport)

    def each(self, read: Callable[..., Any], **query: Any) -> Iterator[dict[str, Any]]:
        """All rows of a list, a page at a time: ``each(pickface.items.list_items, q="tea")``."""
        cursor: str | None = None
        while True:
            page = read(**query, **({} if cursor is None else {"cursor": int(cursor)}))
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return
