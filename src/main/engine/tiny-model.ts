import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { EngineModel } from './engine-calls.ts'
import { noSaving } from './fit-memory.ts'

/**
 * A complete model of 4.7 MB with fixed random weights: the output is meaningless, but it takes the same code path
 * through the library as any other model. The family is MiniT2I, the smallest there is: pixel space without a VAE, T5
 * for text. Names and shapes match what stable-diffusion.cpp reads; widths are as small as it accepts.
 */
export async function writeTinyModel(folder: string): Promise<EngineModel> {
  const diffusion = join(folder, 'tiny-minit2i.safetensors')
  const t5xxl = join(folder, 'tiny-t5.safetensors')
  await writeSafetensors(diffusion, transformer())
  await writeSafetensors(t5xxl, textEncoder())
  return { files: { diffusion, t5xxl }, saving: noSaving }
}

/** Shapes in PyTorch order, outermost first. */
interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  /** Random, or the constant for a norm's weight or a bias. */
  readonly values: 'random' | 'one' | 'zero'
  readonly type: 'F16' | 'F32'
}

const width = 64
const vocabulary = 32_128
const patchPx = 16
const patchValues = patchPx * patchPx * 3
const gatedWidth = 176
const timeWidth = 256
const positionBuckets = 32

function transformer(): Tensor[] {
  return [
    random('model.net.img_embedder.proj1.weight', 8, 3, patchPx, patchPx),
    ...linear('model.net.img_embedder.proj2', 8, width, [1, 1]),
    random('model.net.txt_embedder.weight', width, width),
    ...linear('model.net.t_embedder.mlp.0', timeWidth, width),
    ...linear('model.net.t_embedder.mlp.2', width, width),
    random('model.net.pooled_embedder.weight', width, width),
    { name: 'model.net.mask_token', shape: [1, 1, width], values: 'random', type: 'F32' },
    ...block('model.net.txt_preamble_blocks.0', ''),
    ...heads('model.net.txt_preamble_blocks.0'),
    ...block('model.net.double_blocks.0', 'img_'),
    ...block('model.net.double_blocks.0', 'txt_'),
    ...heads('model.net.double_blocks.0'),
    norm('model.net.final_layer.norm_final'),
    ...linear('model.net.final_layer.linear', width, patchValues),
  ]
}

/** One branch of a block: attention and a gated layer, each after a norm. */
function block(name: string, side: string): Tensor[] {
  return [
    norm(`${name}.${side}norm1`),
    norm(`${name}.${side}norm2`),
    ...linear(`${name}.${side}qkv`, width, 3 * width),
    ...linear(`${name}.${side}attn_proj`, width, width),
    random(`${name}.${side}mlp.w1.weight`, gatedWidth, width),
    random(`${name}.${side}mlp.w2.weight`, width, gatedWidth),
    random(`${name}.${side}mlp.w3.weight`, gatedWidth, width),
  ]
}

const heads = (name: string): Tensor[] => [norm(`${name}.q_norm`), norm(`${name}.k_norm`)]

function textEncoder(): Tensor[] {
  const [attention, feedForward] = ['encoder.block.0.layer.0', 'encoder.block.0.layer.1']
  return [
    random('shared.weight', vocabulary, width),
    ...['q', 'k', 'v', 'o'].map((part) => random(`${attention}.SelfAttention.${part}.weight`, width, width)),
    random(`${attention}.SelfAttention.relative_attention_bias.weight`, positionBuckets, 1),
    norm(`${attention}.layer_norm`),
    ...['wi_0', 'wi_1', 'wo'].map((part) => random(`${feedForward}.DenseReluDense.${part}.weight`, width, width)),
    norm(`${feedForward}.layer_norm`),
    norm('encoder.final_layer_norm'),
  ]
}

function random(name: string, ...shape: readonly number[]): Tensor {
  return { name, shape, values: 'random', type: 'F16' }
}

function norm(name: string): Tensor {
  return { name: `${name}.weight`, shape: [width], values: 'one', type: 'F32' }
}

/** `kernel` if the library implements it as a convolution. */
function linear(name: string, inputs: number, outputs: number, kernel: readonly number[] = []): Tensor[] {
  return [
    random(`${name}.weight`, outputs, inputs, ...kernel),
    { name: `${name}.bias`, shape: [outputs], values: 'zero', type: 'F32' },
  ]
}

async function writeSafetensors(path: string, tensors: readonly Tensor[]): Promise<void> {
  const header: Record<string, unknown> = {}
  let offset = 0
  for (const tensor of tensors) {
    const end = offset + bytesOf(tensor)
    header[tensor.name] = { dtype: tensor.type, shape: tensor.shape, data_offsets: [offset, end] }
    offset = end
  }
  // Padded so that the data behind it is aligned.
  const text = JSON.stringify(header)
  const json = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  const file = await open(path, 'wx')
  try {
    await file.writeFile(length)
    await file.writeFile(json)
    const nextRandom = createRandom()
    for (const tensor of tensors) await file.writeFile(toBytes(tensor, nextRandom))
  } finally {
    await file.close()
  }
}

const countOf = ({ shape }: Tensor) => shape.reduce((product, length) => product * length, 1)
const bytesOf = (tensor: Tensor) => countOf(tensor) * (tensor.type === 'F16' ? 2 : 4)

/** Values of a large tensor repeat after this many, to save time. */
const distinctNumbers = 1 << 16

function toBytes(tensor: Tensor, next: () => number): Uint8Array {
  const count = countOf(tensor)
  const array = tensor.type === 'F16' ? new Float16Array(count) : new Float32Array(count)
  if (tensor.values !== 'random') array.fill(tensor.values === 'one' ? 1 : 0)
  else {
    // Keeps activations at the same scale across layers: standard deviation of one over the square root of the inputs.
    const inputs = tensor.shape.slice(1).reduce((product, length) => product * length, 1)
    const spread = Math.sqrt(3 / inputs)
    const distinct = Math.min(count, distinctNumbers)
    for (let at = 0; at < distinct; at++) array[at] = (next() * 2 - 1) * spread
    for (let at = distinct; at < count; at += distinct) array.copyWithin(at, 0, Math.min(distinct, count - at))
  }
  return new Uint8Array(array.buffer)
}

/** Xorshift: the same numbers on every run. */
function createRandom(): () => number {
  let state = 0x9e3779b9
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
