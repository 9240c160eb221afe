import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePsdUint8Array, type Layer, type Psd } from 'ag-psd'
import { onTestFinished } from 'vitest'
import { ByteBudget } from '../../src/main/imaging/child/source/byte-budget.ts'
import { sharp } from '../../src/main/imaging/child/source/sharp-engine.ts'
import { compose } from '../../src/main/imaging/child/layered/compose.ts'
import { readPsdFile } from '../../src/main/imaging/child/layered/psd/psd-file.ts'
import { resourceSection } from '../../src/main/imaging/child/layered/psd/psd-resources.ts'
import { openProject } from '../../src/main/imaging/child/layered/open-project.ts'
import type { OpenedProject } from '../../src/main/imaging/imaging.ts'

type Rgba = readonly [number, number, number, number]

/** An area of one color. */
export function flatPixels(width: number, height: number, rgba: readonly number[]) {
  return { width, height, data: Uint8Array.from({ length: width * height * 4 }, (_, n) => rgba[n % 4]!) }
}

/** 20 × 10 pixels of one color. */
export function psdLayer(name: string, more: Layer = {}, rgba: Rgba = [50, 60, 70, 255]): Layer {
  return { name, left: 0, top: 0, imageData: flatPixels(20, 10, rgba), ...more }
}

/** A document of 20 × 10 pixels with a merged image in one color. */
export function layeredPsd(psd: Partial<Psd>): Buffer {
  const imageData = flatPixels(20, 10, [9, 8, 7, 255])
  const size = { width: 20, height: 10 }
  return Buffer.from(writePsdUint8Array({ ...size, imageData, ...psd }))
}

export interface FlatPsd {
  readonly mode: number
  readonly depth: 1 | 8 | 16 | 32
  readonly width: number
  /** The samples of each channel, one row; of 1 bit in bytes. */
  readonly channels: readonly (readonly number[])[]
  readonly colorData?: Uint8Array
  readonly resources?: ReadonlyMap<number, Uint8Array>
  /** The section of layers, without its length. */
  readonly layers?: Uint8Array
  /** PackBits instead of raw. */
  readonly isPacked?: boolean
  /** PSB. */
  readonly isLarge?: boolean
}

/** A document as its bytes, with nothing but a merged image of one row. */
export function flatPsd({ mode, depth, width, channels, isPacked = false, isLarge = false, ...more }: FlatPsd): Buffer {
  const head = Buffer.alloc(26)
  head.write('8BPS', 'latin1')
  head.writeUInt16BE(isLarge ? 2 : 1, 4)
  head.writeUInt16BE(channels.length, 12)
  head.writeUInt32BE(1, 14)
  head.writeUInt32BE(width, 18)
  head.writeUInt16BE(depth, 22)
  head.writeUInt16BE(mode, 24)
  const resources = [...(more.resources ?? [])].map(([id, data]) => {
    const resource = Buffer.alloc(12)
    resource.write('8BIM', 'latin1')
    resource.writeUInt16BE(id, 4)
    resource.writeUInt32BE(data.length, 8)
    return Buffer.concat([resource, data, Buffer.alloc(data.length & 1)])
  })
  const rows = channels.map((values) => rowOf(values, depth))
  return Buffer.concat([
    head,
    withLength(more.colorData ?? new Uint8Array()),
    withLength(Buffer.concat(resources)),
    withLength(more.layers ?? new Uint8Array(), isLarge ? 8 : 4),
    isPacked ? packed(rows, isLarge ? 4 : 2) : Buffer.concat([Buffer.alloc(2), ...rows]),
  ])
}

function rowOf(values: readonly number[], depth: FlatPsd['depth']): Buffer {
  if (depth <= 8) return Buffer.from(values)
  const row = Buffer.alloc(values.length * (depth / 8))
  for (const [n, value] of values.entries()) {
    if (depth === 16) row.writeUInt16BE(value, n * 2)
    else row.writeFloatBE(value, n * 4)
  }
  return row
}

/** Each row as one literal run. */
function packed(rows: readonly Buffer[], lengthBytes: 2 | 4): Buffer {
  const lengths = Buffer.alloc(rows.length * lengthBytes)
  for (const [n, row] of rows.entries()) lengths.writeUIntBE(row.length + 1, n * lengthBytes, lengthBytes)
  const runs = rows.flatMap((row) => [Buffer.of(row.length - 1), row])
  return Buffer.concat([Buffer.of(0, 1), lengths, ...runs])
}

function withLength(data: Uint8Array, lengthBytes: 4 | 8 = 4): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32BE(data.length, lengthBytes - 4)
  return Buffer.concat([length, data])
}

/** Adds a block to a layer. @param index of the layer among all, from the bottom @param data a multiple of four bytes */
export function withLayerBlock(psd: Buffer, index: number, key: string, data: Uint8Array): Buffer {
  const extraAt = extraLengthOf(psd, index)
  const end = extraAt + 4 + psd.readUInt32BE(extraAt)
  const block = Buffer.concat([Buffer.from(`8BIM${key}`), withLength(data)])
  const grown = Buffer.concat([psd.subarray(0, end), block, psd.subarray(end)])
  const sectionAt = resourceSection(psd)!.end
  for (const at of [extraAt, sectionAt, sectionAt + 4]) grown.writeUInt32BE(psd.readUInt32BE(at) + block.length, at)
  return grown
}

/** Marks a layer's pixels as not part of how the document looks. */
export function asPixelless(psd: Buffer, index: number): Buffer {
  const changed = Buffer.from(psd)
  changed.writeUInt8(0x18, extraLengthOf(psd, index) - 2)
  return changed
}

function extraLengthOf(psd: Buffer, index: number): number {
  const { at } = readPsdFile(psd, 'file.psd').records[index]!
  return at + 18 + psd.readUInt16BE(at + 16) * 6 + 12
}

interface OpenedPsd extends OpenedProject {
  /** RGBA of the drawn document. */
  pixel(x: number, y: number): number[]
}

/** Opens a document as the program does, and draws it. */
export async function drawPsd(bytes: Uint8Array, name = 'file.psd'): Promise<OpenedPsd> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-psd-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, name)
  await writeFile(path, bytes)
  const [budget, { signal }] = [new ByteBudget(1e9), new AbortController()]
  const opened = await openProject({ path, folder: await mkdtemp(join(folder, 'opened-')) }, budget, signal)
  const pathOf = (id: string) => opened.images.find((image) => image.id === id)!.path
  const layers = opened.state.layers.flatMap((layer) =>
    layer.kind === 'picture' && layer.isVisible
      ? [{ kind: 'picture' as const, path: pathOf(layer.assetId), opacity: layer.opacity, placement: layer.placement }]
      : [],
  )
  const resultPath = join(folder, 'drawn.png')
  await compose({ originalPath: pathOf(opened.baseId), layers, resultPath }, budget, signal)
  const { data, info } = await sharp(resultPath).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { ...opened, pixel: (x, y) => [...data.subarray((y * info.width + x) * 4, (y * info.width + x + 1) * 4)] }
}
