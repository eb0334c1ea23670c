"""Every story starts in the same small house, and ends in it with right books."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.stock.verify import verify
from tests import builders as b
from tests.integration.stock.house import House


@pytest.fixture
def house(app: APIFlask) -> Iterator[House]:
    """The house; when the story is over its books must be right."""

    def build(tx: Tx) -> House:
        site = b.make_site(tx)
        bins = [b.make_place(tx, site.id, f"A-0{n}-01") for n in (1, 2, 3)]
        quarantine = b.make_place(tx, site.id, "QUARANTINE", kind="quarantine")
        for code in ("T0001", "T0002", "P0001"):
            b.make_container(tx, code, site.floor)
        return House(app, site, b.make_item(tx), bins, quarantine)

    house = b.write(app, build)
    yield house
    assert b.write(app, lambda tx: verify(tx.all)) == []
