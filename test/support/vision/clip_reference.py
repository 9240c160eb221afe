"""Writes the tiny CLIP's text files (tiny-clip/) and what it computes (clip-reference.json), without Atelier's code.

The layout is that of the hub's ONNX exports of openai/clip-vit-base-patch32; the weights are formulas, which
write-tiny-clip.ts repeats. Run on Debian with python3-pil and python3-numpy:
python3 test/support/vision/clip_reference.py
"""

import json
import re
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
SIDE = 8
DIMENSION = 8
TOKENS_MAX = 12
MEAN = np.array([0.48145466, 0.4578275, 0.40821073])
STD = np.array([0.26862954, 0.26130258, 0.27577711])
COLORS = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "white": (1, 1, 1), "black": (0, 0, 0)}
WORDS = [*COLORS, "a", "an", "photo", "of", "the", "cup", "sky", "at", "dusk", "harbour", "foggy"]
START, END = "<|startoftext|>", "<|endoftext|>"
PATTERN = r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def byte_symbols():
    """GPT-2's table: a printable character for each byte."""
    printable = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {**{byte: chr(byte) for byte in printable}, **{byte: chr(256 + at) for at, byte in enumerate(others)}}


SYMBOLS = byte_symbols()


def build_vocabulary():
    tokens = [*SYMBOLS.values(), *(symbol + "</w>" for symbol in SYMBOLS.values())]
    merges = []
    for word in WORDS:
        parts = merge([*word[:-1], word[-1] + "</w>"], merges)
        while len(parts) > 1:
            merges.append((parts[0], parts[1]))
            tokens.append(parts[0] + parts[1])
            parts = merge(parts, merges)
    return {token: at for at, token in enumerate([*tokens, START, END])}, merges


def merge(parts, merges):
    """Joins the pair of the lowest rank, until none is left."""
    ranks = {pair: at for at, pair in enumerate(merges)}
    while len(parts) > 1:
        rank, at = min((ranks.get(pair, len(ranks)), at) for at, pair in enumerate(zip(parts, parts[1:])))
        if rank == len(ranks):
            break
        parts = [*parts[:at], parts[at] + parts[at + 1], *parts[at + 2 :]]
    return parts


VOCABULARY, MERGES = build_vocabulary()


def split(text):
    """The pattern's parts, for texts of Latin letters and digits."""
    return re.findall(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]+|\d|[^\s\w]+|_", re.sub(r"\s+", " ", text).lower())


def encode_word(word):
    parts = [SYMBOLS[byte] for byte in word.encode()]
    parts[-1] += "</w>"
    parts = merge(parts, MERGES)
    return [VOCABULARY[part] for part in parts]


def encode(text):
    words = [token for word in split(text) for token in encode_word(word)]
    return [VOCABULARY[START], *words[: TOKENS_MAX - 2], VOCABULARY[END]]


def image_weights():
    channel, pixel, to = np.meshgrid(np.arange(3), np.arange(SIDE * SIDE), np.arange(DIMENSION), indexing="ij")
    weights = np.sin(1 + channel + to * (3 + 2 * channel)) * (1 + 0.2 * np.sin(pixel))
    return weights.reshape(3 * SIDE * SIDE, DIMENSION)


def text_weights():
    token, to = np.meshgrid(np.arange(len(VOCABULARY)), np.arange(DIMENSION), indexing="ij")
    weights = 0.05 * np.sin(token * 5 + to * 11 + 2)
    channel, to = np.meshgrid(np.arange(3), np.arange(DIMENSION), indexing="ij")
    for name, color in COLORS.items():
        weights[VOCABULARY[name + "</w>"]] = ((np.array(color) - MEAN) / STD) @ np.sin(1 + channel + to * (3 + 2 * channel))
    return weights


def unit(vector):
    return (vector / np.linalg.norm(vector)).tolist()


def embed_text(text):
    return unit(text_weights()[encode(text)].mean(axis=0))


def noise(width, height):
    at = np.arange(width * height * 3, dtype=np.uint64)
    return ((at * 2654435761 % 2**32) >> 24).astype(np.uint8).reshape(height, width, 3)


def embed_image(width, height):
    """CLIPImageProcessor: shorter side to SIDE by bicubic, middle, 1/255, mean, deviation; channels first."""
    image = Image.fromarray(noise(width, height), "RGB")
    shorter = min(width, height)
    size = (SIDE * width // shorter, SIDE * height // shorter)
    pixels = np.asarray(image.resize(size, Image.BICUBIC))
    left, top = (size[0] - SIDE) // 2, (size[1] - SIDE) // 2
    cropped = pixels[top : top + SIDE, left : left + SIDE].astype(np.float64) / 255
    return unit(((cropped - MEAN) / STD).transpose(2, 0, 1).reshape(-1) @ image_weights())


def tokenizer_json():
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{"id": VOCABULARY[token], "content": token, **special} for token in (START, END)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "NFC"},
                {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
                {"type": "Lowercase"},
            ],
        },
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Removed", "invert": True},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True},
            ],
        },
        "post_processor": {
            "type": "RobertaProcessing",
            "sep": [END, VOCABULARY[END]],
            "cls": [START, VOCABULARY[START]],
            "trim_offsets": False,
            "add_prefix_space": False,
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": END,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "</w>",
            "fuse_unk": False,
            "vocab": VOCABULARY,
            "merges": [" ".join(pair) for pair in MERGES],
        },
    }


FILES = {
    "config.json": {
        "architectures": ["CLIPModel"],
        "model_type": "clip",
        "projection_dim": DIMENSION,
        "text_config": {"max_position_embeddings": TOKENS_MAX},
        "vision_config": {"image_size": SIDE},
    },
    "preprocessor_config.json": {
        "crop_size": {"height": SIDE, "width": SIDE},
        "do_center_crop": True,
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": MEAN.tolist(),
        "image_std": STD.tolist(),
        "resample": 3,
        "rescale_factor": 0.00392156862745098,
        "size": {"shortest_edge": SIDE},
    },
    "tokenizer.json": tokenizer_json(),
    "tokenizer_config.json": {
        "bos_token": START,
        "eos_token": END,
        "pad_token": END,
        "unk_token": END,
        "model_max_length": TOKENS_MAX,
        "tokenizer_class": "CLIPTokenizer",
    },
}
TEXTS = [
    "red",
    "A photo of  the RED cup.",
    "foggy harbour at dusk",
    "it's 42 o'clock",
    "naïve café — ½ 東京",
    "a a a a a a a a a a a a a a red",
    "",
]
IMAGES = [(40, 30), (17, 64), (8, 8), (3, 5)]


def main():
    folder = HERE / "tiny-clip"
    folder.mkdir(exist_ok=True)
    for name, value in FILES.items():
        (folder / name).write_text(json.dumps(value, ensure_ascii=True) + "\n")
    reference = {
        "texts": [{"text": text, "ids": encode(text), "vector": embed_text(text)} for text in TEXTS],
        "images": [{"size": list(size), "vector": embed_image(*size)} for size in IMAGES],
    }
    (HERE / "clip-reference.json").write_text(json.dumps(reference, indent=1) + "\n")


if __name__ == "__main__":
    main()
