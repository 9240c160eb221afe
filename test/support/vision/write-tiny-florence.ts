import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeOnnx, type OnnxGraph, type OnnxNode, type OnnxTensor, type OnnxValue } from '../models/write-onnx.ts'

const layout = fileURLToPath(new URL('tiny-florence', import.meta.url))
const heads = 2
const imageRows = 2

type Links = Readonly<Record<string, Readonly<Record<string, number>>>>

interface Table {
  readonly tokens: readonly string[]
  readonly dimension: number
  readonly last: Links
  readonly seen: Links
  readonly said: Links
  readonly colors: Links
}

interface TinyFlorence {
  /** `endless`: no answer ends. `numberless`: no logit is a number. */
  readonly fault?: 'endless' | 'numberless'
}

/**
 * Writes a Florence-2 model that names the color of an image, in the layout of the hub's ONNX exports: four graphs, the
 * decoder with a cache of two heads, whose part of the image is right in the first step only. Its weights are the formulas
 * of florence_reference.py, which computes what they answer.
 */
export function writeTinyFlorence(folder: string, options: TinyFlorence = {}): string {
  const table = JSON.parse(readFileSync(join(layout, 'links.json'), 'utf8')) as Table
  cpSync(layout, folder, { recursive: true, filter: (path) => !path.endsWith('links.json') })
  const write = (name: string, graph: OnnxGraph) => writeOnnx(join(folder, 'onnx', `${name}.onnx`), graph)
  write('vision_encoder', imageEncoder(table))
  write('embed_tokens', tokenEmbedder(table))
  write('encoder_model', encoder(table))
  write('decoder_model_merged', decoder(table, options))
  return folder
}

function imageEncoder({ tokens, dimension }: Table): OnnxGraph {
  const channels = new Float32Array(3 * dimension)
  for (let channel = 0; channel < 3; channel++) channels[channel * dimension + tokens.length + channel] = 1
  return {
    inputs: [float('pixel_values', ['batch', 3, 'height', 'width'])],
    outputs: [float('image_features', ['batch', imageRows, dimension])],
    weights: [{ name: 'channels', shape: [3, dimension], data: channels }, integers('row', [1, 1, 3])],
    nodes: [
      { type: 'GlobalAveragePool', inputs: ['pixel_values'], outputs: ['mean'] },
      { type: 'Reshape', inputs: ['mean', 'row'], outputs: ['color'] },
      { type: 'MatMul', inputs: ['color', 'channels'], outputs: ['feature'] },
      { type: 'Concat', inputs: ['feature', 'feature'], outputs: ['image_features'], attributes: { axis: 1 } },
    ],
  }
}

function tokenEmbedder({ tokens, dimension }: Table): OnnxGraph {
  const identity = new Float32Array(tokens.length * dimension)
  for (let token = 0; token < tokens.length; token++) identity[token * dimension + token] = 1
  return {
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['batch', 'length'] }],
    outputs: [float('inputs_embeds', ['batch', 'length', dimension])],
    weights: [{ name: 'identity', shape: [tokens.length, dimension], data: identity }],
    nodes: [{ type: 'Gather', inputs: ['identity', 'input_ids'], outputs: ['inputs_embeds'] }],
  }
}

function encoder({ dimension }: Table): OnnxGraph {
  return {
    inputs: [
      { name: 'attention_mask', type: 'int64', shape: ['batch', 'length'] },
      float('inputs_embeds', ['batch', 'length', dimension]),
    ],
    outputs: [float('last_hidden_state', ['batch', 'length', dimension])],
    weights: [integers('two', [2])],
    nodes: masked('inputs_embeds', 'attention_mask', 'last_hidden_state'),
  }
}

function decoder(table: Table, { fault }: TinyFlorence): OnnxGraph {
  const { tokens, dimension } = table
  const headSize = dimension / heads
  const cache = (name: string) => float(name, ['batch', heads, `${name} length`, headSize])
  const names = ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'] as const
  const ofWeights = (name: 'last' | 'seen' | 'said') => weightsOf(table, name, fault)
  return {
    inputs: [
      { name: 'encoder_attention_mask', type: 'int64', shape: ['batch', 'seen length'] },
      float('encoder_hidden_states', ['batch', 'seen length', dimension]),
      float('inputs_embeds', ['batch', 'length', dimension]),
      ...names.map((name) => cache(`past_key_values.0.${name}`)),
      { name: 'use_cache_branch', type: 'bool', shape: [1] },
    ],
    outputs: [float('logits', ['batch', 'length', tokens.length]), ...names.map((name) => cache(`present.0.${name}`))],
    weights: [
      integers('two', [2]),
      integers('split', [1, -1, heads, headSize]),
      integers('whole', [1, 1, dimension]),
      { name: 'half', shape: [1], data: Float32Array.of(0.5) },
      ...(['last', 'seen', 'said'] as const).map((name) => ({
        name,
        shape: [dimension, tokens.length],
        data: ofWeights(name),
      })),
    ],
    nodes: [
      ...inHeads('inputs_embeds', 'new'),
      ...(['key', 'value'] as const).map((each): OnnxNode => ({
        type: 'Concat',
        inputs: [`past_key_values.0.decoder.${each}`, 'new'],
        outputs: [`present.0.decoder.${each}`],
        attributes: { axis: 2 },
      })),
      ...masked('encoder_hidden_states', 'encoder_attention_mask', 'states'),
      ...inHeads('states', 'fresh'),
      ...(['key', 'value'] as const).flatMap((each) => ofImage(each, headSize)),
      ...sumOf('present.0.decoder.key', 'present.0.decoder.value', 'answer so far'),
      ...sumOf('image.key', 'image.value', 'image and question'),
      { type: 'MatMul', inputs: ['inputs_embeds', 'last'], outputs: ['by last'] },
      { type: 'MatMul', inputs: ['image and question', 'seen'], outputs: ['by seen'] },
      { type: 'MatMul', inputs: ['answer so far', 'said'], outputs: ['by said'] },
      { type: 'Sum', inputs: ['by last', 'by seen', 'by said'], outputs: ['logits'] },
    ],
  }
}

/** As in florence_reference.py. */
function weightsOf(table: Table, name: 'last' | 'seen' | 'said', fault: TinyFlorence['fault']): Float32Array {
  const { tokens, dimension, colors } = table
  const [size, row, column, start] = { last: [0.3, 7, 13, 1], seen: [0.02, 3, 5, 2], said: [0.02, 11, 2, 3] }[name] as [
    number,
    number,
    number,
    number,
  ]
  const count = tokens.length
  const weights = Float32Array.from({ length: dimension * count }, (_, at) =>
    fault === 'numberless' ? Number.NaN : size * Math.sin(row * Math.floor(at / count) + column * (at % count) + start),
  )
  const add = (from: number, links: Readonly<Record<string, number>>) => {
    for (const [to, value] of Object.entries(links)) weights[from * count + tokens.indexOf(to)]! += value
  }
  for (const [token, links] of Object.entries(table[name])) add(tokens.indexOf(token), links)
  if (name === 'seen') for (const [channel, links] of Object.entries(colors)) add(count + Number(channel), links)
  if (name === 'last' && fault === 'endless') {
    for (let from = 0; from < dimension; from++) weights[from * count + tokens.indexOf('</s>')] = -1_000
  }
  return weights
}

/** As in the hub's exports: later steps take the image from the cache, and return something else than it. */
function ofImage(each: 'key' | 'value', headSize: number): OnnxNode[] {
  const past = `past_key_values.0.encoder.${each}`
  const branch = (from: string, weights: readonly OnnxTensor[] = []) => ({
    graph: {
      inputs: [],
      outputs: [float(`${from} ${each} copy`, ['batch', heads, 'any', headSize])],
      weights,
      nodes: [{ type: 'Identity', inputs: [from], outputs: [`${from} ${each} copy`] }],
    },
  })
  const useless = { name: 'useless', shape: [1, heads, 1, headSize], data: new Float32Array(heads * headSize).fill(9) }
  return [
    {
      type: 'If',
      inputs: ['use_cache_branch'],
      outputs: [`image.${each}`],
      attributes: { then_branch: branch(past), else_branch: branch('fresh') },
    },
    {
      type: 'If',
      inputs: ['use_cache_branch'],
      outputs: [`present.0.encoder.${each}`],
      attributes: { then_branch: branch('useless', [useless]), else_branch: branch('fresh') },
    },
  ]
}

function masked(rows: string, mask: string, result: string): OnnxNode[] {
  return [
    { type: 'Cast', inputs: [mask], outputs: [`${mask} as float`], attributes: { to: 1 } },
    { type: 'Unsqueeze', inputs: [`${mask} as float`, 'two'], outputs: [`${mask} of rows`] },
    { type: 'Mul', inputs: [rows, `${mask} of rows`], outputs: [result] },
  ]
}

function inHeads(rows: string, result: string): OnnxNode[] {
  return [
    { type: 'Reshape', inputs: [rows, 'split'], outputs: [`${rows} split`] },
    { type: 'Transpose', inputs: [`${rows} split`], outputs: [result], attributes: { perm: [0, 2, 1, 3] } },
  ]
}

/** Half of the sum of two caches over their length: both must be whole. */
function sumOf(first: string, second: string, result: string): OnnxNode[] {
  return [
    { type: 'Add', inputs: [first, second], outputs: [`${result} twice`] },
    {
      type: 'ReduceSum',
      inputs: [`${result} twice`, 'two'],
      outputs: [`${result} added up`],
      attributes: { keepdims: 0 },
    },
    { type: 'Reshape', inputs: [`${result} added up`, 'whole'], outputs: [`${result} in one row`] },
    { type: 'Mul', inputs: [`${result} in one row`, 'half'], outputs: [result] },
  ]
}

const float = (name: string, shape: OnnxValue['shape']): OnnxValue => ({ name, type: 'float32', shape })

function integers(name: string, values: readonly number[]): OnnxTensor {
  return { name, shape: [values.length], data: BigInt64Array.from(values, BigInt) }
}
