"""What a part of an archive is: a table whose rows name each other by codes instead of ids. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[Any, ...]
Line = dict[str, Any]


@dataclass(frozen=True)
class Ref:
    """A column that holds the id of a row of another part, which our fields name; all blank: none."""

    column: str
    part: str
    fields: tuple[str, ...]

    def named(self, one: Mapping[str, Any]) -> Key:
        """What a row names of the other part."""
        return tuple(_plain(one[name]) if name else "" for name in self.fields)

    def is_none(self, one: Mapping[str, Any]) -> bool:
        """Whether a row names nothing: of a lot the code is blank beside the item, of others all is."""
        told = self.fields[1:2] if self.part == "lots" else self.fields
        return not any(one[name] for name in told)


def by(column: str, field_prefix: str = "") -> Ref:
    """Somebody, named by badge and login; who has neither (software) is nobody."""
    name = field_prefix or column.removesuffix("_id")
    return Ref(column, "people", (f"{name}_badge", f"{name}_login"))


@dataclass(frozen=True)
class Part:
    """A table: ``key`` names a row, ``columns`` are as in the database, ``refs`` are named by fields of their own.

    ``since`` is the first version that has it, ``later`` the columns that came in a later one: of an older archive they
    are what the database has for them. ``fixed`` is written whatever the site had. ``formerly`` is its older name.
    """

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    select: str
    refs: tuple[Ref, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_site: bool = True
    findable: str = ""
    since: int = 1
    later: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    once: tuple[str, ...] = ()
    """Columns that are unique besides the key, where they hold anything."""
    secrets: tuple[str, ...] = ()
    """Columns that are left empty unless somebody asks for them."""
    extras: tuple[str, ...] = ()
    """Whole numbers beside the columns, which keep rows apart that nothing else does, or are told to somebody else."""
    formerly: str = ""
    shape: Callable[[Iterable[Line]], Iterator[Line]] | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """All that a row has."""
        named = [
            name for ref in self.refs for name in ref.fields if name and name not in self.columns
        ]
        return tuple(dict.fromkeys([*self.columns, *named, *self.extras]))

    def key_of(self, one: Mapping[str, Any]) -> Key:
        """What names a row within its part."""
        return tuple(_plain(one[name]) for name in self.key)


def _plain(value: Any) -> Any:
    return "" if value is None else value


def of(alias: str, columns: Iterable[str]) -> str:
    """Columns of a table in a statement."""
    return ", ".join(f"{alias}.{name}" for name in columns)


CLIENT = Ref("owner_id", "owners", ("owner",))
"""Whose it is; of what is the house's, blank."""


def client(of: str) -> str:
    """What names the client whose it is, in a statement that has it as ``of``."""
    return (
        f"CASE WHEN COALESCE({of}.owner_id, 1) = 1 THEN '' "
        f"ELSE (SELECT k.code FROM owner k WHERE k.id = {of}.owner_id) END AS owner"
    )


def person(alias: str, name: str) -> str:
    """What names somebody in a statement that has joined them as ``alias``."""
    return (
        f"COALESCE({alias}.badge, '') AS {name}_badge, COALESCE({alias}.login, '') AS {name}_login"
    )
