"""Writes sam-reference.json: what the tiny model of write-tiny-sam.ts gives, without Atelier's code.

Run on Debian with python3-pil and python3-numpy: python3 test/support/vision/sam_reference.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image

SIDE = 16
MEAN, STD = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
# width, height, padded, points (x, y, included), box (left, top, right, bottom)
CASES = [
    (61, 47, False, [(20, 15, 1)], None),
    (61, 47, False, [(20, 15, 1), (50, 40, 0), (5, 40, 1)], None),
    (61, 47, False, [], (10, 8, 40, 30)),
    (61, 47, False, [(55, 5, 1)], (10, 8, 40, 30)),
    (40, 25, True, [(12, 18, 1)], None),
    (25, 40, True, [(3, 30, 1), (20, 5, 0)], (2, 4, 20, 33)),
]


def source(width, height):
    """Four flat colors in quarters, with a gradient: the same formula as in the test."""
    y, x = np.mgrid[0:height, 0:width]
    right, low = (x >= width // 2).astype(int), (y >= height // 2).astype(int)
    return np.stack([40 + 180 * right, 30 + 200 * low, 60 + x], axis=-1).astype(np.uint8)


def decode(features, points, box):
    """features: SIDE x SIDE x 3, normalized."""
    grid = np.arange(SIDE) + 0.5
    included, excluded = [np.full((SIDE, SIDE), -100.0)], [np.full((SIDE, SIDE), -100.0)]
    for x, y, label in points:
        weights = np.exp(-50 * ((grid[None, :] - x) ** 2 + (grid[:, None] - y) ** 2))
        color = (weights[..., None] * features).sum((0, 1)) / weights.sum()
        alike = 4 - 4 * ((features - color) ** 2).sum(-1)
        (included if label else excluded).append(alike)
    if box is not None:
        left, top, right, bottom = box
        across = np.minimum(grid - left, right - grid)
        down = np.minimum(grid - top, bottom - grid)
        included.append(np.minimum(across[None, :], down[:, None]))
    return np.max(included, 0) - 2 * np.maximum(np.max(excluded, 0), 0)


def main():
    cases = []
    for width, height, padded, points, box in CASES:
        image = Image.fromarray(source(width, height), "RGB")
        scale = SIDE / max(width, height)
        to = (int(width * scale + 0.5), int(height * scale + 0.5)) if padded else (SIDE, SIDE)
        features = np.zeros((SIDE, SIDE, 3))
        features[: to[1], : to[0]] = (np.asarray(image.resize(to, Image.BILINEAR)) / 255 - MEAN) / STD
        factor = np.array([to[0] / width, to[1] / height])
        placed = [(*(np.array(point[:2]) * factor), point[2]) for point in points]
        corners = None if box is None else np.array(box) * np.tile(factor, 2)
        logits = decode(features, placed, corners)
        data = base64.b64encode(logits.astype("<f4").tobytes()).decode()
        cases.append(
            {
                "size": [width, height],
                "isPadded": padded,
                "points": [{"x": x, "y": y, "isIncluded": bool(label)} for x, y, label in points],
                "box": box and {"x": box[0], "y": box[1], "widthPx": box[2] - box[0], "heightPx": box[3] - box[1]},
                "filled": to,
                "logits": data,
            }
        )
    path = Path(__file__).with_name("sam-reference.json")
    path.write_text(json.dumps({"cases": cases}, indent=2) + "\n")


main()
