"""Paper as a scanner sees it: rendered by poppler, read by zxing-cpp."""

from __future__ import annotations

import shutil
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pickface.labels.documents import Address, Parcel
from tests.conftest import absent

Pages = list[Image.Image]
Render = Callable[..., Pages]
HOSTILE = "^XZ~JA^XA^FDowned^FS_5E\\" + "Łódź–Straße ñandú " * 40

PARCEL = Parcel(
    sender=Address("Pickface Demo GmbH", ("Lagerstraße 12", "20357 Hamburg", "Germany")),
    receiver=Address("Łucja Müller-Ibáñez", ("ul. Długa 5/7", "00-238 Warszawa", "Poland")),
    tracking="PF0012345678PL",
    plate="340123450000000017",
    order="1042",
    carrier="Demo Post",
    weight_g=2350,
)


@pytest.fixture
def render(tmp_path: Path) -> Render:
    """Render a PDF to one grey picture per page."""
    if shutil.which("pdftoppm") is None:
        absent("pdftoppm is not installed (apt-get install poppler-utils)")

    def run(document: bytes, dpi: int = 203) -> Pages:
        folder = tmp_path / uuid.uuid4().hex
        folder.mkdir()
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-gray", "-png", "-", str(folder / "page")],
            input=document,
            check=True,
        )
        return [Image.open(file).convert("L") for file in sorted(folder.iterdir())]

    return run


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """The text that a PDF holds."""
    if shutil.which("pdftotext") is None:
        absent("pdftotext is not installed (apt-get install poppler-utils)")

    def run(document: bytes) -> str:
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True
        )
        return done.stdout.decode()

    return run


def read(picture: Image.Image) -> set[tuple[str, str]]:
    """What a scanner reads: pairs of symbology identifier and text."""
    return {
        (found.symbology_identifier, found.bytes.decode())
        for found in zxingcpp.read_barcodes(picture)
    }
