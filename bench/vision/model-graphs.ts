import { createRandom } from '../library/fill-library.ts'
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValue } from '../../test/support/models/write-onnx.ts'

/**
 * Models of real shapes with random weights: what they return means nothing, but takes as long as the real one.
 * The graphs are those of the models' usual exports, with batch normalization folded into the convolutions.
 */

/** Puts a graph together node by node; each method returns the name of its output. */
class Builder {
  readonly #nodes: OnnxNode[] = []
  readonly #weights: OnnxTensor[] = []
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = createRandom(seed)
  }

  node(type: string, inputs: readonly string[], attributes?: OnnxNode['attributes']): string {
    const name = `${type}${this.#nodes.length}`
    this.#nodes.push({ type, inputs: [...inputs], outputs: [name], ...(attributes !== undefined && { attributes }) })
    return name
  }

  /** Random values that keep the size of what passes through. */
  weight(shape: readonly number[], { fanIn = shape[0]!, gain = 1 } = {}): string {
    const scale = 2 * gain * Math.sqrt(3 / fanIn)
    const data = new Float32Array(shape.reduce((product, side) => product * side))
    for (let at = 0; at < data.length; at++) data[at] = (this.#random() - 0.5) * scale
    return this.#put(shape, data)
  }

  constant(shape: readonly number[], value: number): string {
    const data = new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(value)
    return this.#put(shape, data)
  }

  integers(...values: readonly number[]): string {
    return this.#put([values.length], BigInt64Array.from(values, BigInt))
  }

  floats(...values: readonly number[]): string {
    return this.#put([values.length], Float32Array.from(values))
  }

  #put(shape: readonly number[], data: OnnxTensor['data']): string {
    const name = `w${this.#weights.length}`
    this.#weights.push({ name, shape, data })
    return name
  }

  reshape(from: string, ...shape: readonly number[]): string {
    return this.node('Reshape', [from, this.integers(...shape)])
  }

  transpose(from: string, ...perm: readonly number[]): string {
    return this.node('Transpose', [from], { perm })
  }

  linear(from: string, inputs: number, outputs: number, { hasBias = true, gain = 1 } = {}): string {
    const product = this.node('MatMul', [from, this.weight([inputs, outputs], { gain })])
    return hasBias ? this.node('Add', [product, this.weight([outputs], { fanIn: 100 })]) : product
  }

  norm(from: string, width: number): string {
    const inputs = [from, this.constant([width], 1), this.constant([width], 0)]
    return this.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } })
  }

  /** As older exports write it; the runtime makes one step of it. */
  gelu(from: string): string {
    const erf = this.node('Erf', [this.node('Div', [from, this.constant([], Math.SQRT2)])])
    const product = this.node('Mul', [from, this.node('Add', [erf, this.constant([], 1)])])
    return this.node('Mul', [product, this.constant([], 0.5)])
  }

  conv(from: string, inputs: number, outputs: number, options: ConvOptions = {}): string {
    const { side = 3, stride = 1, dilation = 1, hasBias = true, gain = 1 } = options
    const pad = options.pad ?? (dilation * (side - 1)) / 2
    const weights = [this.weight([outputs, inputs, side, side], { fanIn: inputs * side * side, gain })]
    if (hasBias) weights.push(this.weight([outputs], { fanIn: 100 }))
    return this.node('Conv', [from, ...weights], {
      dilations: [dilation, dilation],
      group: 1,
      kernel_shape: [side, side],
      pads: [pad, pad, pad, pad],
      strides: [stride, stride],
    })
  }

  /** @param from what the graph returns as `output` */
  finish(input: OnnxValue, from: string, output: OnnxValue): OnnxGraph {
    const last = { type: 'Identity', inputs: [from], outputs: [output.name] }
    return { inputs: [input], outputs: [output], weights: this.#weights, nodes: [...this.#nodes, last] }
  }
}

interface ConvOptions {
  readonly side?: number
  readonly stride?: number
  readonly dilation?: number
  readonly pad?: number
  readonly hasBias?: boolean
  readonly gain?: number
}

const floats = (name: string, ...shape: OnnxValue['shape']): OnnxValue => ({ name, type: 'float32', shape })
const image = (name: string, sidePx: number) => floats(name, 'batch', 3, sidePx, sidePx)

/** CLIP's image encoder, ViT-B/32: 88 million weights, 224 × 224. */
export function clipImageEncoder(): OnnxGraph {
  const [layers, width, heads, tokens] = [12, 768, 12, 50]
  const b = new Builder(1)
  const grid = b.conv('pixel_values', 3, width, { side: 32, stride: 32, pad: 0, hasBias: false })
  const patches = b.transpose(b.reshape(grid, 0, width, tokens - 1), 0, 2, 1)
  const batch = b.node('Shape', ['pixel_values'], { start: 0, end: 1 })
  const size = b.node('Concat', [batch, b.integers(1, width)], { axis: 0 })
  const token = b.node('Expand', [b.weight([1, 1, width], { fanIn: 3 }), size])
  let state = b.node('Concat', [token, patches], { axis: 1 })
  state = b.node('Add', [state, b.weight([1, tokens, width], { fanIn: 3 })])
  state = b.norm(state, width)
  for (let layer = 0; layer < layers; layer++) {
    const attended = attention(b, b.norm(state, width), { width, heads, tokens })
    state = b.node('Add', [state, attended])
    const up = b.linear(b.norm(state, width), width, width * 4)
    // OpenAI's CLIP has its own approximation of GELU.
    const gate = b.node('Sigmoid', [b.node('Mul', [up, b.constant([], 1.702)])])
    state = b.node('Add', [state, b.linear(b.node('Mul', [up, gate]), width * 4, width)])
  }
  const first = b.node('Gather', [state, b.integers(0)], { axis: 1 })
  const pooled = b.norm(b.reshape(first, 0, width), width)
  const embedded = b.linear(pooled, width, 512, { hasBias: false })
  return b.finish(image('pixel_values', 224), embedded, floats('image_embeds', 'batch', 512))
}

interface Attention {
  readonly width: number
  readonly heads: number
  readonly tokens: number
}

function attention(b: Builder, from: string, { width, heads, tokens }: Attention): string {
  const size = width / heads
  const split = (name: string, ...perm: readonly number[]) =>
    b.transpose(b.reshape(name, 0, tokens, heads, size), ...perm)
  const query = b.node('Mul', [b.linear(from, width, width), b.constant([], 1 / Math.sqrt(size))])
  const key = split(b.linear(from, width, width), 0, 2, 3, 1)
  const scores = b.node('Softmax', [b.node('MatMul', [split(query, 0, 2, 1, 3), key])], { axis: -1 })
  const values = b.node('MatMul', [scores, split(b.linear(from, width, width), 0, 2, 1, 3)])
  return b.linear(b.reshape(b.transpose(values, 0, 2, 1, 3), 0, tokens, width), width, width)
}

/** Segment Anything's image encoder, ViT-B: 90 million weights, 1024 × 1024, attention in windows in most layers. */
export function samEncoder(): OnnxGraph {
  const [layers, grid, width, heads, windowed] = [12, 64, 768, 12, 14]
  const padded = Math.ceil(grid / windowed) * windowed
  const windows = padded / windowed
  const b = new Builder(2)
  const patches = b.conv('pixel_values', 3, width, { side: 16, stride: 16, pad: 0 })
  let state = b.node('Add', [b.transpose(patches, 0, 2, 3, 1), b.weight([1, grid, grid, width], { fanIn: 3 })])
  for (let layer = 0; layer < layers; layer++) {
    const isGlobal = layer % 3 === 2
    let windowsOf = b.norm(state, width)
    if (!isGlobal) {
      const pads = b.integers(0, 0, 0, 0, 0, padded - grid, padded - grid, 0)
      windowsOf = b.node('Pad', [windowsOf, pads, b.constant([], 0)], { mode: 'constant' })
      windowsOf = b.reshape(windowsOf, 1, windows, windowed, windows, windowed, width)
      windowsOf = b.reshape(b.transpose(windowsOf, 0, 1, 3, 2, 4, 5), windows * windows, windowed, windowed, width)
    }
    let attended = positionedAttention(b, windowsOf, {
      width,
      heads,
      count: isGlobal ? 1 : windows * windows,
      side: isGlobal ? grid : windowed,
    })
    if (!isGlobal) {
      attended = b.reshape(attended, 1, windows, windows, windowed, windowed, width)
      attended = b.reshape(b.transpose(attended, 0, 1, 3, 2, 4, 5), 1, padded, padded, width)
      attended = b.node('Slice', [attended, b.integers(0, 0), b.integers(grid, grid), b.integers(1, 2)])
    }
    state = b.node('Add', [state, attended])
    const up = b.gelu(b.linear(b.norm(state, width), width, width * 4))
    state = b.node('Add', [state, b.linear(up, width * 4, width)])
  }
  let neck = b.conv(b.transpose(state, 0, 3, 1, 2), width, 256, { side: 1, hasBias: false })
  for (const isLast of [false, true]) {
    neck = b.transpose(b.norm(b.transpose(neck, 0, 2, 3, 1), 256), 0, 3, 1, 2)
    if (!isLast) neck = b.conv(neck, 256, 256, { hasBias: false })
  }
  return b.finish(image('pixel_values', grid * 16), neck, floats('image_embeddings', 'batch', 256, grid, grid))
}

interface Positioned {
  readonly width: number
  readonly heads: number
  /** Windows, and the tokens on each of their sides. */
  readonly count: number
  readonly side: number
}

/** With positions relative to each other, separate by row and column. */
function positionedAttention(b: Builder, from: string, { width, heads, count, side }: Positioned): string {
  const [size, tokens, all] = [width / heads, side * side, count * heads]
  const fused = b.reshape(b.linear(from, width, width * 3), count, tokens, 3, heads, size)
  const parts = b.reshape(b.transpose(fused, 2, 0, 3, 1, 4), 3, all, tokens, size)
  const part = (at: number) => b.reshape(b.node('Gather', [parts, b.integers(at)], { axis: 0 }), all, tokens, size)
  const [query, key, value] = [part(0), part(1), part(2)]
  const scaled = b.node('Mul', [query, b.constant([], 1 / Math.sqrt(size))])
  const scores = b.node('MatMul', [scaled, b.transpose(key, 0, 2, 1)])
  const grid = b.reshape(query, all, side, side, size)
  const byRow = b.node('MatMul', [grid, b.weight([side, size, side], { fanIn: size, gain: 0.3 })])
  const turned = b.node('MatMul', [
    b.transpose(grid, 0, 2, 1, 3),
    b.weight([side, size, side], { fanIn: size, gain: 0.3 }),
  ])
  const byColumn = b.transpose(turned, 0, 2, 1, 3)
  let sum = b.node('Add', [b.reshape(scores, all, side, side, side, side), b.reshape(byRow, all, side, side, side, 1)])
  sum = b.node('Add', [sum, b.reshape(byColumn, all, side, side, 1, side)])
  const weights = b.node('Softmax', [b.reshape(sum, all, tokens, tokens)], { axis: -1 })
  const mixed = b.reshape(b.node('MatMul', [weights, value]), count, heads, side, side, size)
  return b.linear(b.reshape(b.transpose(mixed, 0, 2, 3, 1, 4), count, side, side, width), width, width)
}

/** IS-Net for background removal: 44 million weights, 1024 × 1024, nothing but convolutions. */
export function isNet(): OnnxGraph {
  const sidePx = 1024
  const b = new Builder(3)
  const convRelu = (from: string, inputs: number, outputs: number, options: ConvOptions = {}) =>
    b.node('Relu', [b.conv(from, inputs, outputs, { gain: Math.SQRT2, ...options })])
  const half = (from: string) =>
    b.node('MaxPool', [from], { ceil_mode: 1, kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] })
  const resize = (from: string, factor: number) =>
    b.node('Resize', [from, '', b.floats(1, 1, factor, factor)], {
      coordinate_transformation_mode: 'pytorch_half_pixel',
      cubic_coeff_a: { float: -0.75 },
      mode: 'linear',
      nearest_mode: 'floor',
    })
  const join = (one: string, other: string) => b.node('Concat', [one, other], { axis: 1 })

  /** A U-Net within the U-Net. @param depth 7 to 4 */
  function block(from: string, [inputs, middle, outputs]: Widths, depth: number): string {
    const first = convRelu(from, inputs, outputs)
    const down = [convRelu(first, outputs, middle)]
    for (let level = 1; level < depth - 1; level++) down.push(convRelu(half(down.at(-1)!), middle, middle))
    let up = convRelu(down.at(-1)!, middle, middle, { dilation: 2 })
    for (let level = depth - 2; level >= 0; level--) {
      up = convRelu(join(up, down[level]!), middle * 2, level === 0 ? outputs : middle)
      if (level > 0) up = resize(up, 2)
    }
    return b.node('Add', [up, first])
  }

  /** The same without halving: dilated instead. */
  function flat(from: string, [inputs, middle, outputs]: Widths): string {
    const first = convRelu(from, inputs, outputs)
    const one = convRelu(first, outputs, middle)
    const two = convRelu(one, middle, middle, { dilation: 2 })
    const three = convRelu(two, middle, middle, { dilation: 4 })
    const four = convRelu(three, middle, middle, { dilation: 8 })
    const back = convRelu(join(four, three), middle * 2, middle, { dilation: 4 })
    const nearly = convRelu(join(back, two), middle * 2, middle, { dilation: 2 })
    return b.node('Add', [convRelu(join(nearly, one), middle * 2, outputs), first])
  }

  const entry = b.conv('input', 3, 64, { stride: 2 })
  const one = block(entry, [64, 32, 64], 7)
  const two = block(half(one), [64, 32, 128], 6)
  const three = block(half(two), [128, 64, 256], 5)
  const four = block(half(three), [256, 128, 512], 4)
  const five = flat(half(four), [512, 256, 512])
  const six = flat(half(five), [512, 256, 512])
  const five2 = flat(join(resize(six, 2), five), [1024, 256, 512])
  const four2 = block(join(resize(five2, 2), four), [1024, 128, 256], 4)
  const three2 = block(join(resize(four2, 2), three), [512, 64, 128], 5)
  const two2 = block(join(resize(three2, 2), two), [256, 32, 64], 6)
  const one2 = block(join(resize(two2, 2), one), [128, 16, 64], 7)
  const matte = b.node('Sigmoid', [resize(b.conv(one2, 64, 1, { gain: 0.1 }), 2)])
  return b.finish(image('input', sidePx), matte, floats('output', 'batch', 1, sidePx, sidePx))
}

type Widths = readonly [inputs: number, middle: number, outputs: number]

/** Real-ESRGAN ×4 (RRDBNet, 23 blocks): 17 million weights, tiles of any size. */
export function realEsrgan(): OnnxGraph {
  const [blocks, width, growth] = [23, 64, 32]
  const b = new Builder(4)
  const leaky = (from: string) => b.node('LeakyRelu', [from], { alpha: { float: 0.2 } })
  const fifth = b.constant([], 0.2)
  const dense = (from: string) => {
    const parts = [from]
    for (let layer = 0; layer < 4; layer++) {
      const all = layer === 0 ? from : b.node('Concat', parts, { axis: 1 })
      parts.push(leaky(b.conv(all, width + layer * growth, growth)))
    }
    const last = b.conv(b.node('Concat', parts, { axis: 1 }), width + 4 * growth, width)
    return b.node('Add', [b.node('Mul', [last, fifth]), from])
  }
  const double = (from: string) =>
    b.node('Resize', [from, '', b.floats(1, 1, 2, 2)], {
      coordinate_transformation_mode: 'asymmetric',
      mode: 'nearest',
      nearest_mode: 'floor',
    })
  const first = b.conv('input', 3, width)
  let body = first
  for (let at = 0; at < blocks; at++) {
    body = b.node('Add', [b.node('Mul', [dense(dense(dense(body))), fifth]), body])
  }
  let state = b.node('Add', [first, b.conv(body, width, width)])
  for (let stage = 0; stage < 2; stage++) state = leaky(b.conv(double(state), width, width))
  state = b.conv(leaky(b.conv(state, width, width)), width, 3, { gain: 0.3 })
  // Around a middle gray, so that it counts as an upscaler.
  state = b.node('Add', [state, b.constant([], 0.5)])
  const input = floats('input', 'batch', 3, 'height', 'width')
  return b.finish(input, state, floats('output', 'batch', 3, 'height4', 'width4'))
}
