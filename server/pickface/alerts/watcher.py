"""The watcher: behind the commit, it looks once a second by a read alone whether anything changed, and judges that."""

from __future__ import annotations

import logging
import threading
from typing import Final

from flask import Flask

from pickface.alerts.judging import JudgedMeanwhile, judge_changed
from pickface.db import Writer, db
from pickface.errors import WriterUnavailable

log = logging.getLogger(__name__)

LOOK_S: Final = 1.0


class Watcher:
    """Judges what changed, until stopped."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._writer: Writer = app.extensions["pickface"].writer
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="pickface-alerts", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch at hand, and end."""
        self._stop.set()
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
        while not self._stop.wait(LOOK_S):
            try:
                self.work_off()
            except JudgedMeanwhile:
                log.debug("another process was quicker, or a rule changed")
            except WriterUnavailable as why:
                log.warning("stock rules wait for the database: %s", why)
            except Exception:
                log.exception("what changed could not be judged")
