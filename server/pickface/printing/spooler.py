"""The spooler: behind the commit, beside everything else. A commit that leaves something to be printed wakes it; every
few seconds it looks by a read alone, for what another process left and for printers that have rested. It serves each
printer by a thread of its own, so that one that hangs keeps nobody waiting but itself.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from flask import Flask

from pickface.clock import clock
from pickface.db import Row, Writer, db
from pickface.errors import PickfaceError, WriterUnavailable
from pickface.ids import uuid7
from pickface.orders.parcel_labels import LabelAwaited
from pickface.printing import papers, queue, wire

log = logging.getLogger(__name__)

LOOK_S: Final = 5.0
AT_ONCE: Final = 8
"""How many printers are served at the same time."""


class Spooler:
    """Sends what waits to its printers, until stopped."""

    def __init__(self, app: Flask, patience: wire.Patience | None = None) -> None:
        here = app.extensions["pickface"]
        self._app = app
        self._writer: Writer = here.writer
        self._networks: tuple[str, ...] = here.config.printer_networks
        self._patience = patience
        self._me = uuid7()
        self._stop = threading.Event()
        self._bus = here.bus
        self._mailbox = here.bus.listen([queue.TOPIC])
        self._thread = threading.Thread(target=self._serve, name="pickface-printing", daemon=True)
        self._busy: dict[int, threading.Thread] = {}

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def stop(self) -> None:
        """Take up nothing more; what is being sent is finished."""
        self._stop.set()
        self._mailbox.wake()
        self._bus.leave(self._mailbox)
        for thread in [self._thread, *self._busy.values()]:
            if thread.is_alive():
                thread.join(timeout=5)

    def work_off(self) -> int:
        """Send all that is due now, here; answers how many jobs were tried."""
        tried = 0
        while now := sum(self._turn(printer_id) for printer_id in self._due()):
            tried += now
        return tried

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._wait()
            try:
                for printer_id in self._due():
                    self._print_soon(printer_id)
            except WriterUnavailable as why:
                log.warning("printing waits for the database: %s", why)
            except Exception:
                log.exception("the spooler could not look for work")

    def _wait(self) -> None:
        """Until a commit tells of work, a printer has had its turn, or a while has passed."""
        self._mailbox.get(LOOK_S)
        while self._mailbox.take() is not None:
            pass

    def _due(self) -> list[int]:
        with self._app.app_context():
            try:
                return queue.due_printers(clock())
            finally:
                db.session.remove()

    def _print_soon(self, printer_id: int) -> None:
        if printer_id in self._busy or len(self._busy) >= AT_ONCE:
            return
        # A thread that the process does not wait for when it ends: its job is looked at by a person then.
        self._busy[printer_id] = busy = threading.Thread(
            target=self._turns,
            args=(printer_id,),
            name=f"pickface-printer-{printer_id}",
            daemon=True,
        )
        busy.start()

    def _turns(self, printer_id: int) -> None:
        done = False
        try:
            while not self._stop.is_set() and self._turn(printer_id):
                pass
            done = True
        except WriterUnavailable as why:
            log.warning("printer %s waits for the database: %s", printer_id, why)
        except Exception:
            log.exception("printer %s could not be served", printer_id)
        finally:
            self._busy.pop(printer_id, None)
        if done:
            # What came at the last moment, or waited for a free hand, is looked for. Behind an error the pause stands.
            self._mailbox.put({})

    def _turn(self, printer_id: int) -> int:
        """Try one job of a printer, and write down what came of it; 0 where there is none."""
        claimed = self._writer.run(lambda tx: queue.claim(tx, printer_id, self._me))
        if claimed is None:
            return 0
        printer, job = claimed
        content = self._content(printer, job)
        if content is None:
            return 1
        sent = wire.send(printer["host"], printer["port"], content, self._networks, self._patience)
        if not sent.problem:
            self._writer.run(lambda tx: queue.printed(tx, printer, job))
        elif sent.again:
            self._writer.run(lambda tx: queue.not_taken(tx, printer, job, sent.problem))
        else:
            self._writer.run(lambda tx: queue.failed(tx, printer, job, sent.problem))
        return 1

    def _content(self, printer: Row, job: Row) -> bytes | None:
        """The paper; None where there is none, which is written down."""
        with self._app.app_context():
            try:
                return papers.content(printer, job)
            except PickfaceError as why:
                problem, later = why.code, isinstance(why, LabelAwaited)
            except Exception:
                log.exception("the paper of print job %s could not be made", job["id"])
                problem, later = "no_paper", False
            finally:
                db.session.remove()
        self._writer.run(lambda tx: queue.failed(tx, printer, job, problem, later))
        return None
