"""Passwords and PINs, typed or read: they never stand in a command line."""

from __future__ import annotations

import sys

import click


def ask_secrets(with_pin: bool) -> tuple[str, str]:
    """A password, and a PIN if one is wanted, each typed twice and not shown."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    pin = click.prompt("PIN", hide_input=True, confirmation_prompt=True) if with_pin else ""
    return password, pin


def read_secrets(with_pin: bool) -> tuple[str, str]:
    """The same from the first lines of standard input."""
    lines = [line.rstrip("\r\n") for line in (sys.stdin.readline(), sys.stdin.readline())]
    return lines[0], lines[1] if with_pin else ""
