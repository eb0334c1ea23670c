"""The watcher: a commit wakes it, it looks by a read alone whether anything changed, and judges that.

What changed is noted by the database itself, so that any commit may have. Between two looks it rests for a moment:
however much is committed, it reads so seldom. It also looks by itself now and then, for what another process left.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from flask import Flask

from pickface.alerts.judging import JudgedMeanwhile, judge_changed
from pickface.db import Writer, db
from pickface.errors import WriterUnavailable

log = logging.getLogger(__name__)

LOOK_S: Final = 5.0
REST_S: Final = 0.2


class Watcher:
    """Judges what changed, until stopped."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._writer: Writer = app.extensions["pickface"].writer
        self._stop = threading.Event()
        self._committed = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="pickface-alerts", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._writer.heeded(self._committed.set)
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, and end."""
        self._stop.set()
        self._committed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def work_off(self) -> int:
        """Judge all that waits, here; answers how many changes there were."""
        done = 0
        with self._app.app_context():
            try:
                while not self._stop.is_set() and (now := judge_changed(self._writer)):
                    done += now
            finally:
                db.session.remove()
        return done

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._committed.wait(LOOK_S)
            # Before the look: what is committed during it is looked for once more.
            self._committed.clear()
            try:
                self.work_off()
            except JudgedMeanwhile:
                log.debug("another process was quicker, or a rule changed")
                self._committed.set()
            except WriterUnavailable as why:
                log.warning("stock rules wait for the database: %s", why)
            except Exception:
                log.exception("what changed could not be judged")
            self._stop.wait(REST_S)
