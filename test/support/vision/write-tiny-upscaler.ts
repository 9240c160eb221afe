import { writeOnnx, type OnnxNode, type OnnxTensor } from '../models/write-onnx.ts'

export interface TinyUpscaler {
  readonly factor?: number
  /**
   * `nearest`: repeats pixels. `smooth`: each pixel becomes the mean of its surroundings, `radiusPx` to each side
   * as far as the image goes, and is repeated ever darker (`shadeOf`), so that both seams and shifts are seen.
   */
  readonly type?: 'nearest' | 'smooth'
  /** A large one makes it slow. */
  readonly radiusPx?: number
  /** The only size that it takes. */
  readonly sidePx?: number
  /** What it multiplies its result with: 255 makes a model of another range. */
  readonly gain?: number
  /** Whether it returns the same size. */
  readonly keepsSize?: boolean
}

export const smoothRadiusPx = 4
/** By the place of a pixel of the result within the one it is made of. */
export const shadeOf = (x: number, y: number) => 1 - 0.05 * x - 0.025 * y

/** Writes an upscaler: float32 planes from 0 to 1 of any size, or of one. */
export function writeTinyUpscaler(path: string, options: TinyUpscaler = {}): string {
  const { factor = 4, type = 'nearest', radiusPx = smoothRadiusPx, sidePx, gain = 1, keepsSize = false } = options
  const shape = (times: number) => [
    1,
    3,
    sidePx === undefined ? `h${times}` : sidePx * times,
    sidePx === undefined ? `w${times}` : sidePx * times,
  ]
  const windowPx = 2 * radiusPx + 1
  const smooth: OnnxNode = {
    type: 'AveragePool',
    inputs: ['image'],
    outputs: ['calm'],
    attributes: {
      kernel_shape: [windowPx, windowPx],
      pads: [1, 1, 1, 1].map(() => radiusPx),
      count_include_pad: 0,
    },
  }
  const calm: OnnxNode = type === 'smooth' ? smooth : { type: 'Identity', inputs: ['image'], outputs: ['calm'] }
  const enlarge: OnnxNode = keepsSize
    ? { type: 'Identity', inputs: ['calm'], outputs: ['large'] }
    : {
        type: 'ConvTranspose',
        inputs: ['calm', 'blocks'],
        outputs: ['large'],
        attributes: { group: 3, kernel_shape: [factor, factor], strides: [factor, factor] },
      }
  return writeOnnx(path, {
    inputs: [{ name: 'image', type: 'float32', shape: shape(1) }],
    outputs: [{ name: 'upscaled', type: 'float32', shape: shape(keepsSize ? 1 : factor) }],
    weights: [blocksOf(factor, type), { name: 'gain', shape: [1], data: Float32Array.of(gain) }],
    nodes: [calm, enlarge, { type: 'Mul', inputs: ['large', 'gain'], outputs: ['upscaled'] }],
  })
}

function blocksOf(factor: number, type: TinyUpscaler['type']): OnnxTensor {
  const block = Array.from({ length: factor * factor }, (_, at) =>
    type === 'smooth' ? shadeOf(at % factor, Math.floor(at / factor)) : 1,
  )
  return { name: 'blocks', shape: [3, 1, factor, factor], data: Float32Array.from([...block, ...block, ...block]) }
}
