import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOnnx } from '../models/write-onnx.ts'

/** As in clip_reference.py, which computes what these weights give. */
const sidePx = 8
const dimension = 8
const mean = [0.48145466, 0.4578275, 0.40821073] as const
const deviation = [0.26862954, 0.26130258, 0.27577711] as const
const colors = { red: [1, 0, 0], green: [0, 1, 0], blue: [0, 0, 1], white: [1, 1, 1], black: [0, 0, 0] } as const

const layout = fileURLToPath(new URL('tiny-clip', import.meta.url))

/** Writes a CLIP model of 192 + 556 × 8 weights that knows five colors, in the layout of the hub's ONNX exports. */
export function writeTinyClip(folder: string): string {
  cpSync(layout, folder, { recursive: true })
  writeImageEncoder(join(folder, 'onnx', 'vision_model.onnx'))
  writeTextEncoder(join(folder, 'onnx', 'text_model.onnx'))
  return folder
}

function writeImageEncoder(path: string): void {
  const area = sidePx * sidePx
  const weights = new Float32Array(3 * area * dimension)
  for (let at = 0; at < weights.length; at++) {
    const [row, to] = [Math.floor(at / dimension), at % dimension]
    weights[at] = direction(Math.floor(row / area), to) * (1 + 0.2 * Math.sin(row % area))
  }
  writeOnnx(path, {
    inputs: [{ name: 'pixel_values', type: 'float32', shape: ['batch', 3, sidePx, sidePx] }],
    outputs: [{ name: 'image_embeds', type: 'float32', shape: ['batch', dimension] }],
    weights: [{ name: 'weights', shape: [3 * area, dimension], data: weights }],
    nodes: [
      { type: 'Flatten', inputs: ['pixel_values'], outputs: ['flat'] },
      { type: 'MatMul', inputs: ['flat', 'weights'], outputs: ['image_embeds'] },
    ],
  })
}

function writeTextEncoder(path: string): void {
  const vocabulary = readVocabulary()
  const count = Object.keys(vocabulary).length
  const weights = Float32Array.from(
    { length: count * dimension },
    (_, at) => 0.05 * Math.sin(Math.floor(at / dimension) * 5 + (at % dimension) * 11 + 2),
  )
  for (const [name, color] of Object.entries(colors)) {
    const row = vocabulary[`${name}</w>`]! * dimension
    for (let to = 0; to < dimension; to++) {
      weights[row + to] = color.reduce<number>(
        (sum, value, channel) => sum + ((value - mean[channel]!) / deviation[channel]!) * direction(channel, to),
        0,
      )
    }
  }
  writeOnnx(path, {
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch', 'length'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch', 'length'] },
    ],
    outputs: [{ name: 'text_embeds', type: 'float32', shape: ['batch', dimension] }],
    weights: [{ name: 'weights', shape: [count, dimension], data: weights }],
    nodes: [
      { type: 'Gather', inputs: ['weights', 'input_ids'], outputs: ['tokens'] },
      { type: 'ReduceMean', inputs: ['tokens'], outputs: ['text_embeds'], attributes: { axes: [1], keepdims: 0 } },
    ],
  })
}

function direction(channel: number, to: number): number {
  return Math.sin(1 + channel + to * (3 + 2 * channel))
}

function readVocabulary(): Readonly<Record<string, number>> {
  const file = JSON.parse(readFileSync(join(layout, 'tokenizer.json'), 'utf8')) as {
    readonly model: { readonly vocab: Readonly<Record<string, number>> }
  }
  return file.model.vocab
}
