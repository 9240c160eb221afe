"""Writes depth-reference.json: what the tiny model of write-tiny-depth.ts gives, without Atelier's code.

Sizes as by transformers' DPTImageProcessor, the map as by its depth estimation pipeline: PyTorch's bicubic interpolation
(its kernel's parameter is -0.75, values at the border are repeated), then the whole range from 0 to 255, cut off below.

Run on Debian with python3-pil and python3-numpy: python3 test/support/vision/depth_reference.py
"""

import base64
import json
import math
from pathlib import Path

import numpy as np
from PIL import Image

WEIGHTS, BIAS = np.array([2.0, -0.5, -0.5]), 8.0
MEAN, DEVIATION = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
SIDE, MULTIPLE = 28, 14
# source width, height; whether the aspect ratio is kept
CASES = [(61, 47, True), (30, 90, True), (140, 40, True), (20, 13, True), (61, 47, False)]
# What the processor of Depth Anything makes of common sizes.
SIZES = [(640, 480), (1000, 500), (4000, 3000), (1024, 1024), (100, 50), (300, 700), (518, 518), (777, 519)]


def source(width, height):
    """The same formula as in the test: noise without a random generator."""
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def input_size(width, height, side, keeps):
    down, across = side / height, side / width
    if keeps:
        if abs(1 - across) < abs(1 - down):
            down = across
        else:
            across = down

    def constrain(value):
        rounded = round(value / MULTIPLE) * MULTIPLE
        return math.ceil(value / MULTIPLE) * MULTIPLE if rounded < 0 else rounded

    return constrain(across * width), constrain(down * height)


def weight(distance):
    a = -0.75
    if distance <= 1:
        return (a + 2) * distance**3 - (a + 3) * distance**2 + 1
    return a * distance**3 - 5 * a * distance**2 + 8 * a * distance - 4 * a if distance < 2 else 0.0


def matrix(source_length, target_length):
    """Each row has the weights of all source values for one target value."""
    rows = np.zeros((target_length, source_length))
    for target in range(target_length):
        position = (target + 0.5) * source_length / target_length - 0.5
        for at in range(math.floor(position) - 1, math.floor(position) + 3):
            rows[target, min(max(at, 0), source_length - 1)] += weight(abs(position - at))
    return rows


def gray(nearness, width, height):
    large = matrix(nearness.shape[0], height) @ nearness @ matrix(nearness.shape[1], width).T
    return ((large - large.min()) / (large.max() - large.min()) * 255).astype(np.uint8)


def encode(array):
    return base64.b64encode(array.tobytes()).decode()


def main():
    cases = []
    for width, height, keeps in CASES:
        to_width, to_height = input_size(width, height, SIDE, keeps)
        image = Image.fromarray(source(width, height), "RGB").resize((to_width, to_height), Image.BICUBIC)
        values = (np.asarray(image) / 255 - MEAN) / DEVIATION
        depth = values @ WEIGHTS + BIAS
        inverse = np.where(depth < 1e-3, 0, 1 / np.where(depth < 1e-3, 1, depth))
        cases.append(
            {
                "from": [width, height],
                "to": [to_width, to_height],
                "keepsAspectRatio": keeps,
                "depth": encode(depth.astype("<f4")),
                "map": encode(gray(depth, width, height)),
                "metricMap": encode(gray(inverse, width, height)),
            }
        )
    sizes = [{"from": [w, h], "to": list(input_size(w, h, 518, True))} for w, h in SIZES]
    path = Path(__file__).with_name("depth-reference.json")
    path.write_text(json.dumps({"cases": cases, "sizes": sizes}, indent=2) + "\n")


main()
