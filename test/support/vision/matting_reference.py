"""Writes matting-reference.json: what the tiny matting model of write-tiny-matting.ts gives, without Atelier's code.

Run on Debian with python3-pil and python3-numpy: python3 test/support/vision/matting_reference.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

WEIGHTS, BIAS = np.array([6.0, -3.0, -3.0]), -3.0
# source width, height; size that the model takes
CASES = [(61, 47, 16, 16), (30, 90, 16, 48), (40, 25, 24, 16)]


def source(width, height):
    """The same formula as in the test: noise without a random generator."""
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def main():
    cases = []
    for width, height, to_width, to_height in CASES:
        image = Image.fromarray(source(width, height), "RGB").resize((to_width, to_height), Image.BILINEAR)
        values = (np.asarray(image) / 255 - 0.5) / 0.5
        opacity = np.rint(255 / (1 + np.exp(-(values @ WEIGHTS + BIAS)))).astype(np.uint8)
        data = base64.b64encode(opacity.tobytes()).decode()
        cases.append({"from": [width, height], "to": [to_width, to_height], "opacity": data})
    path = Path(__file__).with_name("matting-reference.json")
    path.write_text(json.dumps({"cases": cases}, indent=2) + "\n")


main()
