import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { readMaskLayer } from './read-mask.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-mask-'))
})
afterEach(() => rm(folder, { recursive: true }))

const path = () => join(folder, 'mask.png')
const budget = new ByteBudget(1e9)
const signal = new AbortController().signal

async function read(widthPx: number, heightPx: number) {
  const { maskPng, ...facts } = await readMaskLayer({ path: path(), size: { widthPx, heightPx } }, budget, signal)
  const { data, info } = await sharp(maskPng).raw().toBuffer({ resolveWithObject: true })
  const { space } = await sharp(maskPng).metadata()
  return { ...facts, space, values: data.filter((_, n) => n % info.channels === 0), widthPx: info.width }
}

it('keeps every gray value, of 8 and 16 bits', async () => {
  const grays = Uint8Array.from({ length: 256 }, (_, n) => n)
  const raw = { width: 16, height: 16, channels: 1 as const }
  await sharp(grays, { raw }).toColourspace('b-w').png().toFile(path())
  const eight = await read(16, 16)
  expect([...eight.values]).toEqual([...grays])
  expect(eight).toMatchObject({ wasScaled: false, space: 'b-w', notes: [] })
  expect(eight.share).toBeCloseTo(0.5, 5)
  await sharp(
    Uint16Array.from(grays, (value) => value * 257),
    { raw },
  )
    .toColourspace('grey16')
    .png()
    .toFile(path())
  expect([...(await read(16, 16)).values]).toEqual([...grays])
})

it('uses the luma of colors, reduced by transparency', async () => {
  const pixels = Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128])
  await sharp(pixels, { raw: { width: 4, height: 1, channels: 4 } })
    .png()
    .toFile(path())
  expect([...(await read(4, 1)).values]).toEqual([54, 182, 18, 128])
})

it('applies the orientation and scales to the size of the document', async () => {
  const half = Uint8Array.from({ length: 40 * 20 }, (_, n) => (n % 40 < 20 ? 255 : 0))
  const raw = { width: 40, height: 20, channels: 1 as const }
  await sharp(half, { raw }).toColourspace('b-w').withMetadata({ orientation: 6 }).png().toFile(path())
  const { wasScaled, share, values } = await read(10, 20)
  expect(wasScaled).toBe(true)
  expect(share).toBeCloseTo(0.5, 1)
  // After a quarter turn, what was on the left is on top.
  expect([values[0], values.at(-1)]).toEqual([255, 0])
})

it('reports a missing file', async () => {
  await expect(read(4, 4)).rejects.toMatchObject({ code: 'storage/not-found' })
})

it('reports a file that is no image', async () => {
  await writeFile(path(), 'not an image')
  await expect(read(4, 4)).rejects.toMatchObject({ code: 'media/unsupported' })
})

it.each([
  ['holes in a photo are repainted', (at: number) => [at, at * 7, at * 53, at < 60 ? 0 : 255], 'transparent areas'],
  ['what is drawn on transparency is repainted', (at: number) => [255, 255, 255, at < 60 ? 255 : 0], 'turn on Invert'],
  ['values from 0 to 1 are stretched', (at: number) => Array<number>(3).fill(at < 60 ? 1 : 0), 'brightest value'],
])('says how a file was understood: %s', async (_, colorAt, note) => {
  const pixels = Uint8Array.from(Array.from({ length: 256 }, (_each, at) => colorAt(at)).flat())
  const channels = (pixels.length / 256) as 3 | 4
  await sharp(pixels, { raw: { width: 16, height: 16, channels } })
    .png()
    .toFile(path())
  const { values, notes } = await read(16, 16)
  expect([...values]).toEqual(Array.from({ length: 256 }, (_each, at) => (at < 60 ? 255 : 0)))
  expect(notes).toEqual([expect.stringContaining(note)])
})
