"""A receiver that runs, a small warehouse that may tell it, and the sender."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from apiflask import APIFlask

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.integration.webhooks.house import House
from tests.integration.webhooks.receiver import Receiver
from tests.scenarios.floor import Floor


@pytest.fixture
def app(config: Config) -> Iterator[APIFlask]:
    """An installation that lets webhooks tell this machine."""
    app = create_app(replace(config, webhook_networks=("127.0.0.0/8",)))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody else's server."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def house(app: APIFlask, receiver: Receiver) -> Iterator[House]:
    """Two items in bins, and whoever wants to hear of them."""
    house = House(Floor(app), receiver)
    yield house
    house.sender.stop()
    house.floor.check_books()
