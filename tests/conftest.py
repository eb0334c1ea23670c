"""What every test may ask for: real databases, a free port, and the application on each database."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from apiflask import APIFlask
from argon2 import PasswordHasher

from pickface import web
from pickface.config import Config
from pickface.people import secrets
from tests import services
from tests.alike import LIST, named
from tests.wiring import laid_once

DATABASES = ("sqlite", "postgresql")
POSTGRES_TEMPLATE = "pickface_template"
"""A migrated, otherwise empty PostgreSQL database, to be copied."""


def absent(reason: str) -> NoReturn:
    """Skip for want of a program, saying why; in CI, where everything must run, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def light() -> Iterator[None]:
    """Thousands of applications and people are made here, and two things that are right once cost half of all tests.

    Endpoints are the same in every application, so they are laid out once; a PIN is hashed by the same argon2id with
    the least memory. Servers that run as processes of their own know nothing of either.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "init", laid_once(web.init))
        patch.setattr(secrets, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test runs on both databases; of one with many cases, SQLite tries all and PostgreSQL the first.

    What differs between the two is how a statement is understood, and its first case shows that. Where the cases
    themselves are the database's affair (triggers, collations, types) a test is marked ``both``. ``make every-case``
    tries all of them on both.

    `make test` leaves out what is marked ``long`` and tells why, and gives PostgreSQL no test that sends it nothing
    which another does not send too (``tests/alike.py``). All other commands run both.
    """
    short = bool(os.environ.get("PICKFACE_SHORT"))
    for item in items:
        if short and (long := item.get_closest_marker("long")):
            item.add_marker(pytest.mark.skip(reason=f"long: {long.args[0]}"))
    if os.environ.get("PICKFACE_EVERY_CASE"):
        return
    tried: Counter[str] = Counter()
    alike = set(LIST.read_text().split())
    kept, cases, untold = [], [], []
    for item in items:
        case = getattr(item, "callspec", None)
        name = item.nodeid.partition("[")[0]
        if (
            case is None
            or case.params.get("config") != "postgresql"
            or item.get_closest_marker("both")
        ):
            kept.append(item)
            continue
        tried[name] += 1
        if tried[name] > 1:
            cases.append(item)
        elif short and named(item.nodeid) in alike:
            untold.append(item)
        else:
            kept.append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=[*cases, *untold])
    if untold and "PICKFACE_TEST_RUN" in os.environ:
        (Path(os.environ["PICKFACE_TEST_RUN"]) / "untold").write_text(str(len(untold)))


def pytest_collection_finish() -> None:
    """Whatever is imported and collected by now stays: the garbage collector need not look it through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def free_port() -> int:
    """A TCP port that nobody listens on."""
    return services.free_port()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server's maintenance database; fast, not durable."""
    with ExitStack() as stack:
        try:
            with once_a_run(tmp_path_factory, "postgres") as folder:
                if not folder.exists():
                    _make_postgres(folder, tmp_path_factory.mktemp("postgres"))
            url = stack.enter_context(services.postgres(fleeting=True, like=folder))
        except services.ServiceMissing as missing:
            absent(str(missing))
        yield url


def _make_postgres(folder: Path, data: Path) -> None:
    """The files of a server that has a migrated, otherwise empty database."""
    making = folder.with_suffix(".making")
    with services.postgres(fleeting=True, kept=making) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {POSTGRES_TEMPLATE}".encode())
        # Each test copies the template file by file; two years of empty partitions would be most of it.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pickface.migrations.partitions.MONTHS_AHEAD", 1)
            _migrated(Config(data, database_url=_sibling(url, POSTGRES_TEMPLATE), testing=True))
    # Whole before it stands there, as SQLite's.
    making.rename(folder)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis server that is shared by the session's tests."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(services.redis())
        except services.ServiceMissing as missing:
            absent(str(missing))
        yield url


@contextmanager
def once_a_run(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """The folder ``name`` of all processes of a run; while one of them is busy with it, the others wait.

    Where all suites run one after the other they share it too: ``PICKFACE_TEST_RUN`` says where.
    """
    run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    run = Path(os.environ.get("PICKFACE_TEST_RUN", run))
    with (run / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield run / name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, otherwise empty SQLite file, to be copied."""
    with once_a_run(tmp_path_factory, "template") as folder:
        made = folder / "pickface.sqlite3"
        if not made.exists():
            # Whole before it stands there: whoever is interrupted leaves no half of it to others.
            _migrated(Config(data=folder / "making", testing=True)).replace(made)
    return made


@pytest.fixture(scope="session")
def maintain(postgres_url: str) -> Iterator[Callable[[str], None]]:
    """Makes and drops databases, all on one connection: a new one would cost as much as what is asked of it."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield lambda statement: connection.execute(statement.encode()).close()


@pytest.fixture
def new_postgres(postgres_url: str, maintain: Callable[[str], None]) -> Iterator[Callable[[], str]]:
    """Make fresh, migrated PostgreSQL databases; each call gives another URL."""
    made: list[str] = []

    def make() -> str:
        name = f"pickface_{uuid.uuid4().hex}"
        # Without fsync, copying files is five times as fast as writing them through the log.
        maintain(f"CREATE DATABASE {name} TEMPLATE {POSTGRES_TEMPLATE} STRATEGY file_copy")
        made.append(name)
        return _sibling(postgres_url, name)

    yield make
    for name in made:
        maintain(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """An installation on a fresh, migrated database: the test runs once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "pickface.sqlite3")
        return Config(data=tmp_path, testing=True)
    new: Callable[[], str] = request.getfixturevalue("new_postgres")
    return Config(data=tmp_path, database_url=new(), testing=True)


@pytest.fixture
def database_url(config: Config) -> str:
    """The SQLAlchemy URL of a fresh, migrated database; once SQLite, once PostgreSQL."""
    return config.url


@pytest.fixture
def app(config: Config) -> Iterator[APIFlask]:
    """The application on a fresh database; once on SQLite, once on PostgreSQL."""
    from pickface.app import create_app

    app = create_app(config)
    app.testing = True
    yield app
    close(app)


def close(app: APIFlask) -> None:
    """Let go of the database: the writer first, then the pools of the read sessions."""
    from pickface.db import db

    app.extensions["pickface"].close()
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _migrated(config: Config) -> Path:
    from pickface.app import create_app, upgrade

    app = create_app(config)
    upgrade(app)
    close(app)
    return config.data / "pickface.sqlite3"


def _sibling(url: str, name: str) -> str:
    return f"{url.rsplit('/', 1)[0]}/{name}"
