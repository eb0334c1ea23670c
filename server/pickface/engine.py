"""What one running application holds, and how the rest reaches it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from flask import current_app

from pickface.alerts import again, mailing
from pickface.alerts.judging import MAIL_JOB
from pickface.archive import beginning, loading
from pickface.clock import clock
from pickface.config import Config
from pickface.db import Turn, Tx, Writer, open_writer
from pickface.live import sockets
from pickface.live.bus import Bus
from pickface.live.heard import Heard
from pickface.orders.parcel_labels import FETCH_LABEL
from pickface.planning import reckoning, relocating
from pickface.postage import fetching, following, manifesting
from pickface.printing import clearing as print_clearing
from pickface.purchasing import reporting, sending
from pickface.scans import checkpoints
from pickface.scans.door import Door
from pickface.scans.keys import ServerSigner
from pickface.scans.photos import clearing
from pickface.shops import taking
from pickface.tasks import planning, provisional, shelf_life, snapshots, straight
from pickface.tasks.jobs import Handler
from pickface.tasks.workflow import World
from pickface.webhooks import anew


@dataclass
class Engine:
    """What one running application holds: its configuration, its writer and its bus."""

    config: Config
    bus: Bus
    door: Door
    world: World
    signer: ServerSigner
    heard: Heard
    live: sockets.Live | None = None
    turn: Turn = nullcontext
    """What its writer waits for, where a command runs beside the server."""
    _writer: Writer | None = None

    @property
    def writer(self) -> Writer:
        """The writer, opened at its first use so that a migration can come before."""
        if self._writer is None:
            self._writer = open_writer(self.config.url, self.bus.publish, self.turn)
        return self._writer

    def wind_clock(self) -> None:
        """Let server time go on from the newest record of the database, where the machine's clock is behind it."""
        clock.floor(int(self.writer.run(_newest_record)))

    @property
    def jobs(self) -> dict[str, Handler]:
        """What does each kind of background work."""
        return {
            **self.world.jobs,
            "reserve": planning.reserve_again,
            straight.JOB: partial(straight.serve, self.world),
            checkpoints.JOB: checkpoints.make_next,
            snapshots.JOB: snapshots.make,
            shelf_life.JOB: shelf_life.keep,
            provisional.BEGIN_JOB: provisional.write_down,
            provisional.JOB: partial(provisional.look_again, self.heard),
            reckoning.JOB: reckoning.reckon_site,
            relocating.JOB: relocating.slot,
            again.JOB: again.look_at_all,
            MAIL_JOB: partial(mailing.send, self.config),
            clearing.JOB: partial(clearing.clear, self.config),
            print_clearing.JOB: print_clearing.clear,
            sending.JOB: partial(sending.send, self.config),
            reporting.JOB: partial(reporting.send, self.config),
            taking.JOB: taking.look_again,
            anew.JOB: anew.tell,
            FETCH_LABEL: partial(fetching.fetch, self.config),
            manifesting.JOB: partial(manifesting.make, self.config),
            following.JOB: partial(following.follow, self.config),
            beginning.JOB: partial(loading.load, self.config, self.signer),
        }

    def close(self) -> None:
        """Finish what waits and let the database go."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self.live is not None:
            self.live.close()
        self.bus.close()


def _newest_record(tx: Tx) -> int:
    """The newest time in what is only ever appended, by the ends of indexes."""
    return max(
        int(tx.value(f"SELECT at FROM {table} ORDER BY {key} DESC LIMIT 1") or 0)
        for table, key in (("verdict", "id"), ("checkpoint", "number"), ("move", "id"))
    )


def engine() -> Engine:
    """The engine of the current application."""
    found: Engine = current_app.extensions["pickface"]
    return found
