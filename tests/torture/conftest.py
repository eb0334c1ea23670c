"""Torture needs the browser that the other browser tests use, and the demo site that they copy."""

from __future__ import annotations

from tests.e2e.conftest import chromium_program, demo_site

__all__ = ["chromium_program", "demo_site"]
