"""What systemd and containers are told is checked by systemd, and against the code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pickface import config
from tests.unit.deploy.conftest import DEPLOY

ROOT = DEPLOY.parent
UNITS = ("pickface.service", "pickface-backup.service", "pickface-backup.timer")


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with programs and files that exist here in place of the installed ones."""
    placed = []
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        text = re.sub(r"/opt/pickface/(\S+)", "/bin/true", text)
        (tmp_path / name).write_text(text.replace("/opt/pickface", "/tmp"))
        placed.append(tmp_path / name)
    return placed


def test_systemd_finds_nothing_wrong_with_the_units(units: list[Path]) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "pickface" in line]
    assert ours == []


def test_the_service_is_locked_down(units: list[Path]) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not on this machine")
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", str(units[0])],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Overall exposure level.*: ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    assert float(found[1]) <= 2.5


def test_every_setting_that_we_name_is_one_that_the_server_reads() -> None:
    source = Path(config.__file__).read_text()
    for name in ("pickface.env", "compose.yml", "pickface.service", "Dockerfile"):
        named = set(re.findall(r"PICKFACE_[A-Z_]+", (DEPLOY / name).read_text()))
        for setting in named - {"PICKFACE_SITE", "PICKFACE_UPSTREAM"}:
            assert f'"{setting}"' in source, f"{name} sets {setting}, which nothing reads"


def test_everything_the_image_is_made_of_exists_and_is_let_through() -> None:
    let_through = (DEPLOY / "Dockerfile.dockerignore").read_text().split()
    copies = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE
    )
    for path in " ".join(copies).split():
        assert (ROOT / path).exists(), path
        assert f"!{path.split('/')[0]}" in let_through


def test_compose_understands_its_file() -> None:
    if shutil.which("docker") is None:
        pytest.skip("Docker is not on this machine")
    command = ["docker", "compose", "-f", str(DEPLOY / "compose.yml"), "config", "--quiet"]
    version = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if version.returncode != 0:
        pytest.skip("Docker is here without its compose plugin")
    done = subprocess.run(
        command,
        env={"PATH": "/usr/bin:/usr/local/bin", "POSTGRES_PASSWORD": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
