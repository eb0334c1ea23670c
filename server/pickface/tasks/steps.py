"""The vocabulary: what scripts, states, events and things look like, and which step is current.

All of it is plain JSON data; docs/scripts.md is the page, `pwa/src/engine/steps.ts` its other reading.
"""

from collections.abc import Mapping
from typing import Any, Final, NotRequired, TypedDict

SCRIPT_VERSION: Final = 6
STEP_KINDS: Final = ("go", "take", "put", "collect", "capture", "decide", "confirm")
KNOWN_SINCE: Final = dict.fromkeys(STEP_KINDS, 1)
"""The vocabulary that brought a kind of step: a script asks for no more than its steps need, so that clients of the
release before go on with everything else."""
CARTS_SINCE: Final = 2
"""The vocabulary that brought a cart of totes: `take` with `shares`, and a container that has to be `fresh`."""
CARTONS_SINCE: Final = 3
"""The vocabulary that brought announced deliveries: `collect` with `cartons`."""
GRADES_SINCE: Final = 4
"""The vocabulary that brought goods that come back: `collect` with `grades`; and labels for goods that nobody knows:
`collect` with `aside`."""
LOADS_SINCE: Final = 5
"""The vocabulary that brought trucks: `collect` with `load`."""
SORTING_SINCE: Final = 5
"""The vocabulary that brought the put wall: `collect` with `shares`."""
LOOKS_SINCE: Final = 5
"""The vocabulary that brought inspection: `collect` with `looks`, and zones whose goods want a container (`boxed`)."""
ASKS_SINCE: Final = 6
"""The vocabulary that brought scales and thermometers to the dock: `collect` with `asks`."""
HANDS_SINCE: Final = 6
"""The vocabulary that brought goods that are counted by hand: `collect` with `hands`, and a `take` whose consent is
for some of its units (`by_hand`)."""
EVENT_KINDS: Final = ("scan", "quantity", "fill", "choose", "confirm", "action")
ACTIONS: Final = (
    "short", "damaged", "skip", "full", "open", "done", "unknown", "blocked", "no_scan", "stray", "undo",
)  # fmt: skip

Effect = dict[str, Any]
Params = dict[str, Any]
# The sub-state of a step; each kind tells its own shape in its EMPTY.
Sub = dict[str, Any]


class Thing(TypedDict, total=False):
    """What a code means: an item with its pack, a place, or a container."""

    item: int
    qty: int
    pack: str
    sku: str
    name: str
    tracking: str
    place: int
    code: str
    container: str
    kind: str
    zone: str | None


class Step(TypedDict):
    """What every step has; the other fields belong to its kind."""

    id: str
    kind: str
    group: NotRequired[str | None]
    allow: NotRequired[list[str]]


class ItemFacts(TypedDict, total=False):
    """What a script tells of an item."""

    sku: str
    name: str
    tracking: str
    zone: str | None
    inspect: bool
    """It is looked at before anybody is promised it; for the screen."""


class PlaceFacts(TypedDict, total=False):
    """What a script tells of a place."""

    code: str
    aisle: str
    bay: str
    level: str
    kind: str
    zone: str | None


class Script(TypedDict):
    """A task compiled into steps; `items` and `places` are keyed by decimal strings."""

    vocabulary: int
    task: int
    kind: str
    revision: int
    title: str
    site: int
    codes: dict[str, Thing]
    items: dict[str, ItemFacts]
    places: dict[str, PlaceFacts]
    # Any, because a step's own fields depend on its kind: see Step for the common ones.
    steps: list[Any]


class Undo(TypedDict):
    """The last accepted event and the state before it."""

    event: Any
    state: "State"


class State(TypedDict):
    """How far a task is; a step that nothing has happened to is not in `steps`."""

    steps: dict[str, Sub]
    vars: dict[str, str]
    skipped: list[str]
    done: bool
    undo: Undo | None
    parked: NotRequired[bool]


class Event(TypedDict, total=False):
    """What happened, as the device says it. The reducer trusts none of the types."""

    id: Any
    kind: Any
    code: Any
    symbology: Any
    qty: Any
    field: Any
    value: Any
    action: Any
    left: Any
    line: Any


class Result(TypedDict):
    """What an event did; `state` is the one given, untouched, when it was refused."""

    state: State
    accepted: bool
    code: str
    params: Params
    effects: list[Effect]


def empty_state() -> State:
    """The state of a task that nobody has begun."""
    return {"steps": {}, "vars": {}, "skipped": [], "done": False, "undo": None}


def group_of(step: Any) -> str:
    """The name under which a step is skipped: its group, or its id if it has none."""
    group = step.get("group")
    return str(step["id"] if group is None else group)


def is_done(state: State, step: Any) -> bool:
    """Whether a step is finished, as it is too when a later revision wants no more than it has given."""
    sub = state["steps"].get(step["id"])
    if sub is None:
        return False
    return bool(sub.get("done")) or ("shares" in step and not lacking(step, sub))


def lacking(step: Any, sub: Sub) -> int:
    """How many units the shares of a step still want."""
    dealt = sub.get("dealt", {})
    return sum(max(0, share["qty"] - dealt.get(str(share["pin"]), 0)) for share in step["shares"])


def share_at_hand(step: Any, sub: Sub) -> Any:
    """The share that is put into its tote now: the first that still wants units."""
    dealt = sub.get("dealt", {})
    wanting = (share for share in step["shares"] if dealt.get(str(share["pin"]), 0) < share["qty"])
    return next(wanting)


def current_step(script: Script, state: State) -> Any | None:
    """The step at hand, or None when nothing is left to do.

    First the steps in script order without what was skipped, then the skipped groups, the one
    that was skipped first at first. A step that may not be skipped (bring the tote) closes what is
    before it, so what was skipped there comes first.
    """
    subs, skipped = state["steps"], state["skipped"]
    left: dict[str, Any] = {}
    for step in script["steps"]:
        if step["id"] in subs and is_done(state, step):
            continue
        group = group_of(step)
        if group not in skipped:
            if not left or "skip" in step.get("allow", ()):
                return step
            break
        left.setdefault(group, step)
    return next((left[group] for group in skipped if group in left), None)


def spot(step: Any, sub: Sub) -> Any:
    """Where a `take` step's goods are now: the step itself, or the alternative it has come to.

    Both carry `place`, `lot`, `only_lot` and `pin`.
    """
    alternatives = step.get("alternatives") or ()
    return alternatives[sub["alt"]] if 0 <= sub["alt"] < len(alternatives) else step


def place_at_hand(step: Any, sub: Sub) -> int | None:
    """The place that the person is sent to by this step, if it names one."""
    if step["kind"] == "take":
        place = spot(step, sub).get("place")
    elif step["kind"] == "put":
        place = next(iter(step["to"].get("places") or ()), None)
    else:
        place = step.get("place")
    return place if isinstance(place, int) else None


def vocabulary_of(script: Mapping[str, Any]) -> int:
    """The vocabulary that a client must know to run a script."""
    return max((_known_since(step) for step in script["steps"]), default=1)


def _known_since(step: Any) -> int:
    if "asks" in step:
        return ASKS_SINCE
    if "hands" in step or "by_hand" in step:
        return HANDS_SINCE
    if "load" in step or "name" in step.get("fields", ()):
        return LOADS_SINCE
    if step["kind"] == "collect" and "shares" in step:
        return SORTING_SINCE
    if "looks" in step or (step.get("into") or {}).get("boxed"):
        return LOOKS_SINCE
    if "grades" in step or step.get("aside"):
        return GRADES_SINCE
    if "cartons" in step:
        return CARTONS_SINCE
    fresh = step["kind"] == "take" and (step.get("container") or {}).get("fresh")
    return CARTS_SINCE if fresh or "shares" in step else KNOWN_SINCE[step["kind"]]
