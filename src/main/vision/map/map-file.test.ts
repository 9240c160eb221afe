import * as fc from 'fast-check'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packMap, readMapFile, unpackMap, writeMapFile, type StoredMap } from './map-file.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'atelier-map-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

const maps = fc
  .record({ model: fc.string(), count: fc.nat({ max: 40 }), laidOut: fc.nat({ max: 40 }), seed: fc.nat() })
  .map(({ model, count, laidOut, seed }): StoredMap => ({
    model,
    ids: Array.from({ length: count }, (_, at) => String(at).padStart(26, '0')).join(''),
    positions: Float32Array.from({ length: 2 * count }, (_, at) => Math.sin(seed + at)),
    laidOut,
  }))

test('a map is read as it was written', async () => {
  const path = join(folder, 'map.bin')
  await fc.assert(
    fc.asyncProperty(maps, async (map) => {
      await writeMapFile(path, map)
      expect(await readMapFile(path)).toEqual(map)
    }),
    { numRuns: 20 },
  )
})

test('a damaged, cut, longer or foreign file is no map', () => {
  const map: StoredMap = {
    model: 'clip-1',
    ids: '0'.repeat(52),
    positions: Float32Array.of(0, 0.5, 1, 0.25),
    laidOut: 2,
  }
  const bytes = packMap(map)
  expect(unpackMap(bytes)).toEqual(map)
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.slice()
    damaged[at]! ^= 0x10
    expect(unpackMap(damaged)).toBeNull()
    expect(unpackMap(bytes.subarray(0, at))).toBeNull()
  }
  expect(unpackMap(Uint8Array.of(...bytes, 0))).toBeNull()
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => unpackMap(noise) === null))
})

test('without a file, or with a folder in its place, there is none', async () => {
  expect(await readMapFile(join(folder, 'none.bin'))).toBeNull()
  expect(await readMapFile(folder)).toBeNull()
  await writeFile(join(folder, 'text.bin'), 'not a map')
  expect(await readMapFile(join(folder, 'text.bin'))).toBeNull()
  expect(await readFile(join(folder, 'text.bin'), 'utf8')).toBe('not a map')
})
