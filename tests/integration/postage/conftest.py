"""A house whose carrier sells its labels by a service, which is a server of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from apiflask import APIFlask

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.integration.postage.house import House
from tests.integration.postage.seller import Seller
from tests.scenarios.floor import Floor


@pytest.fixture
def seller() -> Iterator[Seller]:
    """Who sells labels."""
    seller = Seller()
    yield seller
    seller.close()


@pytest.fixture
def app(config: Config, seller: Seller) -> Iterator[APIFlask]:
    """An installation that buys there."""
    app = create_app(replace(config, easypost_url=seller.url))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def house(app: APIFlask, seller: Seller) -> Iterator[House]:
    """A carrier with a rate and an account, and a shelf of tea."""
    house = House(Floor(app), seller)
    yield house
    house.floor.check_books()
