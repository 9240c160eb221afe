import { writeOnnx, type OnnxNode, type OnnxType } from '../models/write-onnx.ts'

export interface TinyInpainting {
  /**
   * `lama`: floats from 0 to 1, the hole is 1. `migan`: bytes, the hole is 0, any size. `migan-rows`: the same with the
   * channels of a pixel side by side.
   */
  readonly type?: 'lama' | 'migan' | 'migan-rows'
  /** What LaMa returns: 0 to 255 (Carve's export), or 0 to 1. */
  readonly white?: 255 | 1
  readonly sidePx?: number
}

/** As in inpainting_reference.py. */
export const tinySidePx = 64
const radiusPx = 16

/**
 * Writes a model for removal without weights: each pixel of the hole becomes the mean of what is known within 16 pixels of
 * it. What is known comes back unchanged.
 */
export function writeTinyInpainting(path: string, options: TinyInpainting = {}): string {
  const { type = 'lama', white = 255, sidePx = tinySidePx } = options
  const isFloat = type === 'lama'
  const side = isFloat ? sidePx : 'any'
  const shape = (channels: number) => {
    if (type === 'migan-rows') return [1, side, side, channels]
    return [isFloat ? 'batch' : 1, channels, side, side]
  }
  const element: OnnxType = isFloat ? 'float32' : 'uint8'
  return writeOnnx(path, {
    inputs: [
      { name: 'image', type: element, shape: shape(3) },
      { name: 'mask', type: element, shape: shape(1) },
    ],
    outputs: [{ name: isFloat ? 'output' : 'result', type: element, shape: shape(3) }],
    weights: [
      { name: 'one', shape: [1], data: Float32Array.of(1) },
      { name: 'little', shape: [1], data: Float32Array.of(1e-6) },
      { name: 'half', shape: [1], data: Float32Array.of(0.5) },
      { name: 'white', shape: [1], data: Float32Array.of(isFloat ? white : 255) },
    ],
    nodes: [...before(type), ...fillNodes, ...after(type)],
  })
}

/** From `colors` and `keep` to `filled`. */
const fillNodes: readonly OnnxNode[] = [
  { type: 'Mul', inputs: ['colors', 'keep'], outputs: ['known'] },
  mean('known', 'sum'),
  mean('keep', 'count'),
  { type: 'Add', inputs: ['count', 'little'], outputs: ['some'] },
  { type: 'Div', inputs: ['sum', 'some'], outputs: ['guess'] },
  { type: 'Sub', inputs: ['one', 'keep'], outputs: ['hole'] },
  { type: 'Mul', inputs: ['guess', 'hole'], outputs: ['inside'] },
  { type: 'Add', inputs: ['known', 'inside'], outputs: ['filled'] },
]

function mean(input: string, output: string): OnnxNode {
  const side = 2 * radiusPx + 1
  const attributes = {
    kernel_shape: [side, side],
    pads: Array.from({ length: 4 }, () => radiusPx),
    count_include_pad: 1,
  }
  return { type: 'AveragePool', inputs: [input], outputs: [output], attributes }
}

/** Codes of element types in onnx.proto3. */
const [floatCode, byteCode] = [1, 2]

function before(type: TinyInpainting['type']): readonly OnnxNode[] {
  if (type === 'lama') {
    return [
      { type: 'Sub', inputs: ['one', 'mask'], outputs: ['keep'] },
      { type: 'Identity', inputs: ['image'], outputs: ['colors'] },
    ]
  }
  const toPlanes = (from: string, to: string): OnnxNode =>
    type === 'migan-rows'
      ? { type: 'Transpose', inputs: [from], outputs: [to], attributes: { perm: [0, 3, 1, 2] } }
      : { type: 'Identity', inputs: [from], outputs: [to] }
  return [
    { type: 'Cast', inputs: ['image'], outputs: ['imageFloats'], attributes: { to: floatCode } },
    { type: 'Cast', inputs: ['mask'], outputs: ['maskFloats'], attributes: { to: floatCode } },
    toPlanes('imageFloats', 'imagePlanes'),
    toPlanes('maskFloats', 'maskPlanes'),
    { type: 'Div', inputs: ['imagePlanes', 'white'], outputs: ['colors'] },
    { type: 'Div', inputs: ['maskPlanes', 'white'], outputs: ['keep'] },
  ]
}

function after(type: TinyInpainting['type']): readonly OnnxNode[] {
  if (type === 'lama') return [{ type: 'Mul', inputs: ['filled', 'white'], outputs: ['output'] }]
  const isRows = type === 'migan-rows'
  return [
    { type: 'Mul', inputs: ['filled', 'white'], outputs: ['scaled'] },
    { type: 'Add', inputs: ['scaled', 'half'], outputs: ['rounded'] },
    { type: 'Cast', inputs: ['rounded'], outputs: [isRows ? 'planes' : 'result'], attributes: { to: byteCode } },
    ...(isRows
      ? [{ type: 'Transpose', inputs: ['planes'], outputs: ['result'], attributes: { perm: [0, 2, 3, 1] } }]
      : []),
  ]
}
