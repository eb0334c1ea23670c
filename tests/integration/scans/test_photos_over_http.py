"""Photos over HTTP: what a handheld sends is read, what is no photo is refused at once."""

from __future__ import annotations

import io
import time

import pytest
from apiflask import APIFlask
from PIL import Image
from werkzeug.test import TestResponse

from pickface.labels import barcodes
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def sent(office: Office, photo: bytes) -> TestResponse:
    desk = office.desk
    return desk.client.post(
        "/api/v1/barcodes/decode", data=photo, headers=desk.headers, content_type="image/jpeg"
    )


def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 900), **options: object) -> bytes:
    picture = (
        Image.effect_noise(size, 40) if options.pop("noisy", False) else Image.new("L", size, 120)
    )
    label = barcodes.gs1_128("(01)04006381333931(10)AB-1").bitmap(3)
    turned = label.rotate(20, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    picture.paste(turned, (100, 100))
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def test_a_tilted_label_comes_back_with_what_it_means_and_where_it_is(office: Office) -> None:
    answer = sent(office, photo())
    assert answer.status_code == 200
    [code] = answer.json["codes"]
    assert (code["text"], code["aim"]) == ("0104006381333931" + "10AB-1", "]C1")
    assert (code["parts"]["gtin"], code["parts"]["lot"]) == ("04006381333931", "AB-1")
    assert len(code["position"]) == 4
    assert answer.json["conflicts"] == []


def test_a_phone_s_whole_photo_may_be_larger_than_any_other_body(office: Office) -> None:
    whole = photo(size=(3000, 2200), noisy=True, quality=90)
    assert 1_500_000 < len(whole) < 8_000_000
    assert sent(office, whole).status_code == 200


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "picture_not_readable"),
        (b"GIF89a", 422, "picture_not_readable"),
        (photo()[:4000], 422, "picture_not_readable"),
        (bytes(8 * 1024 * 1024 + 1), 413, "too_large"),
        (bytes(20 * 1024 * 1024), 413, "too_large"),
    ],
)
def test_what_is_no_photo_is_refused_within_a_second(
    office: Office, body: bytes, status: int, code: str
) -> None:
    began = time.thread_time()
    answer = sent(office, body)
    assert time.thread_time() - began < 1
    assert (answer.status_code, answer.json["code"]) == (status, code)
