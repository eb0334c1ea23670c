"""Write requirements.lock: exact versions of what pyproject.toml asks for, as .venv has them."""

import re
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
HEAD = """\
# Exact versions of everything Pickface runs, builds and is tested with.
# Made by `make lock` from pyproject.toml and the packages in .venv; do not edit by hand.
"""


def wanted() -> list[Requirement]:
    """Tell what pyproject.toml names, for running and for development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = project["dependencies"] + project["optional-dependencies"]["dev"]
    return [Requirement(name) for name in names]


def closure(requirements: list[Requirement]) -> dict[str, str]:
    """Follow the requirements through the installed packages; a missing one is an error."""
    pins: dict[str, str] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = [(requirement, frozenset[str]()) for requirement in requirements]
    while queue:
        requirement, extras_of_parent = queue.pop()
        environment = {**default_environment(), "extra": ""}
        marker = requirement.marker
        extras = extras_of_parent or {""}
        if marker and not any(marker.evaluate({**environment, "extra": e}) for e in extras):
            continue
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        installed = distribution(requirement.name)
        pins[key[0]] = installed.version
        queue += [(Requirement(line), key[1]) for line in installed.requires or []]
    return pins


def main() -> int:
    """Write the file and tell how many packages it pins."""
    pins = closure(wanted())
    lines = "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))
    (ROOT / "requirements.lock").write_text(HEAD + lines)
    print(f"requirements.lock: {len(pins)} packages")
    return 0 if re.search(r"^flask==", lines, re.MULTILINE) else 1


if __name__ == "__main__":
    sys.exit(main())
