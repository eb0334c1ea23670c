"""The contract between the engine and a workflow.

A workflow is a folder with three parts: ``plan.py`` (which tasks should exist), ``compile.py`` (plain facts -> script,
pure) and ``interpret.py`` (the reducer's effects -> changes, pure). The engine reads before and writes after: it loads
the task, reduces the event, asks ``interpret`` what that means, and carries the changes out in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.stock.moves import Cause

Facts = Mapping[str, Any]
Effect = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LotRef:
    """A lot by what is printed on the goods; made when it is new. ``expires_on`` is ``YYYY-MM-DD`` or ''."""

    item_id: int
    code: str
    expires_on: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """Units go from a place to a place. A place of None is wherever the container on that side stands."""

    kind: str
    item_id: int
    qty: int
    from_place_id: int | None
    to_place_id: int | None
    lot: int | LotRef = 0
    owner_id: int = 1
    from_container: str = ""
    to_container: str = ""
    reservation_id: int | None = None
    order_line_id: int | None = None
    purchase_order_line_id: int | None = None
    order_id: int | None = None
    """Which of a cart's orders they are for; left out where the task names its own."""


@dataclass(frozen=True, slots=True)
class ContainerOpened:
    """A container takes goods for this task from now on; an unused label becomes a container by this."""

    code: str
    kind: str
    place_id: int
    zone_code: str = ""
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class ContainerMoved:
    """A container and its content stand somewhere else now."""

    code: str
    place_id: int


@dataclass(frozen=True, slots=True)
class ContainerTaken:
    """An order takes a container with everything in it: what is pinned for the task is picked by this."""

    code: str
    place_id: int
    order_id: int | None
    item_id: int
    from_place_id: int


@dataclass(frozen=True, slots=True)
class ContainerNested:
    """A container stands in or on another one now; a label that nobody has used becomes a container by this."""

    code: str
    into: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContainerEmptied:
    """All that was in a container lies at a place now, or (``into``) in another container."""

    code: str
    place_id: int | None = None
    into: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ContainerWeighed:
    """A container was put on the scales."""

    code: str
    weight_g: int


ContainerChange = ContainerNested | ContainerEmptied | ContainerWeighed


@dataclass(frozen=True, slots=True)
class BinShort:
    """The bin has ``left`` units of what the books say; the rest must not be promised until it is counted."""

    item_id: int
    lot_id: int
    place_id: int
    container: str
    left: int
    missing: int
    reservation_id: int | None
    order_line_id: int | None
    replan: bool
    """True when the person was not already sent to another bin by the script."""
    owner_id: int = 1


@dataclass(frozen=True, slots=True)
class Raised:
    """Something that a supervisor should see; ``proposed`` is what the system would do."""

    kind: str
    proposed: str
    params: Mapping[str, Any] = field(default_factory=dict)
    item_id: int | None = None
    place_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The moves of an earlier event are to be taken back."""

    event_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """A workflow's own fact, handed to its ``react`` (a receipt line counted, a check decided, …)."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


Change = (
    Goods
    | ContainerOpened
    | ContainerMoved
    | ContainerTaken
    | ContainerChange
    | BinShort
    | Raised
    | Undone
    | Told
)


@dataclass(frozen=True, slots=True)
class Workflow:
    """One kind of work, as ``registry.py`` lists it.

    ``interpret(effects, facts, state)`` is pure; ``state`` is the reducer's state after the event. ``react`` carries
    out a :class:`Told`, ``finished`` does what follows a done task, ``cancelled`` gives back what a cancelled one
    held. ``follows`` says which news of other work this workflow plans tasks upon. ``roles`` are offered this work
    unasked.
    """

    kind: str
    interpret: Callable[[Sequence[Effect], Facts, Mapping[str, Any]], list[Change]]
    finished: Callable[[Tx, Row, Mapping[str, Any], World], None]
    react: Callable[[Tx, Row, Told, World, Cause], None] | None = None
    cancelled: Callable[[Tx, Row, World], None] | None = None
    call_off: Callable[[Tx, Row, int], frozenset[int] | None] | None = None
    """``call_off(tx, task, order_id)``: an order of the task is cancelled: what is under way comes to an orderly end by
    a further revision. The order lines that are still taken until then; None where nothing is in hand, and the task
    ends at once."""
    follows: Mapping[str, Callable[[Tx, World, Mapping[str, Any]], None]] = field(
        default_factory=dict
    )
    jobs: Mapping[str, Callable[[Writer, str], None]] = field(default_factory=dict)
    """Background work by kind: ``job(writer, key)`` runs in an application context, outside any transaction."""
    world_jobs: Mapping[str, Callable[[World, Writer, str], None]] = field(default_factory=dict)
    """The same for jobs that have news to tell: ``job(world, writer, key)``."""
    opens: Start | None = None
    """``opens(tx, world, code, person_id, site_id)``: the task that a scanned code leads to, made if need be."""
    starts: Start | None = None
    """The same for work that a person asks for by kind: a count of this bin, a move of that container."""
    motions: Mapping[str, Start] = field(default_factory=dict)
    """Further things that a person may ask to do with what was scanned, by name; as ``starts``."""
    reopens: Callable[[Tx, Row], Mapping[str, Any]] | None = None
    """``reopens(tx, task)``: the state in which a done task goes on when its person's late scan comes in (LAWS 14)."""
    outdated: Callable[[Tx, Row], None] | None = None
    """``outdated(tx, task)``: a scan was booked by a revision before the present one."""
    roles: frozenset[str] = frozenset()
    carried: bool = False
    """One device does this work, since goods are under way with it: another one goes on by counting them first."""


Start = Callable[[Tx, "World", str, int, int], int | None]
"""``start(tx, world, code, person_id, site_id)``: the task that a scanned code leads to, or None."""


@dataclass(frozen=True, slots=True)
class World:
    """All workflows together: how news of one reaches another that it must not import."""

    workflows: Mapping[str, Workflow]

    def tell(self, tx: Tx, news: str, **params: Any) -> None:
        """Let every workflow that follows ``news`` plan upon it, in this transaction."""
        for workflow in self.workflows.values():
            follow = workflow.follows.get(news)
            if follow is not None:
                follow(tx, self, params)

    def open(self, tx: Tx, code: str, person_id: int, site_id: int) -> int | None:
        """The task that a scanned code leads to, or None; the first workflow that knows the code decides."""
        for workflow in self.workflows.values():
            if workflow.opens is not None:
                task_id = workflow.opens(tx, self, code, person_id, site_id)
                if task_id is not None:
                    return task_id
        return None

    @property
    def jobs(self) -> dict[str, Callable[[Writer, str], None]]:
        """All background work by kind."""
        found: dict[str, Callable[[Writer, str], None]] = {}
        for workflow in self.workflows.values():
            found |= workflow.jobs
            found |= {kind: partial(job, self) for kind, job in workflow.world_jobs.items()}
        return found
