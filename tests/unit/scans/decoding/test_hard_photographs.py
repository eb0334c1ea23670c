"""Photographs that are tilted, small, blurred and badly lit: read better than by the decoder alone, and never wrong."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from bench.photographs import Photograph, photographs
from pickface.scans.decoding import decode
from pickface.scans.decoding.evaluate import normal

# Not the seed that the passes were tuned on.
SEED = 5
SIZES = ((600, 600), (800, 600), (1280, 960))


@pytest.fixture(scope="module")
def hard() -> list[Photograph]:
    return list(photographs(SEED, 32, SIZES))


def plain(data: bytes) -> set[str]:
    return {normal(found.text) for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))}


def ours(data: bytes) -> set[str]:
    return {normal(code.text) for code in decode.decode_picture(data).codes}


def test_a_quarter_more_is_read_than_by_the_decoder_alone_and_nothing_wrong(
    hard: list[Photograph], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is found shall not depend on how busy this machine is.
    monkeypatch.setattr(decode, "PATIENCE_S", 0.6)
    before = after = 0
    for photograph in hard:
        expected, found = normal(photograph.expected), ours(photograph.data)
        assert found <= {expected} - {""}, photograph.name
        before += photograph.expected != "" and expected in plain(photograph.data)
        after += expected in found
    assert after >= 1.25 * before
    assert after >= len(hard) / 3
