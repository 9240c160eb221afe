import { countOf, type ModelFile, type ModelHeader, type TensorInfo } from './model-header.ts'
import { isCut, isDamaged } from './refusals.ts'

/** Bytes of the number that says how long the header is. */
export const safetensorsPrefixBytes = 8
/** The format's own limit. */
export const safetensorsHeaderMax = 100_000_000

const dtypeBytes: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
}

/** The header's text, `headerBytes` long in the file. @throws model/damaged */
export function parseSafetensors(text: string, headerBytes: number, file: ModelFile): ModelHeader {
  const described = readObject(text, file)
  const dataBytes = file.bytes - safetensorsPrefixBytes - headerBytes
  const tensors = new Map<string, TensorInfo>()
  const metadata = new Map<string, string>()
  let wholeBytes = 0
  let sumBytes = 0
  for (const name of Object.keys(described)) {
    const value = described[name]
    if (name === '__metadata__') {
      readMetadata(value, metadata)
      continue
    }
    const { info, end } = readTensor(name, value, file)
    tensors.set(name, info)
    sumBytes += info.bytes
    wholeBytes = Math.max(wholeBytes, end)
  }
  if (wholeBytes > dataBytes) throw isCut(file, file.bytes - dataBytes + wholeBytes)
  if (sumBytes > dataBytes) throw isDamaged(file, 'its tensors lie on one another')
  return { format: 'safetensors', tensors, metadata, fileBytes: file.bytes }
}

function readObject(text: string, file: ModelFile): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text)
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw isDamaged(file, 'its header cannot be read')
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, text] of Object.entries(value)) if (typeof text === 'string') into.set(key, text)
}

function readTensor(name: string, value: unknown, file: ModelFile): { info: TensorInfo; end: number } {
  const { dtype, shape, data_offsets: span } = (value ?? {}) as Record<string, unknown>
  if (typeof dtype !== 'string' || !isCounts(shape) || !isCounts(span) || span.length !== 2) {
    throw isDamaged(file, `its tensor “${name.slice(0, 100)}” is not described`)
  }
  const [begin = 0, end = 0] = span
  const size = dtypeBytes[dtype]
  const bytes = end - begin
  if (bytes < 0 || (size !== undefined && bytes !== countOf(shape) * size)) {
    throw isDamaged(file, `its tensor “${name.slice(0, 100)}” has another size than its shape`)
  }
  return { info: { shape, type: dtype.toLowerCase(), bytes }, end }
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= 16 && value.every((each) => Number.isSafeInteger(each) && each >= 0)
}
