"""Writes cut-out-reference.json: the subject that a small matte cuts out of an image, without Atelier's code.

The matte follows the image's edges (fast guided filter: He and Sun 2015), and mixed pixels get the subject's own color
(blur-fusion: Forte 2021), both with one extended box blur (Gwosdek et al. 2011).
Run on Debian with python3-numpy: python3 test/support/vision/cut_out_reference.py
"""

import base64
import json
from math import floor, sqrt
from pathlib import Path

import numpy as np

WIDTH, HEIGHT, FACTOR = 96, 72, 4
WINDOW, NOISE, WIDE, FINE, EVEN, CERTAIN = 2, 1e-4, 26, 1.7, 8 / 255, 5 / 255


def scene():
    """The same formulas as in the test: a disc with a stripe of hair on a gradient, and a coarse matte of it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    inside = (np.hypot(x - 48, y - 36) < 20) | ((y % 4 == 0) & (x >= 48) & (x < 80) & (y > 26) & (y < 46))
    subject = np.stack([220 - x % 7, 60 + y % 5, 40 + 0 * x], -1)
    background = np.stack([20 + 0 * x, 60 + x, 200 - y], -1)
    image = np.where(inside[..., None], subject, background).astype(np.uint8)
    return image, np.floor(reduce(inside) * 255 + 0.5).astype(np.uint8)


def reduce(plane):
    """The mean of what each pixel of the matte covers."""
    return plane.reshape(HEIGHT // FACTOR, FACTOR, WIDTH // FACTOR, FACTOR).mean((1, 3))


def enlarge(plane):
    """Bilinear between pixel centers."""
    def weights(size, small):
        at = np.clip((np.arange(size) + 0.5) * small / size - 0.5, 0, small - 1)
        low = np.floor(at).astype(int)
        return low, np.minimum(low + 1, small - 1), at - low

    rows, columns = weights(HEIGHT, plane.shape[0]), weights(WIDTH, plane.shape[1])
    values = plane[rows[0]] * (1 - rows[2])[:, None] + plane[rows[1]] * rows[2][:, None]
    return values[:, columns[0]] * (1 - columns[2]) + values[:, columns[1]] * columns[2]


def blur(plane, sigma):
    variance = sigma * sigma
    radius = floor((sqrt(12 * variance + 1) - 1) / 2)
    length = 2 * radius + 1
    edge = length * (radius * (radius + 1) - 3 * variance) / (6 * (variance - (radius + 1) ** 2))
    kernel = np.array([edge] + [1] * length + [edge]) / (length + 2 * edge)
    for axis in (1, 0):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (radius + 1, radius + 1)
        padded = np.pad(plane, pad, mode="edge")
        plane = np.apply_along_axis(lambda line: np.convolve(line, kernel, "valid"), axis, padded)
    return plane


def guided(image, small, opacity):
    channels = [small[..., n] for n in range(3)]
    means = [blur(each, WINDOW) for each in channels]
    mean = blur(opacity, WINDOW)
    matrix = np.empty((*opacity.shape, 3, 3))
    vector = np.empty((*opacity.shape, 3))
    for i in range(3):
        vector[..., i] = blur(channels[i] * opacity, WINDOW) - means[i] * mean
        for j in range(3):
            matrix[..., i, j] = blur(channels[i] * channels[j], WINDOW) - means[i] * means[j]
        matrix[..., i, i] += NOISE
    factors = np.linalg.solve(matrix, vector[..., None])[..., 0]
    offset = mean - sum(factors[..., n] * means[n] for n in range(3))
    planes = [blur(factors[..., n], WINDOW) for n in range(3)] + [blur(offset, WINDOW)]
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(opacity, 2, mode="edge"), (5, 5))
    even = windows.max((2, 3)) - windows.min((2, 3)) <= EVEN
    planes = [np.where(even, 0, plane) for plane in planes[:3]] + [np.where(even, opacity, planes[3])]
    value = sum(enlarge(planes[n]) * image[..., n] for n in range(3))
    return np.clip(value + enlarge(planes[3]), 0, 1)


def near(image, opacity):
    def spread(colors, weights, sigma):
        share = blur(weights, sigma)
        safe = np.where(share > 1e-4, share, 1)
        return np.stack(
            [np.where(share > 1e-4, blur(colors[..., n] * weights, sigma) / safe, 0) for n in range(3)], -1
        )

    outside = 1 - opacity
    subject, background = spread(image, opacity, WIDE), spread(image, outside, WIDE)
    first = own(image, opacity, subject, background)
    return spread(first, opacity, FINE), spread(background, outside, FINE)


def own(image, opacity, subject, background):
    share = opacity[..., None]
    return np.clip(subject + share * (image - share * subject - (1 - share) * background), 0, 1)


def main():
    image, matte = scene()
    values, coarse = image / 255, matte / 255
    small = np.stack([reduce(values[..., n]) for n in range(3)], -1)
    opacity = guided(values, small, coarse)
    apart = [np.stack([enlarge(each[..., n]) for n in range(3)], -1) for each in near(small, coarse)]
    color = own(values, opacity, *apart)
    mixed = (opacity > CERTAIN) & (opacity < 1 - CERTAIN)
    color = np.where(mixed[..., None], color, values)
    data = {
        "opacity": base64.b64encode(np.rint(opacity * 255).astype(np.uint8).tobytes()).decode(),
        "rgb": base64.b64encode(np.rint(color * 255).astype(np.uint8).tobytes()).decode(),
    }
    Path(__file__).with_name("cut-out-reference.json").write_text(json.dumps(data, indent=2) + "\n")


main()
