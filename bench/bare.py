"""The yardstick: a Flask app that commits one INSERT a POST, as durably as Pickface does."""

import sqlite3
import sys
import threading

from flask import Flask, request

app, lock = Flask("bare"), threading.Lock()
db = sqlite3.connect(sys.argv[1], isolation_level=None, check_same_thread=False)
db.executescript(
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e (id INTEGER PRIMARY KEY, body TEXT)"
)


@app.post("/")
def insert() -> dict[str, bool]:
    """Keep the body."""
    with lock:
        db.execute("INSERT INTO e (body) VALUES (?)", (request.get_data(as_text=True),))
    return {"ok": True}


if __name__ == "__main__":
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):
        """The same server as Pickface's."""

        def load_config(self) -> None:
            """Threads, and no more."""
            for name, value in (
                ("bind", [f"127.0.0.1:{sys.argv[2]}"]),
                ("worker_class", "gthread"),
                ("threads", 64),
                ("control_socket_disable", True),
                ("loglevel", "error"),
            ):
                self.cfg.set(name, value)

        def load(self) -> Flask:
            """The ten lines above."""
            return app

    Server().run()
