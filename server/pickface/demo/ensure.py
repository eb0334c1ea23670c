"""Makes the demo site if it is absent, and says how to get in."""

from __future__ import annotations

from pickface.db import db, row
from pickface.demo.load import load
from pickface.demo.site import generate


def ensure_demo() -> bool:
    """Load the demo site unless the database has a site; True if it was made now. Needs an application context."""
    there = row("SELECT id FROM site LIMIT 1") is not None
    db.session.remove()
    if not there:
        load(generate())
    return not there


def welcome(url: str) -> str:
    """Addresses, badges, PINs and logins of the demo site, for the terminal."""
    people = generate().people
    lines = [
        "",
        f"  Handheld   {url}/           (scan or type a badge, then its PIN)",
        f"  Board      {url}/board",
        f"  Office     {url}/office",
        f"  API        {url}/api/docs",
        "",
        "  badge    PIN    name                 role        login and password",
    ]
    for person in people:
        desk = f"{person.login} / {person.password}" if person.login else ""
        lines.append(
            f"  {person.badge:<8} {person.pin:<6} {person.name:<20} {person.role:<11} {desk}".rstrip()
        )
    return "\n".join([*lines, ""])
