"""Whatever is done to stock, counting brings the books to what is really there, and nothing else is disturbed.

The model is the goods themselves: so many units of a lot in a bin or a container. Some are carried without a scan, so
that the books are wrong; at the end every bin and container is counted, and books and goods agree to the unit. `make
histories` runs 2,000 histories of 100 commands; a run of the suite takes a few.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from apiflask import APIFlask

from pickface.app import create_app
from pickface.config import Config
from tests.conftest import close
from tests.properties.histories.playing import run_machine
from tests.properties.histories.shift import Shift
from tests.properties.histories.warehouse import HonestWarehouse, play

HISTORIES = int(os.environ.get("PICKFACE_HISTORIES", "0"))


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_any_history_ends_in_books_that_are_as_the_goods(config: Config) -> None:
    play(config, HISTORIES or 25, 100 if HISTORIES else 40)


@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def test_any_history_ends_in_books_that_are_as_the_goods_in_postgresql(config: Config) -> None:
    play(config, max(4, HISTORIES // 10), 100 if HISTORIES else 25)


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_where_everything_is_scanned_the_books_are_as_the_goods_without_a_count(
    config: Config,
) -> None:
    play(config, HISTORIES or 25, 100 if HISTORIES else 40, HonestWarehouse)


@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def test_where_everything_is_scanned_the_books_are_as_the_goods_in_postgresql(
    config: Config,
) -> None:
    play(config, max(4, HISTORIES // 10), 100 if HISTORIES else 25, HonestWarehouse)


def work_shifts(make: Callable[[], Config], shifts: int, commands: int) -> None:
    """Work so many shifts through the scan door, each in a database of its own."""

    def opened() -> tuple[APIFlask, Callable[[], None]]:
        app = create_app(make())
        app.testing = True
        return app, lambda: close(app)

    machine = type("Worked", (Shift,), {"opened": staticmethod(opened)})
    run_machine(machine, shifts, commands)


def test_any_shift_ends_in_books_that_are_as_the_goods(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def make() -> Config:
        data = tmp_path_factory.mktemp("shift")
        shutil.copy(sqlite_template, data / "pickface.sqlite3")
        return Config(data=data, testing=True)

    work_shifts(make, max(6, HISTORIES // 5), 60 if HISTORIES else 30)


def test_any_shift_ends_in_books_that_are_as_the_goods_in_postgresql(
    new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    def make() -> Config:
        return Config(data=tmp_path, database_url=new_postgres(), testing=True)

    work_shifts(make, max(2, HISTORIES // 20), 60 if HISTORIES else 25)
