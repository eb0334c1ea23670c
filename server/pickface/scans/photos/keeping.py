"""The files: ``photos/ab/abcd….jpg`` in the data folder, named by their SHA-256, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = "photos"
HASH: Final = re.compile(r"[0-9a-f]{64}")


def path_of(data: Path, sha256: str) -> Path:
    """Where the photo with a hash lies, or would."""
    return data / FOLDER / sha256[:2] / f"{sha256}.jpg"


def keep(data: Path, sha256: str, photo: bytes) -> None:
    """Write a photo so that it is on disk, whole, when this returns; one that is there already stays."""
    path = path_of(data, sha256)
    if is_whole(data, sha256):
        return
    made = [one for one in (path.parent, path.parent.parent) if not one.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    # Its own name: two deliveries of one photo may write at the same time.
    partial = path.with_suffix(f".{os.getpid()}-{time.monotonic_ns()}.new")
    try:
        with partial.open("xb") as file:
            file.write(photo)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    for folder in (path.parent, *(one.parent for one in made)):
        _sync_folder(folder)


def read(data: Path, sha256: str) -> bytes | None:
    """The photo, or None where it is not there."""
    try:
        return path_of(data, sha256).read_bytes()
    except FileNotFoundError:
        return None


def is_whole(data: Path, sha256: str) -> bool:
    """Whether the file is there and is what its name says."""
    photo = read(data, sha256)
    return photo is not None and hashlib.sha256(photo).hexdigest() == sha256


def stored(data: Path) -> Iterator[tuple[str, Path]]:
    """The hash (or '' for what was left half written) and the path of each file."""
    for path in sorted((data / FOLDER).glob("*/*")):
        yield (path.stem if path.suffix == ".jpg" and HASH.fullmatch(path.stem) else ""), path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
