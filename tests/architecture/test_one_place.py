"""What only one place may do: write quantities, commit, call fetch, touch IndexedDB."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.source import read

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server" / "pickface"
PWA = ROOT / "pwa" / "src"
NAMELESS = {"utils", "util", "helpers", "common", "misc", "managers", "shared", "lib"}

WRITES = r"\b(UPDATE|INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM)\s+{table}\b"
INSERTS = r"""\.insert(_many)?\(\s*["']{table}["']"""
LEDGER = {"ledger", "posting", "on_hand", "levels", "move_book", "rolling", "taken_whole"}
PROMISES = {"reservations", "promise_book", "keeping", "letting_go"}
QUANTITIES = {
    "move": {"move_book", "rolling", "taken_whole"},
    "balance": {"on_hand", "rolling", "promise_book", "taken_whole"},
    "stock_level": {"levels", "rolling", "promise_book", "letting_go", "taken_whole"},
    "reservation": {"reservations", "promise_book", "keeping", "rolling", "taken_whole"},
}
"""Which files of ``stock/`` write which table: of the ledger what is on hand, of reservations what is promised."""


def python_files() -> Iterator[tuple[str, Path]]:
    """The server's files by their name below the package."""
    for path in sorted(SERVER.rglob("*.py")):
        yield path.relative_to(SERVER).as_posix(), path


def pwa_files(*not_in: str) -> Iterator[tuple[str, str]]:
    """Name and code, without comments, of the web app's files outside some folders."""
    for path in sorted([*PWA.rglob("*.ts"), *PWA.rglob("*.tsx")]):
        name = path.relative_to(PWA).as_posix()
        if not name.startswith(not_in):
            code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
            yield name, re.sub(r"(^|\s)//[^\n]*", "", code)


def files_with(pattern: re.Pattern[str], files: Iterable[tuple[str, str]]) -> list[str]:
    """The names of files in whose code the pattern occurs."""
    return [name for name, code in files if pattern.search(code)]


def writers_of(table: str) -> set[str]:
    """The files that write rows of a table."""
    writes = re.compile(WRITES.format(table=table), re.IGNORECASE)
    inserts = re.compile(INSERTS.format(table=table))
    return {
        name
        for name, path in python_files()
        if not name.startswith("migrations/")
        and (
            any(writes.search(text) for text in read(path).strings)
            or inserts.search(path.read_text())
        )
    }


def test_law_21_only_the_ledger_and_the_reservations_write_quantities() -> None:
    assert {table: writers_of(table) for table in QUANTITIES} == {
        table: {f"stock/{name}.py" for name in names} for table, names in QUANTITIES.items()
    }
    assert set().union(*QUANTITIES.values()) <= LEDGER | PROMISES


def test_nobody_outside_stock_enters_the_rooms_of_the_ledger() -> None:
    rooms = (LEDGER - {"ledger"}) | {"promise_book"}
    inside = [
        (name, parts)
        for name, path in python_files()
        if not name.startswith("stock/")
        for parts in read(path).imports
        if parts[0] == "stock" and parts[1] in rooms
    ]
    assert inside == []


def test_only_the_cost_book_writes_what_stock_is_worth() -> None:
    writers = writers_of("(cost_layer|cost_entry|stock_value|cost_change)")
    assert writers == {
        "stock/cost_book.py",
        "stock/cost_changes.py",
        "stock/cost_matching.py",
        "stock/cost_opening.py",
    }


def test_only_the_writers_commit() -> None:
    commit = re.compile(r"\.commit\(|\bCOMMIT\b(?!\s*s\b)")
    committing = {
        name
        for name, path in python_files()
        if any(called == "commit" for called, _ in read(path).calls)
        or any(
            text.strip().upper() == "COMMIT" for text in read(path).strings if commit.search(text)
        )
    }
    assert committing == {"writing/postgres.py", "writing/sqlite.py", "migrations/env.py"}


def test_only_sync_talks_to_the_server() -> None:
    calls = re.compile(
        r"(?<![.\w])fetch\s*\(|new\s+WebSocket\b|XMLHttpRequest|EventSource\b|sendBeacon"
    )
    # The service worker answers the browser's own fetches, which is what it is for.
    assert files_with(calls, pwa_files("sync/", "worker/")) == []


def test_only_the_store_touches_indexeddb() -> None:
    touches = re.compile(r"""\bindexedDB\b|from\s+['"]idb['"]|\bIDB\w+""")
    assert files_with(touches, pwa_files("store/")) == []


def test_no_folder_is_named_after_nothing() -> None:
    folders = {
        path.relative_to(ROOT)
        for top in (SERVER, PWA, ROOT / "tests", ROOT / "bench")
        for path in top.rglob("*")
        if path.is_dir()
    }
    assert [folder for folder in folders if folder.name in NAMELESS] == []
    files = [path for path in SERVER.rglob("*.py") if path.stem in NAMELESS]
    assert files == []


def test_every_module_has_a_docstring() -> None:
    tests = (ROOT / "tests").rglob("*.py")
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in [*(path for _, path in python_files()), *tests]
        if read(path).docstring is None
    ]
    assert silent == []


def test_workflow_names_are_not_known_to_the_client_s_engine() -> None:
    """The client never knows what picking is: its engine branches on kinds of steps alone."""
    kinds = re.compile(r"['\"](putaway|replenish|receive)['\"]")
    engine = [(name, code) for name, code in pwa_files() if name.startswith("engine/")]
    assert engine
    assert files_with(kinds, engine) == []
