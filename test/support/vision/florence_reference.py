"""Writes the tiny Florence-2's text files (tiny-florence/) and what it answers (florence-reference.json), without Atelier's code.

The layout is that of the hub's ONNX exports of microsoft/Florence-2-base-ft; the weights are formulas, which
write-tiny-florence.ts repeats with the table in tiny-florence/links.json. The decoder is run over the whole sequence for
each token, without a cache. Run on Debian with python3-numpy:
python3 test/support/vision/florence_reference.py
"""

import json
import math
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
SIDE = 8
HEADS = 2
IMAGE_ROWS = 2
START, END, FIRST = 2, 2, 0
REPEATED = 3
LOCATIONS = [f"<loc_{at}>" for at in range(10)]
MARKERS = ["What", "Describe", "Locate"]
WORDS = ["a", "The", "Ġred", "Ġgreen", "Ġblue", "Ġimage", "Ġshows", "Ġpaint", "paint", "sky", "."]
COLORS = ["Ġred", "Ġgreen", "Ġblue"]
PROMPTS = {
    "caption": "What does the image describe?",
    "description": "Describe with a paragraph what is shown in the image.",
    "tags": "Locate the objects with category name in the image.",
}
# What each token makes likely: as the last one, anywhere in the image and the prompt, and anywhere in the answer.
LINKS = {
    "last": {
        "<s>": {"a": 10, "The": 10, "paint": 10},
        "a": {color: 10 for color in COLORS},
        "The": {color: 10 for color in COLORS},
        "Ġred": {"Ġimage": 10},
        "Ġgreen": {"Ġimage": 10},
        "Ġblue": {"Ġimage": 10},
        "Ġimage": {"</s>": 10, "Ġshows": 5},
        "Ġshows": {"Ġpaint": 10},
        "Ġpaint": {".": 10},
        ".": {"</s>": 10},
        "paint": {"<loc_1>": 10},
        "sky": {"<loc_1>": 10},
        "<loc_1>": {"<loc_2>": 10},
        "<loc_2>": {"<loc_3>": 10, "<loc_5>": 8},
        "<loc_3>": {"<loc_4>": 10},
        "<loc_5>": {"<loc_4>": 10},
        "<loc_4>": {"paint": 13, "sky": 12, "</s>": 10},
    },
    "seen": {"What": {"a": 6}, "Describe": {"The": 6, "Ġshows": 9}, "Locate": {"paint": 6}},
    "said": {"paint": {"paint": -20}, "sky": {"sky": -20}},
    "colors": {"0": {"Ġred": 2}, "1": {"Ġgreen": 2}, "2": {"Ġblue": 2}},
}


def build_tokens():
    characters = [chr(code) for code in range(ord("!"), ord("~") + 1)] + ["Ġ"]
    words = [word for word in WORDS if word not in characters]
    return ["<s>", "<pad>", "</s>", "<unk>", *characters, *words], [*MARKERS, *LOCATIONS]


PLAIN, ADDED = build_tokens()
TOKENS = [*PLAIN, *ADDED]
IDS = {token: at for at, token in enumerate(TOKENS)}
COUNT = len(TOKENS)
# Color channels follow the tokens; heads divide it.
DIMENSION = COUNT + 3 + (COUNT + 3) % HEADS


def build_weights():
    i, j = np.meshgrid(np.arange(DIMENSION), np.arange(COUNT), indexing="ij")
    weights = {
        "last": 0.3 * np.sin(7 * i + 13 * j + 1),
        "seen": 0.02 * np.sin(3 * i + 5 * j + 2),
        "said": 0.02 * np.sin(11 * i + 2 * j + 3),
    }
    for name in weights:
        for token, following in LINKS[name].items():
            for next_token, value in following.items():
                weights[name][IDS[token], IDS[next_token]] += value
    for channel, following in LINKS["colors"].items():
        for next_token, value in following.items():
            weights["seen"][COUNT + int(channel), IDS[next_token]] += value
    return weights


WEIGHTS = build_weights()


def encode_prompt(text):
    """Markers are tokens; everything else is single characters."""
    ids, at = [IDS["<s>"]], 0
    while at < len(text):
        marker = next((each for each in MARKERS if text.startswith(each, at)), None)
        ids.append(IDS[marker or text[at].replace(" ", "Ġ")])
        at += len(marker or " ")
    return [*ids, IDS["</s>"]]


def one_hot(ids):
    return np.eye(DIMENSION)[ids]


def see(rgb, prompt):
    mean = (np.array(rgb) / 255 - 0.5) / 0.5
    image = np.zeros((IMAGE_ROWS, DIMENSION))
    image[:, COUNT : COUNT + 3] = mean
    return np.concatenate([image, one_hot(encode_prompt(prompt))]).sum(axis=0)


def answer(rgb, prompt, most):
    seen = see(rgb, prompt)
    ids = [START, FIRST]
    while len(ids) < 2 + most:
        said = one_hot(ids).sum(axis=0)
        logits = one_hot([ids[-1]])[0] @ WEIGHTS["last"] + seen @ WEIGHTS["seen"] + said @ WEIGHTS["said"]
        for at in range(len(ids) - REPEATED + 1):
            if ids[at : at + REPEATED - 1] == ids[len(ids) - REPEATED + 1 :]:
                logits[ids[at + REPEATED - 1]] = -math.inf
        ids.append(int(np.argmax(logits)))
        if ids[-1] == END:
            break
    return ids[2:]


def write(name, value):
    (HERE / name).write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")


def added(token, is_special):
    sides = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    return {"id": IDS[token], "content": token, **sides, "special": is_special}


def write_layout():
    special = ["<s>", "<pad>", "</s>", "<unk>", *LOCATIONS]
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    write(
        "tiny-florence/tokenizer.json",
        {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": [added(token, token in special) for token in TOKENS if token in special or token in MARKERS],
            "normalizer": None,
            "pre_tokenizer": byte_level,
            "post_processor": {
                "type": "RobertaProcessing",
                "sep": ["</s>", IDS["</s>"]],
                "cls": ["<s>", IDS["<s>"]],
                "trim_offsets": True,
                "add_prefix_space": False,
            },
            "decoder": {**byte_level, "add_prefix_space": True},
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": "<unk>",
                "continuing_subword_prefix": "",
                "end_of_word_suffix": "",
                "fuse_unk": False,
                "vocab": {token: IDS[token] for token in PLAIN},
                "merges": [],
            },
        },
    )
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    write("tiny-florence/tokenizer_config.json", {**names, "model_max_length": 1024, "tokenizer_class": "BartTokenizer"})
    write(
        "tiny-florence/config.json",
        {
            "model_type": "florence2",
            "architectures": ["Florence2ForConditionalGeneration"],
            "text_config": {
                "d_model": DIMENSION,
                "decoder_attention_heads": HEADS,
                "decoder_layers": 1,
                "decoder_start_token_id": START,
                "eos_token_id": END,
                "forced_bos_token_id": FIRST,
                "vocab_size": COUNT,
            },
        },
    )
    write("tiny-florence/generation_config.json", {"no_repeat_ngram_size": REPEATED, "num_beams": 3, "pad_token_id": 1})
    write(
        "tiny-florence/preprocessor_config.json",
        {
            "do_center_crop": False,
            "crop_size": {"height": SIDE, "width": SIDE},
            "do_normalize": True,
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
            "resample": 3,
            "rescale_factor": 1 / 255,
            "size": {"height": SIDE, "width": SIDE},
            "image_processor_type": "CLIPImageProcessor",
        },
    )
    write("tiny-florence/links.json", {"tokens": TOKENS, "dimension": DIMENSION, **LINKS})


def main():
    (HERE / "tiny-florence").mkdir(exist_ok=True)
    write_layout()
    images = []
    for rgb in [(255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 180, 40), (10, 90, 120)]:
        answers = {name: [TOKENS[id] for id in answer(rgb, prompt, 80)] for name, prompt in PROMPTS.items()}
        images.append({"rgb": rgb, "answers": answers})
        print(rgb, {name: "".join(tokens) for name, tokens in answers.items()})
    write("florence-reference.json", {"images": images})


main()
