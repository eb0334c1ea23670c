"""What documents name is there: files, commands, options, and the wishes of make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pickface.cli import cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "deploy" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"""\]\(([^)\s]+)\)|(?:src|href)="([^"]+)\"""")
FILE = re.compile(r"`([\w./-]+\.(?:py|ts|tsx|md|css|sh))`")
COMMAND = re.compile(
    r"^\s*(?:[\w./-]*/)?pickface ([a-z][a-z-]*(?: (?:items|orders))?)((?:[^\n`]|\\\n)*)",
    re.MULTILINE,
)
"""Where a line or what stands between backticks begins with it: elsewhere it may be a user's or a folder's name."""
WISH = re.compile(r"^\s*make ([a-z][a-z-]+)", re.MULTILINE)
ROOTS = [
    ROOT / folder for folder in ("", "server/pickface", "pwa", "pwa/src", "docs", "tests", "deploy")
]


def code(text: str) -> Iterator[str]:
    """What stands between backticks, or in a block of code."""
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    yield from re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    yield from re.findall(r"^ {4}\S.*$", text, flags=re.MULTILINE)


@pytest.fixture(params=PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def page(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def test_links_lead_somewhere(page: Path) -> None:
    targets = ["".join(found) for found in LINK.findall(page.read_text())]
    here = [one.partition("#")[0] for one in targets if "://" not in one and one[0] != "#"]
    assert [one for one in here if not (page.parent / one).exists()] == []


def test_files_that_are_named_are_there(page: Path) -> None:
    named = {word for word in FILE.findall(page.read_text()) if "/" in word}
    assert {word for word in named if not any((root / word).exists() for root in ROOTS)} == set()


def test_commands_and_their_options_exist(page: Path) -> None:
    wrong = []
    for said in code(page.read_text()):
        # The first line of what a shift's proof is made over is no command.
        if said == "pickface shift 1":
            continue
        for words, rest in COMMAND.findall(said):
            command: click.Command | None = cli
            for word in words.split():
                if isinstance(command, click.Group):
                    command = command.commands.get(word)
            if command is None:
                wrong.append(f"pickface {words}")
                continue
            known = {name for one in command.params for name in one.opts} | {"--help"}
            told = re.split(r"[|;&#]|  ", rest.replace("\\\n", " "))[0]
            if not isinstance(command, click.Group):
                wrong += [
                    f"pickface {words} {option}"
                    for option in re.findall(r"(?<=[\s\[(])--[a-z-]+", told)
                    if option not in known
                ]
    assert wrong == []


def test_wishes_of_make_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = {wish for text in code(page.read_text()) for wish in WISH.findall(text)}
    assert said - targets == set()


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 200


def test_the_reasons_begin_with_all_their_sections() -> None:
    """A new section of docs/design.md stands in the list at its head, under what it is about."""
    reasons = (ROOT / "docs" / "design.md").read_text()
    contents = re.findall(r"\[([^\]]+)\]\(#([\w-]+)\)", reasons.partition("\n## ")[0])
    sections = re.findall(r"^## (.+)$", reasons, re.MULTILINE)
    assert sorted(title for title, _ in contents) == sorted(sections)
    for title, anchor in contents:
        assert anchor == re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-"), title
