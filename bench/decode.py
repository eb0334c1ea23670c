"""How many hard photographs are read, by zxing-cpp as it comes and by Pickface's passes. Prints one JSON line.

The photographs are drawn by a seed (`photographs.py`); the passes were tuned on seed 11, so report another.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import zxingcpp
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from photographs import photographs

from pickface.scans.decoding.decode import decode_picture
from pickface.scans.decoding.evaluate import evaluate, expectations


def main() -> None:
    """Draws the photographs, reads each twice, and compares."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=2027)
    asked.add_argument("--count", type=int, default=200)
    wish = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        manifest = draw(folder, wish.seed, wish.count)
        told = expectations(manifest)
        defaults, ours = evaluate(folder, told, plain), evaluate(folder, told, passes)
    report = {"bench": "decode", "seed": wish.seed, "defaults": defaults, "ours": ours}
    ratio = ours["read"] / max(1, defaults["read"])
    print(json.dumps({**report, "ratio": round(ratio, 2)}))


def draw(folder: Path, seed: int, count: int) -> Path:
    """Write the photographs with their manifest, as `pickface decode` takes them."""
    lines = ["file\texpected\tsymbology"]
    for photograph in photographs(seed, count):
        (folder / photograph.name).write_bytes(photograph.data)
        lines.append(f"{photograph.name}\t{photograph.expected}\t{photograph.symbology}")
    manifest = folder / "manifest.tsv"
    manifest.write_text("\n".join(lines) + "\n")
    return manifest


def plain(data: bytes) -> Iterable[str]:
    """What zxing-cpp reads with nothing said."""
    with Image.open(io.BytesIO(data)) as picture:
        return [found.text for found in zxingcpp.read_barcodes(picture)]


def passes(data: bytes) -> Iterable[str]:
    """What the server reads."""
    return [code.text for code in decode_picture(data).codes]


if __name__ == "__main__":
    main()
