import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeOnnx, type OnnxNode } from '../models/write-onnx.ts'

/** As in matting_reference.py, which computes what these weights give: red is the subject. */
const weights = [6, -3, -3] as const
const bias = -3
const sidePx = 16

interface TinyMatting {
  /** Whether the export ends with a sigmoid, as MODNet's and RMBG's do, or before it, as BiRefNet's does. */
  readonly hasSigmoid?: boolean
  /** Resized to this shorter side, and both sides cut down to multiples, as MODNet; absent = to a fixed square. */
  readonly shortestPx?: number
}

/** Writes a model for background removal of four numbers in the layout of the hub's ONNX exports. */
export function writeTinyMatting(folder: string, { hasSigmoid = true, shortestPx }: TinyMatting = {}): string {
  mkdirSync(folder, { recursive: true })
  const size = shortestPx === undefined ? { width: sidePx, height: sidePx } : { shortest_edge: shortestPx }
  writeJson(join(folder, 'config.json'), { model_type: shortestPx === undefined ? 'birefnet' : 'modnet' })
  writeJson(join(folder, 'preprocessor_config.json'), {
    do_normalize: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    resample: 2,
    size,
    ...(shortestPx !== undefined && { size_divisibility: 8 }),
  })
  const logits = hasSigmoid ? 'logits' : 'output'
  const nodes: OnnxNode[] = [{ type: 'Conv', inputs: ['input', 'weights', 'bias'], outputs: [logits] }]
  if (hasSigmoid) nodes.push({ type: 'Sigmoid', inputs: [logits], outputs: ['output'] })
  writeOnnx(join(folder, 'onnx', 'model.onnx'), {
    inputs: [{ name: 'input', type: 'float32', shape: shape(3) }],
    outputs: [{ name: 'output', type: 'float32', shape: shape(1) }],
    weights: [
      { name: 'weights', shape: [1, 3, 1, 1], data: Float32Array.from(weights) },
      { name: 'bias', shape: [1], data: Float32Array.from([bias]) },
    ],
    nodes,
  })
  return folder
}

const shape = (channels: number) => ['batch', channels, 'height', 'width'] as const

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value))
}
