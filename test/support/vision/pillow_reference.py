"""Writes pillow-reference.json: pixels of a generated image resized by Pillow, for pillow-resize.test.ts.

Run on Debian with python3-pil and python3-numpy: python3 test/support/vision/pillow_reference.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

CASES = [
    # source width, height, target width, height, filter
    (61, 47, 24, 18, "bicubic"),
    (61, 47, 24, 18, "bilinear"),
    (9, 7, 32, 20, "bicubic"),
    (9, 7, 32, 20, "bilinear"),
    (640, 3, 5, 3, "bicubic"),
    (37, 53, 37, 8, "bilinear"),
]
FILTERS = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC}


def source(width, height):
    """The same formula as in the test: noise without a random generator."""
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def main():
    cases = []
    for width, height, to_width, to_height, name in CASES:
        image = Image.fromarray(source(width, height), "RGB").resize((to_width, to_height), FILTERS[name])
        pixels = base64.b64encode(np.asarray(image).tobytes()).decode()
        cases.append({"from": [width, height], "to": [to_width, to_height], "filter": name, "rgb": pixels})
    path = Path(__file__).with_name("pillow-reference.json")
    path.write_text(json.dumps({"pillow": Image.__version__, "cases": cases}, indent=2) + "\n")


main()
