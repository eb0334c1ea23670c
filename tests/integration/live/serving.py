"""The application as the web server's tests run it: with two doors of its own, to sign in and to publish."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import request, session
from flask_login import LoginManager, UserMixin, login_user

from pickface.app import create_app
from pickface.config import Config
from pickface.db import Tx, row, rows
from pickface.errors import PickfaceError
from pickface.live import serve_hooks
from pickface.live.sockets import present_people

post_worker_init = serve_hooks.post_worker_init


class Somebody(UserMixin):
    def __init__(self, person_id: int) -> None:
        self.id = person_id


def make_app() -> APIFlask:
    config = Config(
        data=Path(os.environ["PICKFACE_DATA"]),
        database_url=os.environ.get("PICKFACE_DATABASE_URL", ""),
        redis_url=os.environ.get("PICKFACE_REDIS_URL", ""),
        origins=("https://office.example",),
        testing=True,
    )
    app = create_app(config)
    app.secret_key = "for tests"
    manager = LoginManager(app)
    manager.user_loader(lambda key: Somebody(int(key)))
    # Only what this test needs stands in front of the socket.
    app.before_request_funcs = {
        None: [
            f
            for f in app.before_request_funcs.get(None, [])
            if f.__module__ == "pickface.live.sockets"
        ]
    }
    app.after_request_funcs = {}
    app.register_error_handler(PickfaceError, lambda error: (error.as_json(), error.status))

    @app.get("/test/sign-in/<int:person>")
    def sign_in(person: int) -> dict[str, Any]:
        login_user(Somebody(person))
        session["id"] = request.args.get("session", "")
        return {}

    @app.post("/test/publish/<topic>")
    def publish(topic: str) -> dict[str, Any]:
        times = int(request.args.get("times", "1"))
        for _ in range(times):
            app.extensions["pickface"].bus.publish(topic, json.loads(request.get_data()))
        return {}

    @app.post("/test/slow/<int:person>")
    def slow(person: int) -> dict[str, Any]:
        """A write that takes its time; the person hears when it has begun."""
        app.extensions["pickface"].bus.publish(f"person:{person}", {"type": "pull", "version": 0})

        def work(tx: Tx) -> int:
            time.sleep(0.5)
            return tx.insert("supplier", code="SLOW", name="written")

        return {"id": app.extensions["pickface"].writer.run(work)}

    @app.get("/test/suppliers")
    def suppliers() -> dict[str, Any]:
        return {"codes": [found["code"] for found in rows("SELECT code FROM supplier")]}

    @app.get("/test/present/<int:site>")
    def present(site: int) -> dict[str, Any]:
        return {str(person): seen for person, seen in present_people(site).items()}

    @app.get("/test/connections")
    def connections() -> dict[str, Any]:
        from pickface.db import db

        row("SELECT 1 AS one")
        db.session.remove()
        return {"out": db.engine.pool.checkedout()}

    return app
