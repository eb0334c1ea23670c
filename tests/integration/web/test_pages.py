"""The web app's files, health, and the headers that every answer carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pickface import pages
from pickface.db import command
from pickface.locations.service import create_site


@pytest.fixture
def build(app: APIFlask, tmp_path: Path) -> Path:
    """A built web app, as Vite leaves it."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Pickface</title>")
    (folder / "sw.js").write_text("self.skipWaiting")
    (folder / "assets" / "index-abc123.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("not yours")
    app.config["PICKFACE_WEB_APP"] = folder
    return folder


class Browser(FlaskClient):
    """A client that reads each answer to its end, as browsers do, so that files are closed."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


@pytest.fixture
def browser(app: APIFlask, build: Path) -> FlaskClient:
    assert build.is_dir()
    with app.app_context():
        # Without a site, the bare address leads to the first run.
        command(lambda tx: create_site(tx, "MAIN", "Main warehouse"))
    app.test_client_class = Browser
    return app.test_client()


@pytest.mark.parametrize("path", ["/", "/board", "/office/orders/17", "/index.html"])
def test_every_page_is_the_app(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_files_are_kept_for_ever_and_the_service_worker_never(browser: FlaskClient) -> None:
    asset = browser.get("/assets/index-abc123.js")
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.mimetype == "text/javascript"
    assert browser.get("/sw.js").headers["Cache-Control"] == "no-cache"


def test_an_unchanged_page_is_not_sent_again(browser: FlaskClient) -> None:
    first = browser.get("/")
    again = browser.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-123.js",
        "/favicon.ico",
        "/../secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%00.js",
    ],
)
def test_a_file_that_is_not_there_is_not_found(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert b"not yours" not in answer.data


@pytest.mark.parametrize("path", ["/api", "/api/v1/nope", "/ws/nope", "/healthz/nope"])
def test_what_is_not_the_apps_is_not_answered_with_the_app(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


def test_an_app_that_is_not_built_says_what_to_do(
    app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "BUILDS", ())
    answer = app.test_client().get("/")
    assert answer.status_code == 503
    assert "make setup" in answer.text


@pytest.mark.parametrize("path", ["/api/v1/session", "/healthz"])
def test_json_is_taken_for_nothing_else_and_not_stored(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/board", "/no/such/page"])
def test_every_document_tells_the_browser_to_trust_us_alone(
    browser: FlaskClient, path: str
) -> None:
    headers = browser.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["connect-src"] == "'self' ws://localhost wss://localhost"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_host_that_is_none_does_not_get_into_the_policy(browser: FlaskClient) -> None:
    answer = browser.get("/", headers={"Host": "x; script-src *"})
    assert "script-src *" not in answer.headers["Content-Security-Policy"]


def test_answers_of_the_api_are_not_stored(browser: FlaskClient) -> None:
    assert browser.get("/api/v1/session").headers["Cache-Control"] == "no-store"


def test_a_server_with_its_database_is_ready(browser: FlaskClient) -> None:
    assert browser.get("/healthz").json == {"status": "alive"}
    assert browser.get("/readyz").json == {"status": "ready"}


def test_a_database_that_lacks_a_migration_is_not_ready(app: APIFlask) -> None:
    with app.app_context():
        command(lambda tx: tx.run("UPDATE alembic_version SET version_num = '0000'"))
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "not_ready")
    assert app.test_client().get("/healthz").status_code == 200
