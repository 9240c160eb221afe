import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPngFile, type PngHeader } from '../png/read-png.ts'
import { writePngFile } from '../../../platform/pure/png/write-png.ts'
import { sharp } from '../source/sharp-engine.ts'
import { checkOutside, countChanges, type ProofReference } from './count-changes.ts'

let folder: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-proof-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newPath = (): string => join(folder, `${count++}.png`)

interface Bytes {
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: 3 | 4
  readonly bitDepth: 8 | 16
  readonly data: Uint8Array
}

function rowOf({ widthPx, channels, bitDepth, data }: Bytes, y: number): Uint8Array {
  const rowBytes = (widthPx * channels * bitDepth) / 8
  return data.subarray(y * rowBytes, (y + 1) * rowBytes)
}

async function write(bytes: Bytes): Promise<string> {
  const path = newPath()
  const { widthPx, heightPx, channels, bitDepth } = bytes
  await writePngFile(path, { widthPx, heightPx, channels, bitDepth, readRow: (y, into) => into.set(rowOf(bytes, y)) })
  return path
}

async function read(path: string): Promise<{ header: PngHeader; data: Buffer }> {
  let header: PngHeader | null = null
  const rows: Buffer[] = []
  await readPngFile(path, { onHeader: (found) => (header = found), onRow: (_, row) => rows.push(Buffer.from(row)) })
  return { header: header!, data: Buffer.concat(rows) }
}

const image = fc
  .record({
    widthPx: fc.integer({ min: 1, max: 40 }),
    heightPx: fc.integer({ min: 1, max: 30 }),
    channels: fc.constantFrom(3 as const, 4 as const),
    bitDepth: fc.constantFrom(8 as const, 16 as const),
    seed: fc.nat(9999),
  })
  .map(({ seed, ...shape }): Bytes => {
    const length = (shape.widthPx * shape.heightPx * shape.channels * shape.bitDepth) / 8
    return { ...shape, data: Uint8Array.from({ length }, (_, n) => Math.imul(n + seed, 0x9e3779b1) >>> 24) }
  })

describe('readPngFile', () => {
  it('returns the written pixels at any depth', async () => {
    await fc.assert(
      fc.asyncProperty(image, async (bytes) => {
        const { header, data } = await read(await write(bytes))
        const { widthPx, heightPx, channels, bitDepth } = bytes
        expect(header).toEqual({ widthPx, heightPx, channels, bitDepth })
        expect(data.equals(bytes.data)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('decodes every filter used by other programs', async () => {
    const pixels = Uint8Array.from(
      { length: 90 * 70 * 3 },
      (_, n) => (n % 270) / 3 + Math.floor(n / 270) + (n % 3) * 20,
    )
    const raw = { width: 90, height: 70, channels: 3 as const }
    const path = newPath()
    await sharp(pixels, { raw }).png({ adaptiveFiltering: true, compressionLevel: 9 }).toFile(path)
    expect((await read(path)).data.equals(pixels)).toBe(true)
  })

  it.each([
    ['that is truncated', (file: Buffer) => file.subarray(0, file.length - 30)],
    ['with a flipped bit', (file: Buffer) => Buffer.from(file.map((value, n) => (n === 60 ? value ^ 4 : value)))],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is not a PNG', () => Buffer.from('JPEG')],
  ])('refuses a file %s', async (_, spoil) => {
    const path = await write({
      widthPx: 20,
      heightPx: 20,
      channels: 3,
      bitDepth: 8,
      data: new Uint8Array(1200).fill(7),
    })
    await writeFile(path, spoil(await readFile(path)))
    await expect(read(path)).rejects.toThrow()
  })

  it('refuses palette and interlaced files, which Atelier never writes', async () => {
    const raw = { raw: { width: 4, height: 4, channels: 3 as const } }
    const [palette, interlaced] = [newPath(), newPath()]
    await sharp(new Uint8Array(48), raw).png({ palette: true }).toFile(palette)
    await sharp(new Uint8Array(48), raw).png({ progressive: true }).toFile(interlaced)
    for (const path of [palette, interlaced])
      await expect(read(path)).rejects.toMatchObject({ code: 'media/undecodable' })
  })
})

function referenceOf(bytes: Bytes, effective: Uint8Array): ProofReference {
  return { ...bytes, effective, packRow: (y, into) => into.set(rowOf(bytes, y)) }
}

describe('countChanges', () => {
  it('counts every pixel that differs in any bit, inside and outside the mask', async () => {
    await fc.assert(
      fc.asyncProperty(image, fc.array(fc.nat(), { maxLength: 12 }), fc.nat(9999), async (bytes, positions, seed) => {
        const changed = { ...bytes, data: Uint8Array.from(bytes.data) }
        for (const position of positions) changed.data[position % changed.data.length]! ^= 1 << (position % 8)
        const pixelBytes = (bytes.channels * bytes.bitDepth) / 8
        const effective = Uint8Array.from({ length: bytes.widthPx * bytes.heightPx }, (_, n) =>
          (n * 7 + seed) % 3 === 0 ? 1 : 0,
        )
        const wanted = { changedInside: 0, changedOutside: 0 }
        effective.forEach((coverage, n) => {
          const [from, to] = [n * pixelBytes, (n + 1) * pixelBytes]
          const isSame = Buffer.compare(bytes.data.subarray(from, to), changed.data.subarray(from, to)) === 0
          if (!isSame) wanted[coverage > 0 ? 'changedInside' : 'changedOutside']++
        })
        expect(await countChanges(await write(changed), referenceOf(bytes, effective))).toEqual(wanted)
      }),
      { numRuns: 40 },
    )
  })

  it('refuses a file of another shape or depth', async () => {
    const bytes: Bytes = { widthPx: 4, heightPx: 4, channels: 3, bitDepth: 16, data: new Uint8Array(96) }
    const path = await write(bytes)
    const shallow: Bytes = { ...bytes, bitDepth: 8, data: new Uint8Array(48) }
    const counting = countChanges(path, referenceOf(shallow, new Uint8Array(16)))
    await expect(counting).rejects.toMatchObject({ code: 'internal/bug' })
  })

  it('rejects a result that differs outside the mask', () => {
    expect(() => checkOutside({ changedInside: 9, changedOutside: 0 })).not.toThrow()
    expect(() => checkOutside({ changedInside: 9, changedOutside: 1 })).toThrow(/outside the mask/)
  })
})
