"""Photographs that nobody took: labels drawn, warped, blurred and badly lit by a seed; and some without any barcode.

A photograph is made as a camera makes one: the label lies tilted and bent on a carton, the light falls unevenly, the
lens and the hand blur, the sensor adds noise, and JPEG takes its share. How bad each is comes from the seed, in modules
rather than pixels, since that is what decides whether a symbol can be read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from zxingcpp import BarcodeFormat

Grey = Image.Image
SIZES = ((600, 600), (800, 600), (1280, 960), (1280, 960), (1600, 1200), (2048, 1536), (4000, 3000))


@dataclass(frozen=True)
class Photograph:
    """A JPEG file with what it holds; ``expected`` is empty where there is no barcode."""

    name: str
    data: bytes
    expected: str
    symbology: str


@dataclass(frozen=True)
class Symbol:
    """A kind of barcode: how its text is drawn from chance, and how many pixels a hard module has."""

    name: str
    format: BarcodeFormat
    text: Callable[[Random], str]
    smallest_px: float
    share: int
    options: dict[str, Any]


def photographs(
    seed: int, count: int, sizes: Sequence[tuple[int, int]] = SIZES
) -> Iterator[Photograph]:
    """So many photographs of a seed, of which some show no barcode."""
    for number in range(count):
        chance = Random(f"{seed}/{number}")
        if chance.random() < EMPTY_SHARE:
            kind = chance.choice(EMPTY)
            picture = kind(chance, chance.choice(sizes))
            yield Photograph(
                f"{number:04}-{kind.__name__}.jpg", _jpeg(chance, _shot(chance, picture, 3)), "", ""
            )
        else:
            symbol = chance.choices(SYMBOLS, [symbol.share for symbol in SYMBOLS])[0]
            text = symbol.text(chance)
            name = f"{number:04}-{symbol.name.lower().replace(' ', '-')}.jpg"
            yield Photograph(
                name, _hard(chance, symbol, text, chance.choice(sizes)), text, symbol.name
            )


def _hard(chance: Random, symbol: Symbol, text: str, size: tuple[int, int]) -> bytes:
    """One label with two or three hardships out of four."""
    hardships = set(
        chance.sample(("tilted", "small", "blurred", "lit"), chance.choice((1, 2, 2, 3)))
    )
    module_px = symbol.smallest_px * (
        chance.uniform(1.0, 1.6) if "small" in hardships else chance.uniform(1.6, 3.5)
    )
    label = _label(chance, symbol, text)
    fits = min(0.9 * size[0] / label.width, 0.9 * size[1] / label.height) * 8
    if "tilted" in hardships:
        fits *= 0.8
    module_px = min(module_px, fits)
    tilt = chance.uniform(-45, 45) if "tilted" in hardships else chance.uniform(-6, 6)
    tilt += chance.choice((0, 0, 0, 90, 180, 270))
    picture = _carton(chance, size)
    _lay(chance, picture, label, module_px / 8, tilt)
    if "blurred" in hardships:
        picture = _blurred(chance, picture, module_px)
    if "lit" in hardships:
        picture = _badly_lit(chance, picture)
    return _jpeg(chance, _shot(chance, picture, 12 if "lit" in hardships else 5))


def _label(chance: Random, symbol: Symbol, text: str) -> Grey:
    """The symbol at eight pixels a module on white paper, with words about it."""
    barcode = zxingcpp.create_barcode(text, symbol.format, **symbol.options)
    bars = Image.fromarray(np.array(barcode.to_image(scale=8, add_quiet_zones=False)))
    if symbol.format in LINEAR:
        bars = bars.resize(
            (bars.width, round(bars.width * chance.uniform(0.2, 0.5))), Image.Resampling.NEAREST
        )
    quiet = 88
    paper = Image.new("L", (bars.width + 2 * quiet, bars.height + 2 * quiet + 120), 255)
    paper.paste(bars, (quiet, quiet))
    pen = ImageDraw.Draw(paper)
    pen.text((quiet, paper.height - 140), text[:24], fill=0, font=ImageFont.load_default(90))
    if chance.random() < 0.5:
        words = " ".join(chance.choices(WORDS, k=3))
        pen.text((quiet, 4), words, fill=20, font=ImageFont.load_default(70))
    ink, white = chance.randint(0, 60), chance.randint(190, 255)
    printed = paper.point(lambda value: ink + value * (white - ink) // 255)
    return Image.merge("LA", (printed, Image.new("L", paper.size, 255)))


def _lay(chance: Random, picture: Grey, label: Grey, scale: float, tilt: float) -> None:
    """Put the label on the carton: bent, seen at an angle, turned, and reduced to its size."""
    # Reduced to twice the final size first, so that the warp itself makes no stairs.
    size = (max(1, round(label.width * 2 * scale)), max(1, round(label.height * 2 * scale)))
    label = label.resize(size, Image.Resampling.BOX)
    if chance.random() < 0.2:
        label = _bent(label, chance.uniform(0.3, 0.9))
    if chance.random() < 0.5:
        label = _from_the_side(chance, label)
    label = label.rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    label = label.resize(
        (max(1, label.width // 2), max(1, label.height // 2)), Image.Resampling.BOX
    )
    x = chance.randint(0, max(0, picture.width - label.width))
    y = chance.randint(0, max(0, picture.height - label.height))
    picture.paste(label.getchannel("L"), (x, y), label.getchannel("A"))


def _bent(label: Grey, angle: float) -> Grey:
    """Round a bottle: its sides come closer together."""
    across = np.linspace(-1, 1, label.width)
    source = np.arcsin(across * np.sin(angle)) / angle
    columns = ((source + 1) / 2 * (label.width - 1)).round().astype(int)
    return Image.fromarray(np.asarray(label)[:, columns], "LA")


def _from_the_side(chance: Random, label: Grey) -> Grey:
    """One corner is farther away than another."""
    wide, tall = label.size
    much = chance.uniform(0.02, 0.12)
    far = [chance.uniform(0, much) for _ in range(8)]
    corners = (
        *(-far[0] * wide, -far[1] * tall),
        *(-far[2] * wide, tall * (1 + far[3])),
        *(wide * (1 + far[4]), tall * (1 + far[5])),
        *(wide * (1 + far[6]), -far[7] * tall),
    )
    return label.transform(label.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)


def _carton(chance: Random, size: tuple[int, int]) -> Grey:
    """A brown side with grain, edges, and print."""
    picture = _grain(chance, size, chance.randint(70, 190), chance.uniform(2, 14))
    pen = ImageDraw.Draw(picture)
    for _ in range(chance.randint(0, 5)):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        box = (x, y, x + chance.randint(20, size[0] // 2), y + chance.randint(5, size[1] // 3))
        pen.rectangle(box, fill=chance.randint(30, 230))
    for _ in range(chance.randint(0, 6)):
        at = (chance.randrange(size[0]), chance.randrange(size[1]))
        font = ImageFont.load_default(chance.randint(14, 90))
        pen.text(at, chance.choice(WORDS), fill=chance.randint(0, 120), font=font)
    return picture


def _grain(chance: Random, size: tuple[int, int], level: int, deviation: float) -> Grey:
    """An even surface with the cloudy grain of paper."""
    values = _numbers(chance).normal(level, deviation * 3, (size[1] // 8 + 2, size[0] // 8 + 2))
    return _image(values).resize(size, Image.Resampling.BICUBIC)


def _blurred(chance: Random, picture: Grey, module_px: float) -> Grey:
    """Out of focus, or moved: by up to about a module."""
    if chance.random() < 0.6:
        return picture.filter(ImageFilter.GaussianBlur(module_px * chance.uniform(0.3, 0.75)))
    length, angle = module_px * chance.uniform(0.6, 1.6), chance.uniform(0, np.pi)
    steps = max(2, round(length * 2))
    total = np.zeros((picture.height, picture.width), dtype=np.float32)
    for step in range(steps):
        away = (step / (steps - 1) - 0.5) * length
        shift = (1, 0, away * np.cos(angle), 0, 1, away * np.sin(angle))
        moved = picture.transform(
            picture.size, Image.Transform.AFFINE, shift, Image.Resampling.BILINEAR
        )
        total += np.asarray(moved, dtype=np.float32)
    return _image(total / steps)


def _badly_lit(chance: Random, picture: Grey) -> Grey:
    """Little contrast, light from one side, a shadow's edge, or glare."""
    tall, wide = picture.height, picture.width
    y, x = np.mgrid[0 : 1 : tall * 1j, 0 : 1 : wide * 1j].astype(np.float32)
    angle = chance.uniform(0, 2 * np.pi)
    side = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    light = 1 - chance.uniform(0.2, 0.8) * (0.5 + side / np.sqrt(2))
    if chance.random() < 0.4:
        light *= np.where(side > chance.uniform(-0.2, 0.2), chance.uniform(0.3, 0.7), 1)
    pixels = np.asarray(picture, dtype=np.float32)
    if chance.random() < 0.6:
        pixels = 128 + (pixels - 128) * chance.uniform(0.15, 0.5) + chance.uniform(-30, 60)
    pixels = pixels * light * chance.uniform(0.5, 1.2)
    if chance.random() < 0.3:
        apart = (x - chance.random()) ** 2 + (y - chance.random()) ** 2
        pixels += 250 * np.exp(-apart / chance.uniform(0.002, 0.03))
    return _image(pixels)


def _shot(chance: Random, picture: Grey, most_noise: float) -> Grey:
    """What the sensor makes of it."""
    noise = _numbers(chance).normal(
        0, chance.uniform(1, most_noise), (picture.height, picture.width)
    )
    return _image(np.asarray(picture, dtype=np.float32) + noise)


def _jpeg(chance: Random, picture: Grey) -> bytes:
    tint = [chance.uniform(0.9, 1.0) for _ in range(3)]
    bands = [picture.point(lambda value, by=by: round(value * by)) for by in tint]
    file = io.BytesIO()
    Image.merge("RGB", bands).save(file, "JPEG", quality=chance.randint(45, 92))
    return file.getvalue()


def _numbers(chance: Random) -> np.random.Generator:
    return np.random.default_rng(chance.getrandbits(32))


def _image(values: NDArray[Any]) -> Grey:
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def fence(chance: Random, size: tuple[int, int]) -> Grey:
    """Upright bars at even distances, as a fence, a radiator or corrugated board has them."""
    step = chance.uniform(4, size[0] / 12)
    tilt = chance.uniform(-0.3, 0.3)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    share = chance.uniform(0.3, 0.7)
    return _image(np.where((x + y * tilt) / step % 1 < share, 60, 200))


def stripes(chance: Random, size: tuple[int, int]) -> Grey:
    """Stripes of chance widths: cloth, shelves, books; the nearest thing to a barcode."""
    picture = Image.new("L", size, 220)
    pen = ImageDraw.Draw(picture)
    widest = chance.randint(4, 40)
    x, right = chance.randint(0, size[0] // 3), chance.randint(size[0] // 2, size[0])
    top, bottom = sorted(chance.sample(range(size[1]), 2))
    while x < right:
        wide = chance.randint(2, widest)
        pen.rectangle((x, top, x + wide - 1, bottom), fill=chance.randint(10, 90))
        x += wide + chance.randint(2, widest)
    return picture.rotate(
        chance.choice((0, 0, 7, 90, -20)), Image.Resampling.BICUBIC, fillcolor=200
    )


def page(chance: Random, size: tuple[int, int]) -> Grey:
    """A printed page: letters are small bars too."""
    picture = Image.new("L", size, 235)
    pen = ImageDraw.Draw(picture)
    height = chance.randint(12, 60)
    font = ImageFont.load_default(height)
    for y in range(10, size[1], round(height * 1.3)):
        pen.text((10, y), " ".join(chance.choices(WORDS, k=24)), fill=30, font=font)
    return picture.rotate(chance.uniform(-10, 10), Image.Resampling.BICUBIC, fillcolor=235)


def bricks(chance: Random, size: tuple[int, int]) -> Grey:
    """A wall, a grid of tiles, a keyboard."""
    wide, tall = chance.randint(10, 150), chance.randint(8, 80)
    joint = chance.randint(1, 8)
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    shifted = x + (y // tall % 2) * wide // 2 * chance.randint(0, 1)
    return _image(
        np.where((shifted % wide < joint) | (y % tall < joint), 210, chance.randint(40, 140))
    )


def squares(chance: Random, size: tuple[int, int]) -> Grey:
    """Black and white squares by chance: what a matrix symbol would be without its order."""
    many = chance.randint(10, 60)
    grid = _numbers(chance).integers(0, 2, (many, many)) * 200 + 30
    return _image(grid).resize(size, Image.Resampling.NEAREST)


def texture(chance: Random, size: tuple[int, int]) -> Grey:
    """Gravel, grass, cloth: noise of some coarseness, perhaps drawn out to one side."""
    fine = (chance.randint(2, 40), chance.randint(2, 40))
    shape = (size[1] // fine[1] + 2, size[0] // fine[0] + 2)
    return _image(_numbers(chance).normal(128, 60, shape)).resize(size, Image.Resampling.BICUBIC)


def bare(chance: Random, size: tuple[int, int]) -> Grey:
    """A carton without a label."""
    return ImageChops.add(_carton(chance, size), Image.new("L", size, chance.randint(0, 30)))


EMPTY = (fence, stripes, stripes, page, bricks, squares, texture, bare)
WORDS = (
    "fragile",
    "this",
    "side",
    "up",
    "keep",
    "dry",
    "net",
    "weight",
    "best",
    "before",
    "lot",
    "2027",
    "made",
    "for",
    "the",
    "north",
    "pallet",
    "A-12",
)
EMPTY_SHARE = 0.25


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _letters(chance: Random, least: int, most: int) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789-"
    return "".join(chance.choices(letters, k=chance.randint(least, most)))


def _with_check(digits: str) -> str:
    """GS1's check digit: weights of three and one from the right."""
    total = sum(int(digit) * (3 - 2 * (place % 2)) for place, digit in enumerate(reversed(digits)))
    return digits + str(-total % 10)


def _gtin(chance: Random) -> str:
    return _with_check("0" + _digits(chance, 12))


def _elements(chance: Random) -> str:
    return f"(01){_gtin(chance)}(17){chance.randint(26, 32)}0{chance.randint(1, 9)}15(10){_letters(chance, 4, 8)}"


SYMBOLS = (
    Symbol("EAN-13", BarcodeFormat.EAN13, lambda c: _with_check("4" + _digits(c, 11)), 1.3, 24, {}),
    Symbol("UPC-A", BarcodeFormat.UPCA, lambda c: _with_check(_digits(c, 11)), 1.3, 8, {}),
    Symbol("EAN-8", BarcodeFormat.EAN8, lambda c: _with_check(_digits(c, 7)), 1.3, 3, {}),
    Symbol("Code 128", BarcodeFormat.Code128, lambda c: _letters(c, 6, 14), 1.3, 16, {}),
    Symbol("GS1-128", BarcodeFormat.Code128, _elements, 1.3, 8, {"gs1": True}),
    Symbol("Code 39", BarcodeFormat.Code39, lambda c: _letters(c, 5, 10), 1.3, 7, {}),
    Symbol("ITF", BarcodeFormat.ITF, lambda c: _with_check("1" + _digits(c, 12)), 1.3, 7, {}),
    Symbol("DataBar", BarcodeFormat.DataBar, lambda c: "(01)" + _gtin(c), 1.3, 3, {}),
    Symbol(
        "DataBar Expanded",
        BarcodeFormat.DataBarExp,
        lambda c: f"(01){_gtin(c)}(10)AB{_digits(c, 3)}",
        1.3,
        3,
        {},
    ),
    Symbol(
        "QR Code",
        BarcodeFormat.QRCode,
        lambda c: f"https://example.com/{_letters(c, 5, 20)}",
        2.0,
        8,
        {},
    ),
    Symbol(
        "Data Matrix",
        BarcodeFormat.DataMatrix,
        _elements,
        2.0,
        6,
        {"gs1": True, "force_square": True},
    ),
    Symbol("PDF417", BarcodeFormat.PDF417, lambda c: _letters(c, 15, 50), 1.5, 4, {}),
    Symbol("Aztec", BarcodeFormat.Aztec, lambda c: _letters(c, 8, 30), 2.0, 3, {}),
)
LINEAR = {symbol.format for symbol in SYMBOLS[:9]}
