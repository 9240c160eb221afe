"""
Computes what the tiny model for removal, and the imaging around it, must return. Run it in this folder; it writes
inpainting-reference.json. Independent of the program: numpy and scipy only.
"""

import base64
import json

import numpy as np
from scipy.ndimage import uniform_filter

SIDE = 64
RADIUS = 16


def noise(count, salt):
    return ((np.arange(count, dtype=np.uint64) * 2654435761 + salt * 40503) & 0xFFFFFFFF) >> 24


def image(width, height):
    rgb = noise(width * height * 3, 0).reshape(height, width, 3).astype(np.float64)
    # Coarser, so that shrinking leaves something.
    return np.round(0.3 * rgb + 100 * (1 + np.sin(np.arange(width) / 9))[None, :, None] * 0.7).astype(np.uint8)


def shares(pixels, cells):
    """Rows: cells; columns: the share of each pixel that lies in the cell."""
    scale = cells / pixels
    table = np.zeros((cells, pixels))
    for at in range(pixels):
        first = at * scale
        last = (at + 1) * scale
        for cell in range(int(first + 1e-9), min(cells - 1, int(np.ceil(last - 1e-9)) - 1) + 1):
            share = (min(last, cell + 1) - max(first, cell)) / scale
            if share > 1e-4:
                table[cell, at] = share
    return table


def shrink(rgb, hole, small):
    columns, rows = shares(rgb.shape[1], small[0]), shares(rgb.shape[0], small[1])
    known = (hole == 0).astype(np.float64)
    area = rows @ known @ columns.T
    total = np.stack([rows @ (rgb[..., k] * known) @ columns.T for k in range(3)], axis=-1)
    mean = total.sum((0, 1)) / area.sum()
    cells = np.where(area[..., None] > 0, total / np.maximum(area, 1e-12)[..., None], mean)
    touched = (rows > 0).astype(float) @ (1 - known) @ (columns > 0).astype(float).T > 0
    return np.floor(cells + 0.5), touched


def mirror(values):
    pad = [(0, SIDE - values.shape[0]), (0, SIDE - values.shape[1])] + [(0, 0)] * (values.ndim - 2)
    return np.pad(values, pad, mode="symmetric")


def model(rgb, hole):
    keep = 1.0 - hole
    mean = lambda plane: uniform_filter(plane, 2 * RADIUS + 1, mode="constant")
    count = mean(keep) + 1e-6
    planes = [rgb[..., k] / 255 * keep + mean(rgb[..., k] / 255 * keep) / count * hole for k in range(3)]
    return np.floor(np.clip(np.stack(planes, -1) * 255, 0, 255) + 0.5)


def taps(small, large):
    table = np.zeros((large, small))
    for at in range(large):
        center = (at + 0.5) * small / large - 0.5
        first = int(np.floor(center + 1e-9))
        for k in range(first - 1, first + 3):
            d = abs(center - k)
            w = 1.5 * d**3 - 2.5 * d**2 + 1 if d <= 1 else -0.5 * d**3 + 2.5 * d**2 - 4 * d + 2 if d < 2 else 0
            table[at, min(small - 1, max(0, k))] += w
    return table


def enlarge(small, width, height):
    rows, columns = taps(small.shape[0], height), taps(small.shape[1], width)
    return np.stack([rows @ small[..., k] @ columns.T for k in range(3)], axis=-1)


def packed(values):
    return base64.b64encode(np.asarray(values).astype(np.uint8).tobytes()).decode()


def case(width, height, hole_rect, small):
    rgb = image(width, height)
    hole = np.zeros((height, width))
    x, y, w, h = hole_rect
    hole[y : y + h, x : x + w] = 1
    cells, touched = shrink(rgb, hole, small)
    filled = model(mirror(cells), mirror(touched.astype(float)))[: small[1], : small[0]]
    whole = np.where(touched[..., None], filled, cells)
    large = np.clip(np.floor(enlarge(whole, width, height) + 0.5), 0, 255)
    return {
        "size": [width, height],
        "hole": hole_rect,
        "cells": packed(cells),
        "filled": packed(filled),
        "enlarged": packed(large[y : y + h, x : x + w]),
    }


cases = [
    case(64, 64, [20, 24, 16, 12], [64, 64]),
    case(150, 100, [60, 40, 30, 24], [64, 43]),
    case(90, 131, [0, 100, 40, 31], [44, 64]),
    case(40, 30, [30, 0, 10, 30], [40, 30]),
]
with open("inpainting-reference.json", "w") as file:
    json.dump({"cases": cases}, file, indent=1)
    file.write("\n")
