"""Torture needs the browser that the other browser tests use."""

from __future__ import annotations

from tests.e2e.conftest import chromium_program

__all__ = ["chromium_program"]
