import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOnnx, type OnnxGraph, type OnnxNode, type OnnxValue } from '../models/write-onnx.ts'

/** Side of the input, and of the grid of boxes: one for each pixel. */
const sidePx = 16
const cells = sidePx * sidePx
const mean = [0.48145466, 0.4578275, 0.40821073] as const
const deviation = [0.26862954, 0.26130258, 0.27577711] as const
const colors = { red: [1, 0, 0], green: [0, 1, 0], blue: [0, 0, 1], white: [1, 1, 1], black: [0, 0, 0] } as const

const clipLayout = fileURLToPath(new URL('tiny-clip', import.meta.url))

interface TinyOwl {
  /** OWL-ViT stretches images, OWLv2 pads them to a square. */
  readonly family?: 'owlvit' | 'owlv2'
  /** What is wrong with it: scores that are no numbers, other outputs, an input in bytes, it fails, or needs terabytes. */
  readonly fault?: 'no-numbers' | 'no-boxes' | 'bytes' | 'fails' | 'huge'
}

/**
 * Writes a detector in the layout of the hub's ONNX exports of OWL-ViT and OWLv2. It knows five colors: the better a pixel
 * has the color that the words name, the higher its score; its box is around everything of the pixel's own color.
 * owl_reference.py computes the same.
 */
export function writeTinyOwl(folder: string, { family = 'owlv2', fault }: TinyOwl = {}): string {
  mkdirSync(folder, { recursive: true })
  cpSync(join(clipLayout, 'tokenizer.json'), join(folder, 'tokenizer.json'))
  const isPadded = family === 'owlv2'
  writeJson(join(folder, 'tokenizer_config.json'), {
    bos_token: '<|startoftext|>',
    eos_token: '<|endoftext|>',
    model_max_length: 16,
    pad_token: '!',
    tokenizer_class: 'CLIPTokenizer',
    unk_token: '<|endoftext|>',
  })
  writeJson(join(folder, 'config.json'), {
    architectures: [isPadded ? 'Owlv2ForObjectDetection' : 'OwlViTForObjectDetection'],
    model_type: family,
    text_config: { model_type: `${family}_text_model` },
  })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_normalize: true,
    do_rescale: true,
    do_resize: true,
    image_mean: mean,
    image_processor_type: isPadded ? 'Owlv2ImageProcessor' : 'OwlViTFeatureExtractor',
    image_std: deviation,
    resample: isPadded ? 2 : 3,
    rescale_factor: 0.00392156862745098,
    size: { height: sidePx, width: sidePx },
    ...(isPadded ? { do_pad: true } : { do_center_crop: false, crop_size: { height: sidePx, width: sidePx } }),
  })
  writeOnnx(join(folder, 'onnx', 'model.onnx'), graphOf(fault))
  return folder
}

function graphOf(fault: TinyOwl['fault']): OnnxGraph {
  const boxes = fault === 'no-boxes' ? 'boxes' : 'pred_boxes'
  const vocabulary = readVocabulary()
  return {
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['texts', 'length'] },
      { name: 'pixel_values', type: fault === 'bytes' ? 'uint8' : 'float32', shape: ['images', 3, 'height', 'width'] },
      { name: 'attention_mask', type: 'int64', shape: ['texts', 'length'] },
    ],
    outputs: [
      value('logits', [1, cells, 'texts']),
      value(boxes, [1, cells, 4]),
      value('text_embeds', ['texts', 3]),
      value('image_embeds', [cells, 3]),
    ],
    weights: [
      { name: 'words', shape: [vocabulary.size, 3], data: wordVectors(vocabulary) },
      { name: 'places', shape: [cells, 2], data: Float32Array.from({ length: cells * 2 }, (_, at) => placeOf(at)) },
      scalar('steep', -2),
      // Not a number.
      scalar('top', fault === 'no-numbers' ? Number.NaN : 3),
      scalar('sharp', -20),
      scalar('twelve', 12),
      scalar('cell', 1 / cells),
      integers('asCells', 3, fault === 'fails' ? cells - 1 : cells),
      integers('column', 2 ** 23, 1),
      integers('axis0', 0),
      integers('axis1', 1),
      integers('axis2', 2),
    ],
    nodes: [...textNodes, ...imageNodes(fault), ...scoreNodes(fault), ...boxNodes(boxes)],
  }
}

const node = (type: string, inputs: string[], output: string, attributes?: OnnxNode['attributes']): OnnxNode => ({
  type,
  inputs,
  outputs: [output],
  ...(attributes !== undefined && { attributes }),
})

const textNodes: readonly OnnxNode[] = [
  node('Gather', ['words', 'input_ids'], 'tokens'),
  node('Cast', ['attention_mask'], 'said', { to: 1 }),
  node('Unsqueeze', ['said', 'axis2'], 'saidDeep'),
  node('Mul', ['tokens', 'saidDeep'], 'saidTokens'),
  node('ReduceSum', ['saidTokens', 'axis1'], 'text_embeds', { keepdims: 0 }),
]

const imageNodes = (fault: TinyOwl['fault']): readonly OnnxNode[] => [
  ...(fault === 'bytes' ? [node('Cast', ['pixel_values'], 'pixels', { to: 1 })] : []),
  node('Reshape', [fault === 'bytes' ? 'pixels' : 'pixel_values', 'asCells'], 'planes'),
  node('Transpose', ['planes'], 'image_embeds', { perm: [1, 0] }),
]

const scoreNodes = (fault: TinyOwl['fault']): readonly OnnxNode[] => [
  node('Unsqueeze', ['image_embeds', 'axis1'], 'wide'),
  node('Unsqueeze', ['text_embeds', 'axis0'], 'textsDeep'),
  node('Sub', ['wide', 'textsDeep'], 'textOffsets'),
  node('Mul', ['textOffsets', 'textOffsets'], 'textSquares'),
  node('ReduceSum', ['textSquares', 'axis2'], 'textDistances', { keepdims: 0 }),
  node('Mul', ['textDistances', 'steep'], 'falling'),
  node('Add', ['falling', 'top'], fault === 'huge' ? 'usual' : 'scores'),
  ...(fault === 'huge' ? hugeNodes : []),
  node('Unsqueeze', ['scores', 'axis0'], 'logits'),
]

const hugeNodes: readonly OnnxNode[] = [
  node('ReduceMax', ['usual'], 'greatest', { keepdims: 1 }),
  node('Expand', ['greatest', 'column'], 'tall'),
  node('Transpose', ['tall'], 'broad', { perm: [1, 0] }),
  node('MatMul', ['tall', 'broad'], 'many'),
  node('ReduceMin', ['many'], 'least', { keepdims: 1 }),
  node('Add', ['usual', 'least'], 'scores'),
]

/** Of an evenly filled rectangle, the side is √12 times the standard deviation. */
const boxNodes = (output: string): readonly OnnxNode[] => [
  node('Unsqueeze', ['image_embeds', 'axis0'], 'deep'),
  node('Sub', ['wide', 'deep'], 'cellOffsets'),
  node('Mul', ['cellOffsets', 'cellOffsets'], 'cellSquares'),
  node('ReduceSum', ['cellSquares', 'axis2'], 'cellDistances', { keepdims: 0 }),
  node('Mul', ['cellDistances', 'sharp'], 'likeness'),
  node('Softmax', ['likeness'], 'attention', { axis: 1 }),
  node('MatMul', ['attention', 'places'], 'centers'),
  node('Mul', ['places', 'places'], 'placeSquares'),
  node('MatMul', ['attention', 'placeSquares'], 'meanSquares'),
  node('Mul', ['centers', 'centers'], 'centerSquares'),
  node('Sub', ['meanSquares', 'centerSquares'], 'differences'),
  node('Relu', ['differences'], 'variances'),
  node('Mul', ['variances', 'twelve'], 'spread'),
  node('Add', ['spread', 'cell'], 'sizeSquares'),
  node('Sqrt', ['sizeSquares'], 'sizes'),
  node('Concat', ['centers', 'sizes'], 'cellBoxes', { axis: 1 }),
  node('Unsqueeze', ['cellBoxes', 'axis0'], output),
]

const value = (name: string, shape: OnnxValue['shape']): OnnxValue => ({ name, type: 'float32', shape })

const scalar = (name: string, number: number) => ({ name, shape: [1], data: Float32Array.of(number) })

const integers = (name: string, ...values: readonly number[]) => ({
  name,
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
})

/** x and y of each cell's center, from 0 to 1. */
function placeOf(at: number): number {
  const cell = Math.floor(at / 2)
  return ((at % 2 === 0 ? cell % sidePx : Math.floor(cell / sidePx)) + 0.5) / sidePx
}

/** A color's word is that color; all others mean next to nothing. */
function wordVectors(vocabulary: ReadonlyMap<string, number>): Float32Array {
  const vectors = Float32Array.from(
    { length: vocabulary.size * 3 },
    (_, at) => 0.01 * Math.sin(Math.floor(at / 3) * 5 + (at % 3) * 11 + 2),
  )
  for (const [name, color] of Object.entries(colors)) {
    const row = vocabulary.get(`${name}</w>`)! * 3
    for (const [channel, each] of color.entries())
      vectors[row + channel] = (each - mean[channel]!) / deviation[channel]!
  }
  return vectors
}

function readVocabulary(): ReadonlyMap<string, number> {
  const file = JSON.parse(readFileSync(join(clipLayout, 'tokenizer.json'), 'utf8')) as {
    readonly model: { readonly vocab: Readonly<Record<string, number>> }
  }
  return new Map(Object.entries(file.model.vocab))
}

function writeJson(path: string, content: object): void {
  writeFileSync(path, JSON.stringify(content))
}
