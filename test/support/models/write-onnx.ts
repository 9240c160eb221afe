import { writeFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes ONNX models, as far as tests need them: the protobuf messages of onnx.proto3 (IR version 8), field numbers
 * from https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.
 */

export type OnnxType = 'float32' | 'int64' | 'uint8' | 'bool'
/** A number, or the name of a dimension that is known only when the model runs. */
export type OnnxShape = readonly (number | string)[]

export interface OnnxValue {
  readonly name: string
  readonly type: OnnxType
  readonly shape: OnnxShape
}

export interface OnnxTensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float32Array | BigInt64Array
}

type Attribute = number | string | readonly number[] | { readonly float: number } | { readonly graph: OnnxGraph }

export interface OnnxNode {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Numbers are integers; a fraction is `{ float }`, a branch of `If` is `{ graph }`, which sees the names around it. */
  readonly attributes?: Readonly<Record<string, Attribute>>
}

export interface OnnxGraph {
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxValue[]
  readonly weights: readonly OnnxTensor[]
  readonly nodes: readonly OnnxNode[]
}

const typeCodes: Readonly<Record<OnnxType, number>> = { float32: 1, uint8: 2, int64: 7, bool: 9 }

export function writeOnnx(path: string, graph: OnnxGraph): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, onnxBytes(graph))
  return path
}

export function onnxBytes(graph: OnnxGraph): Buffer {
  const operators = message(field(1, ''), field(2, 17))
  return message(field(1, 8), field(7, graphBytes(graph)), field(8, operators))
}

function graphBytes({ inputs, outputs, weights, nodes }: OnnxGraph): Buffer {
  return message(
    ...nodes.map((node) => field(1, nodeBytes(node))),
    field(2, 'tiny'),
    ...weights.map((weight) => field(5, tensorBytes(weight))),
    ...inputs.map((input) => field(11, valueBytes(input))),
    ...outputs.map((output) => field(12, valueBytes(output))),
  )
}

function nodeBytes({ type, inputs, outputs, attributes = {} }: OnnxNode): Buffer {
  return message(
    ...inputs.map((name) => field(1, name)),
    ...outputs.map((name) => field(2, name)),
    field(4, type),
    ...Object.entries(attributes).map(([name, value]) => field(5, attributeBytes(name, value))),
  )
}

function attributeBytes(name: string, value: Attribute): Buffer {
  const head = field(1, name)
  if (typeof value === 'number') return message(head, field(3, value), field(20, 2))
  if (typeof value === 'string') return message(head, field(4, value), field(20, 3))
  if ('graph' in value) return message(head, field(6, graphBytes(value.graph)), field(20, 5))
  if ('float' in value) return message(head, float(2, value.float), field(20, 1))
  return message(head, ...value.map((each) => field(8, each)), field(20, 7))
}

function tensorBytes({ name, shape, data }: OnnxTensor): Buffer {
  const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const type = data instanceof Float32Array ? typeCodes.float32 : typeCodes.int64
  return message(...shape.map((size) => field(1, size)), field(2, type), field(8, name), field(9, raw))
}

function valueBytes({ name, type, shape }: OnnxValue): Buffer {
  const sizes = shape.map((size) => field(1, message(field(typeof size === 'number' ? 1 : 2, size))))
  const tensor = message(field(1, typeCodes[type]), field(2, message(...sizes)))
  return message(field(1, name), field(2, message(field(1, tensor))))
}

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields)
}

function field(number: number, value: number | string | Buffer): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number << 3), varint(value)])
  const bytes = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.byteLength), bytes])
}

function float(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return Buffer.concat([varint((number << 3) | 5), bytes])
}

function varint(value: number): Buffer {
  const bytes = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    bytes.push(rest === 0n ? low : low | 0x80)
  } while (rest !== 0n)
  return Buffer.from(bytes)
}
