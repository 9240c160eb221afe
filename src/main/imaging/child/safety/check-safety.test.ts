import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../platform/pure/sharp.ts'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { ByteBudget } from '../source/byte-budget.ts'
import { createSafetyCheck, type ImageClassifier } from './check-safety.ts'

const scores = { drawing: 0.1, neutral: 0.2, sexy: 0.3, hentai: 0.15, porn: 0.25 }
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-safety-'))
  const half = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#ff0000' } })
    .extend({ bottom: 20, background: '#0000ff' })
    .png()
    .toBuffer()
  writeFileSync(join(folder, 'halves.png'), half)
  const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } })
  writeFileSync(join(folder, 'clear.png'), await clear.png().toBuffer())
})
afterAll(() => rmSync(folder, { recursive: true }))

function setUp() {
  const classify = vi.fn((_rgb: Uint8Array) => Promise.resolve(scores))
  const load = vi.fn((): Promise<ImageClassifier> => Promise.resolve({ model: 'scripted-1', sidePx: 4, classify }))
  const check = createSafetyCheck(load)
  const runCheck = (name: string, signal = new AbortController().signal) =>
    check(join(folder, name), new ByteBudget(1_000_000), signal)
  return { classify, load, look: runCheck }
}

it('passes the whole image to the model as a square and returns its scores', async () => {
  const { classify, look } = setUp()
  expect(await look('halves.png')).toEqual({ model: 'scripted-1', scores })
  const rgb = classify.mock.calls[0]![0]
  expect(rgb).toHaveLength(4 * 4 * 3)
  expect(Array.from(rgb.slice(0, 3))).toEqual([255, 0, 0])
  expect(Array.from(rgb.slice(-3))).toEqual([0, 0, 255])
})

it('composites transparent pixels on white', async () => {
  const { classify, look } = setUp()
  await look('clear.png')
  expect(new Set(classify.mock.calls[0]![0])).toEqual(new Set([255]))
})

it('loads the model once, at the first image, and again only after a failure', async () => {
  const { load, look } = setUp()
  expect(load).not.toHaveBeenCalled()
  load.mockRejectedValueOnce(new Error('no memory'))
  await expect(look('halves.png')).rejects.toThrow('no memory')
  await Promise.all([look('halves.png'), look('clear.png')])
  await look('halves.png')
  expect(load).toHaveBeenCalledTimes(2)
})

it('does not load the model for a file that is no image', async () => {
  const { load, look } = setUp()
  writeFileSync(join(folder, 'words.png'), 'words')
  await expect(look('words.png')).rejects.toMatchObject({ code: 'media/unsupported' })
  expect(load).not.toHaveBeenCalled()
})

it('stops when aborted', async () => {
  const { look, classify } = setUp()
  await expect(look('halves.png', AbortSignal.abort())).rejects.toMatchObject({ code: 'request/cancelled' })
  expect(classify).not.toHaveBeenCalled()
})
