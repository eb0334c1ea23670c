"""Where archives are brought in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from apiflask import APIFlask

from pickface.config import Config
from tests.conftest import close


@pytest.fixture
def empty(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[APIFlask]:
    """Another installation, with nothing in it, on a database of the same kind."""
    from pickface.app import create_app

    data = tmp_path / "other"
    data.mkdir()
    if config.database_url:
        new: Callable[[], str] = request.getfixturevalue("new_postgres")
        other = Config(data=data, database_url=new(), testing=True)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), data / "pickface.sqlite3")
        other = Config(data=data, testing=True)
    app = create_app(other)
    app.testing = True
    yield app
    close(app)
