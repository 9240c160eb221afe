import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { OriginalImage } from '../source/original-image.ts'
import { writeFinished } from './write-finished.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-finish-'))
})
afterEach(() => rm(folder, { recursive: true }))

const original: OriginalImage = {
  widthPx: 8,
  heightPx: 6,
  hasAlpha: true,
  bitDepth: 16,
  rgba: Uint16Array.from({ length: 8 * 6 * 4 }, (_, n) => n * 331),
  colors: { profile: null, chunks: [] },
}
const targets = () => ({ resultPath: join(folder, 'result.png'), effectiveMaskPath: join(folder, 'mask.png') })
const { signal } = new AbortController()

it('writes an image and its mask, and counts the changes in the file', async () => {
  const effective = new Uint8Array(48)
  effective[10] = 1
  const rgba = original.rgba.slice(10 * 4, 11 * 4)
  rgba[3]! ^= 1
  const patch = { x: 2, y: 1, widthPx: 1, heightPx: 1, rgba }
  const outcome = await writeFinished(targets(), original, [patch], effective, signal)
  expect(outcome).toEqual({ widthPx: 8, heightPx: 6, hasAlpha: true, changedInside: 1, changedOutside: 0 })
  expect((await readdir(folder)).toSorted()).toEqual(['mask.png', 'result.png'])
})

it('writes nothing when a single bit differs outside the mask', async () => {
  const rgba = original.rgba.slice(0, 4)
  rgba[2]! ^= 1
  const stray = { x: 0, y: 0, widthPx: 1, heightPx: 1, rgba }
  const writing = writeFinished(targets(), original, [stray], new Uint8Array(48), signal)
  await expect(writing).rejects.toMatchObject({ code: 'internal/bug', detail: { changedOutside: 1 } })
  expect(await readdir(folder)).toEqual([])
})
