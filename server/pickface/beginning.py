"""The work that comes back by itself begins: when a server starts, and as soon as a site is founded or brought in."""

from __future__ import annotations

from pickface.alerts import again
from pickface.db import Tx
from pickface.planning import reckoning, relocating
from pickface.postage import following
from pickface.printing import clearing as print_clearing
from pickface.scans.photos import clearing
from pickface.tasks import shelf_life
from pickface.tasks.workflow import World


def begin(tx: Tx, world: World) -> None:
    """Have every site looked after from now on; what has begun already goes on as it is."""
    world.tell(tx, "serving")
    for work in (reckoning, relocating, clearing, print_clearing, following, again, shelf_life):
        work.begin(tx)
