"""Whatever is done to stock, counting brings the books to what is really there, and nothing else is disturbed.

The model is the goods themselves: so many units of a lot in a bin or a container. Some are carried without a scan, so
that the books are wrong; at the end every bin and container is counted, and books and goods agree to the unit. `make
histories` runs 2,000 histories of 100 commands; a run of the suite takes a few.
"""

from __future__ import annotations

import os

import pytest

from pickface.config import Config
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
