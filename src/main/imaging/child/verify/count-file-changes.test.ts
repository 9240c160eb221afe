import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ByteBudget } from '../source/byte-budget.ts'
import { DecodedCache } from '../source/decoded-cache.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { countFileChanges } from './count-file-changes.ts'

let folder: string
const at = (name: string) => join(folder, name)
const [width, height] = [40, 30]
const original = Uint16Array.from({ length: width * height * 3 }, (_, n) => (n * 7_919) & 65_535)
/** The left half is inside. */
const isInside = (pixel: number) => pixel % width < width / 2
const result = original.map((value, n) => (isInside(Math.floor(n / 3)) && n % 5 === 0 ? value ^ 1 : value))
const raw = { width, height, channels: 3 as const }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-changes-'))
  const mask = Uint8Array.from({ length: width * height }, (_, n) => (isInside(n) ? 255 : 0))
  await Promise.all([
    sharp(original, { raw }).toColourspace('rgb16').png().toFile(at('original.png')),
    sharp(result, { raw }).toColourspace('rgb16').png().toFile(at('result.png')),
    sharp(result, { raw }).toColourspace('rgb16').tiff({ compression: 'deflate' }).toFile(at('same.tiff')),
    sharp(mask, { raw: { width, height, channels: 1 } })
      .png()
      .toFile(at('mask.png')),
  ])
  await sharp(at('result.png')).webp({ quality: 80 }).toFile(at('lossy.webp'))
})
afterAll(() => rm(folder, { recursive: true }))

function count(file: string, originalPath: string | null = at('original.png')) {
  const options = { limitBytes: 1e8, idleMs: 1_000 }
  const originals = new DecodedCache<OriginalImage>(options)
  const services = { cache: new DecodedCache(options), originals, budget: new ByteBudget(1e9) }
  const request = { filePath: at(file), resultPath: at('result.png'), originalPath, maskPath: at('mask.png') }
  return countFileChanges(request, new AbortController().signal, services)
}

const pixels = Array.from({ length: width * height }, (_, n) => n)
const differs = (values: ArrayLike<number>, from: ArrayLike<number>) => (pixel: number) =>
  [0, 1, 2].some((channel) => values[pixel * 3 + channel] !== from[pixel * 3 + channel])

it('counts changes of the last of 16 bits, and none outside, in a lossless file', async () => {
  const inside = pixels.filter(isInside).filter(differs(result, original)).length
  expect(inside).toBeGreaterThan(0)
  expect(await count('same.tiff')).toEqual({ changedInside: inside, changedOutside: 0 })
})

it('counts the changes of a lossy file, inside and outside', async () => {
  const decoded = Uint16Array.from(await sharp(at('lossy.webp')).removeAlpha().raw().toBuffer(), (value) => value * 257)
  const outside = pixels.filter((pixel) => !isInside(pixel)).filter(differs(decoded, original)).length
  expect(outside).toBeGreaterThan(0)
  const inside = pixels.filter(isInside).filter(differs(decoded, original)).length
  expect(await count('lossy.webp')).toEqual({ changedInside: inside, changedOutside: outside })
})

it('counts every pixel inside when there is no original to compare', async () => {
  expect((await count('same.tiff', null)).changedInside).toBe((width / 2) * height)
})
