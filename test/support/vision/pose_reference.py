"""Writes tiny-people.json, who the tiny model of write-tiny-rtmo.ts finds, and pose-reference.json, what is drawn of them,
without Atelier's code.

The skeleton is OpenPose's with 18 points; a pixel belongs to a limb or a point if its center is in the ellipse. Limbs have
half a width of 4 pixels where the shorter side has 512, and 0.6 of their color's brightness, as in ControlNet's annotator.

Run on Debian with python3-pil and python3-numpy: python3 test/support/vision/pose_reference.py
"""

import base64
import colorsys
import json
import math
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

SIDE, PADDING = 64, 114
WEIGHTS = np.array([0.5, 0.25, 0.125])  # blue, green, red
SHIFT = 0.1
# source width, height
CASES = [(96, 96), (160, 96), (60, 120), (700, 560)]

COCO = (
    "nose left_eye right_eye left_ear right_ear left_shoulder right_shoulder left_elbow right_elbow left_wrist "
    "right_wrist left_hip right_hip left_knee right_knee left_ankle right_ankle"
).split()
OPENPOSE = (
    "nose neck right_shoulder right_elbow right_wrist left_shoulder left_elbow left_wrist right_hip right_knee "
    "right_ankle left_hip left_knee left_ankle right_eye left_eye right_ear left_ear"
).split()
LIMBS = [
    ("neck", "right_shoulder"),
    ("neck", "left_shoulder"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("neck", "right_hip"),
    ("right_hip", "right_knee"),
    ("right_knee", "right_ankle"),
    ("neck", "left_hip"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("neck", "nose"),
    ("nose", "right_eye"),
    ("right_eye", "right_ear"),
    ("nose", "left_eye"),
    ("left_eye", "left_ear"),
]
# Eighteen hues, 20 degrees apart; colorsys gives them as 0, 85, 170, 255 as OpenPose does.
COLORS = [tuple(round(255 * c) for c in colorsys.hsv_to_rgb(n / 18, 1, 1)) for n in range(18)]

STANDING = {
    "nose": (20, 10), "left_eye": (22, 8), "right_eye": (18, 8), "left_ear": (24, 9), "right_ear": (16, 9),
    "left_shoulder": (27, 18), "right_shoulder": (13, 18), "left_elbow": (30, 28), "right_elbow": (9, 27),
    "left_wrist": (31, 37), "right_wrist": (4, 33), "left_hip": (24, 36), "right_hip": (16, 36),
    "left_knee": (25, 47), "right_knee": (15, 47), "left_ankle": (26, 58), "right_ankle": (14, 58),
}  # fmt: skip


def person(dx, dy, scale, unseen=()):
    points = [[STANDING[name][0] * scale + dx, STANDING[name][1] * scale + dy] for name in COCO]
    return [[x, y, 0.1 if name in unseen else 0.9] for name, (x, y) in zip(COCO, points)]


PEOPLE = [
    # Less sure than the next one; without a shoulder there is no neck.
    (0.6, person(30, 20, 0.7, unseen=("left_shoulder", "right_ankle", "left_ear"))),
    (0.95, person(0, 2, 1)),
    # Not sure enough.
    (0.2, person(10, 30, 0.5)),
]


def source(width, height):
    """The same formula as in the test: noise without a random generator."""
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def draw(people, width, height):
    canvas = np.zeros((height, width, 3), np.uint8)
    rows, columns = np.mgrid[0:height, 0:width] + 0.5
    half = max(4 * min(width, height) / 512, 0.5)

    def ellipse(x, y, along, angle, color):
        u = ((columns - x) * math.cos(angle) + (rows - y) * math.sin(angle)) / along
        v = (-(columns - x) * math.sin(angle) + (rows - y) * math.cos(angle)) / half
        canvas[u * u + v * v <= 1] = color

    for points in people:
        for number, (start, end) in enumerate(LIMBS):
            if start in points and end in points:
                (x0, y0), (x1, y1) = points[start], points[end]
                along = max(math.hypot(x1 - x0, y1 - y0) / 2, 0.5)
                color = [int(c * 0.6) for c in COLORS[number]]
                ellipse((x0 + x1) / 2, (y0 + y1) / 2, along, math.atan2(y1 - y0, x1 - x0), color)
        for number, name in enumerate(OPENPOSE):
            if name in points:
                ellipse(*points[name], half, 0, COLORS[number])
    return canvas


def main():
    cases = []
    for width, height in CASES:
        scale = min(SIDE / width, SIDE / height)
        to_width, to_height = round(width * scale), round(height * scale)
        image = Image.fromarray(source(width, height), "RGB").resize((to_width, to_height), Image.BILINEAR)
        padded = np.full((SIDE, SIDE, 3), PADDING, np.float64)
        padded[:to_height, :to_width] = np.asarray(image)[:, :, ::-1]
        shift = (padded @ WEIGHTS).mean() * SHIFT
        people = []
        for sureness, points in sorted(PEOPLE, key=lambda each: -each[0]):
            if sureness < 0.3:
                continue
            seen = {
                name: ((x + shift) * width / to_width, y * height / to_height)
                for name, (x, y, score) in zip(COCO, points)
                if score >= 0.3
            }
            if "left_shoulder" in seen and "right_shoulder" in seen:
                left, right = seen["left_shoulder"], seen["right_shoulder"]
                seen["neck"] = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
            people.append(seen)
        case = {"from": [width, height], "to": [to_width, to_height], "shift": shift}
        if width < 500:
            case["image"] = base64.b64encode(zlib.compress(draw(people, width, height).tobytes(), 9)).decode()
        else:
            drawn = draw(people, width, height)
            values, counts = np.unique(drawn.reshape(-1, 3), axis=0, return_counts=True)
            case["counts"] = {"#" + bytes(value.tolist()).hex(): int(n) for value, n in zip(values, counts)}
        cases.append(case)
    folder = Path(__file__).parent
    boxes = [[0, 0, SIDE, SIDE, sureness] for sureness, _ in PEOPLE]
    people = {"sidePx": SIDE, "boxes": boxes, "points": [points for _, points in PEOPLE]}
    (folder / "tiny-people.json").write_text(json.dumps(people, indent=2) + "\n")
    (folder / "pose-reference.json").write_text(json.dumps({"cases": cases}, indent=2) + "\n")


main()
