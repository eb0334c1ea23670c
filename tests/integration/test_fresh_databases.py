"""The fixtures that everything else stands on give real, separate, migrated databases."""

import pytest
import sqlalchemy as sa
from apiflask import APIFlask

from pickface.config import Config
from pickface.db import db

pytestmark = pytest.mark.both


def test_each_test_gets_a_migrated_database_of_its_own(app: APIFlask, config: Config) -> None:
    with app.app_context():
        tables = sa.inspect(db.engine).get_table_names()
    assert "alembic_version" in tables
    assert ("postgresql" in config.url) == bool(config.database_url)


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(database_url: str, turn: int) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(
            sa.text(f"CREATE TABLE left_behind (turn integer CHECK (turn = {turn}))")
        )
    assert "left_behind" in sa.inspect(engine).get_table_names()
    engine.dispose()


def test_redis_answers(redis_url: str) -> None:
    import redis

    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
