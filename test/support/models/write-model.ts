import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { bytesOf, tensorTypes, type Tensor, type TensorList } from './tensor-list.ts'

/** Writes a real header followed by as many bytes as it declares; these are never read. */
function writeSparse(path: string, header: Uint8Array, dataBytes: number): string {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'w')
  writeSync(file, header)
  ftruncateSync(file, header.byteLength + dataBytes)
  closeSync(file)
  return path
}

export function writeSafetensors(path: string, list: TensorList, metadata?: Record<string, string>): string {
  const head: Record<string, unknown> = metadata === undefined ? {} : { __metadata__: metadata }
  let offset = 0
  for (const tensor of list.tensors) {
    const end = offset + bytesOf(tensor)
    head[tensor.name] = { dtype: tensor.type.toUpperCase(), shape: tensor.shape, data_offsets: [offset, end] }
    offset = end
  }
  return writeSparse(path, safetensorsBytes(JSON.stringify(head)), offset)
}

export function safetensorsBytes(json: string): Buffer {
  const header = Buffer.from(json)
  return Buffer.concat([u64(header.byteLength), header])
}

export type GgufValue = string | number | boolean | readonly string[]

interface GgufOptions {
  readonly version?: number
  readonly metadata?: Readonly<Record<string, GgufValue>>
}

export function writeGguf(path: string, list: TensorList, options: GgufOptions = {}): string {
  const { bytes, dataBytes } = ggufBytes(list.tensors, options)
  return writeSparse(path, bytes, dataBytes)
}

export function ggufBytes(
  tensors: readonly Tensor[],
  { version = 3, metadata = { 'general.architecture': 'sd1' } }: GgufOptions = {},
): { bytes: Buffer<ArrayBuffer>; dataBytes: number } {
  const pairs = Object.entries(metadata)
  const parts = [Buffer.from('GGUF'), u32(version), u64(tensors.length), u64(pairs.length)]
  for (const [key, value] of pairs) parts.push(text(key), ggufValue(value))
  let offset = 0
  for (const tensor of tensors) {
    parts.push(text(tensor.name), u32(tensor.shape.length), ...tensor.shape.toReversed().map(u64))
    parts.push(u32(tensorTypes[tensor.type].code), u64(offset))
    offset += onGrid(bytesOf(tensor))
  }
  const header = Buffer.concat(parts)
  return {
    bytes: Buffer.concat([header, Buffer.alloc(onGrid(header.byteLength) - header.byteLength)]),
    dataBytes: offset,
  }
}

function ggufValue(value: GgufValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(8), text(value)])
  if (typeof value === 'number') return Buffer.concat([u32(4), u32(value)])
  if (typeof value === 'boolean') return Buffer.concat([u32(7), Buffer.from([Number(value)])])
  return Buffer.concat([u32(9), u32(8), u64(value.length), ...value.map(text)])
}

const onGrid = (bytes: number) => Math.ceil(bytes / 32) * 32

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

export function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function text(value: string): Buffer {
  return Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)])
}
