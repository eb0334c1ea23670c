"""What every forked program finds done: all is imported, and an application was made once, which imports the rest."""

from __future__ import annotations

import tempfile
from pathlib import Path

import alembic.command  # noqa: F401
import gunicorn.app.wsgiapp  # noqa: F401

import pickface.cli
import pickface.serve  # noqa: F401
from pickface.app import create_app
from pickface.config import Config

with tempfile.TemporaryDirectory() as folder:
    create_app(Config(data=Path(folder)))
