"""Writes owl-reference.json: what the tiny model of write-tiny-owl.ts finds, without Atelier's code.

Preprocessing is that of transformers' OwlViTImageProcessor (Pillow) and Owlv2ImageProcessor (SciPy, black padding), the
texts are padded to 16 tokens with “!”. Run on Debian with python3-pil, python3-numpy and python3-scipy:
python3 test/support/vision/owl_reference.py
"""

import base64
import json
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage

from clip_reference import COLORS, END, MEAN, START, STD, VOCABULARY, encode_word, split

SIDE = 16
TOKENS_MAX = 16
SCORE_MIN, SHARED_MAX = 0.1, 0.5
# width, height, family, words
CASES = [
    (61, 47, "owlvit", "red"),
    (61, 47, "owlvit", "a photo of the RED cup"),
    (61, 47, "owlvit", "the blue sky"),
    (47, 83, "owlvit", "green"),
    (67, 67, "owlv2", "red"),
    (97, 59, "owlv2", "the red cup"),
    (59, 97, "owlv2", "blue"),
    (12, 8, "owlv2", "green"),
    (61, 47, "owlv2", "a a a a a a a a a a a a a a a a a a red"),
]
RESIZED = [(61, 47), (16, 16), (5, 9), (1, 1), (200, 31), (33, 300)]


def source(width, height):
    """White, with a red and a dark red block above a green one, and blue below: the same formula as in the test."""
    y, x = np.mgrid[0:height, 0:width]
    across, down = x * 8 // width, y * 8 // height
    pixels = np.full((height, width, 3), 255)
    pixels[(down >= 1) & (down < 4) & (across >= 1) & (across < 3)] = (255, 0, 0)
    pixels[(down >= 1) & (down < 4) & (across >= 5) & (across < 7)] = (180, 0, 0)
    pixels[(down >= 4) & (down < 6) & (across >= 2) & (across < 6)] = (0, 255, 0)
    pixels[down >= 6] = (0, 0, 255)
    return pixels.astype(np.uint8)


def noise(width, height):
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def resize_padded(pixels):
    """As published: rescaled, padded with zeros, a Gaussian of half the reduction, linear interpolation."""
    height, width = pixels.shape[:2]
    longer = max(width, height)
    padded = np.zeros((longer, longer, 3))
    padded[:height, :width] = pixels / 255
    factor = longer / SIDE
    sigma = max(0, (factor - 1) / 2)
    blurred = ndimage.gaussian_filter(padded, (sigma, sigma, 0), mode="mirror")
    resized = ndimage.zoom(blurred, (1 / factor, 1 / factor, 1), order=1, mode="mirror", grid_mode=True)
    assert resized.shape == (SIDE, SIDE, 3)
    return np.clip(resized, padded.min(), padded.max())


def preprocess(pixels, family):
    if family == "owlv2":
        values = resize_padded(pixels)
    else:
        values = np.asarray(Image.fromarray(pixels, "RGB").resize((SIDE, SIDE), Image.BICUBIC)) / 255
    return (values - MEAN) / STD


def encode(text):
    words = [token for word in split(text) for token in encode_word(word)]
    ids = [VOCABULARY[START], *words[: TOKENS_MAX - 2], VOCABULARY[END]]
    return ids, [*ids, *[VOCABULARY["!"]] * (TOKENS_MAX - len(ids))]


def word_vectors():
    token, channel = np.meshgrid(np.arange(len(VOCABULARY)), np.arange(3), indexing="ij")
    weights = 0.01 * np.sin(token * 5 + channel * 11 + 2)
    for name, color in COLORS.items():
        weights[VOCABULARY[name + "</w>"]] = (np.array(color) - MEAN) / STD
    return weights


def run(colors, ids):
    """colors: SIDE² x 3. Returns a score, and center and size of a box, for each cell."""
    text = word_vectors()[ids].sum(0)
    logits = 3 - 2 * ((colors - text) ** 2).sum(-1)
    likeness = -20 * ((colors[:, None] - colors[None]) ** 2).sum(-1)
    attention = np.exp(likeness - likeness.max(1, keepdims=True))
    attention /= attention.sum(1, keepdims=True)
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    places = np.stack([x, y], -1).reshape(-1, 2) / SIDE + 0.5 / SIDE
    mean = attention @ places
    variance = np.maximum(attention @ places**2 - mean**2, 0)
    return 1 / (1 + np.exp(-logits)), mean, np.sqrt(12 * variance + 1 / SIDE**2)


def find(width, height, family, words):
    colors = preprocess(source(width, height), family).reshape(-1, 3)
    scores, centers, sizes = run(colors, encode(words)[0])
    longer = max(width, height)
    area = np.array([longer, longer] if family == "owlv2" else [width, height])
    top_left = np.clip((centers - sizes / 2) * area, 0, [width, height])
    bottom_right = np.clip((centers + sizes / 2) * area, 0, [width, height])
    kept = []
    for at in np.argsort(-scores, kind="stable"):
        assert abs(scores[at] - SCORE_MIN) > 1e-3, "too near the limit to be compared"
        size = bottom_right[at] - top_left[at]
        if scores[at] < SCORE_MIN or size.min() < 1:
            continue
        shares = []
        for other in kept:
            both = np.minimum(bottom_right[at], bottom_right[other]) - np.maximum(top_left[at], top_left[other])
            shared = both.prod() if both.min() > 0 else 0
            union = size.prod() + (bottom_right[other] - top_left[other]).prod() - shared
            shares.append(shared / union)
        assert abs(max(shares, default=0) - SHARED_MAX) > 1e-3, "too near the limit to be compared"
        if all(share <= SHARED_MAX for share in shares):
            kept.append(at)
    return [
        {"score": scores[at], "box": [*top_left[at].tolist(), *(bottom_right[at] - top_left[at]).tolist()]} for at in kept
    ]


def main():
    cases = []
    for width, height, family, words in CASES:
        found = find(width, height, family, words)
        print(width, height, family, words, [(round(o["score"], 3), np.round(o["box"], 1).tolist()) for o in found])
        cases.append(
            {"size": [width, height], "family": family, "words": words, "ids": encode(words)[1], "objects": found}
        )
    resized = [
        {
            "size": [width, height],
            "values": base64.b64encode(resize_padded(noise(width, height)).astype("<f4").tobytes()).decode(),
        }
        for width, height in RESIZED
    ]
    path = Path(__file__).with_name("owl-reference.json")
    path.write_text(json.dumps({"cases": cases, "sidePx": SIDE, "resized": resized}, indent=1) + "\n")


main()
