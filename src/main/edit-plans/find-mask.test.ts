import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { MaskRule } from '../../shared/domain/edit-plan.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { FitMaskRequest } from '../imaging/imaging.ts'
import { createMaskFinder } from './find-mask.ts'

const image = { id: '01JD3Q0000000000000000000A' as AssetId, widthPx: 60, heightPx: 40 }
const whole = { x: 0, y: 0, widthPx: 60, heightPx: 40 }
const boxes = [whole, { ...whole, x: 10 }]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-masks-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const write = (text: string) => async (target: string) => {
  await writeFile(target, text)
  return image
}
const writeObjects = vi.fn(async ({ target }: { target: string }, _prompts: readonly unknown[]) =>
  write('object')(target),
)
const fitMask = vi.fn(async ({ maskPng }: FitMaskRequest) => {
  const isSmall = Buffer.from(maskPng).toString() === 'small'
  const given = isSmall ? { widthPx: 30, heightPx: 20 } : { widthPx: 60, heightPx: 40 }
  return {
    png: Uint8Array.from([...maskPng, 1]),
    given,
    bounds: Buffer.from(maskPng).toString() === 'black' ? null : whole,
  }
})
beforeEach(() => {
  writeObjects.mockClear()
  fitMask.mockClear()
})

const find = createMaskFinder({
  assets: { files: { locate: async () => ({ path: '/library/photo.png' }) } },
  imaging: { fitMask },
  paths: {
    get temporary() {
      return folder
    },
  },
  backgrounds: async () => ({
    model: async () => 'matting',
    writeMask: async (_id: AssetId, target: string) => write('subject')(target),
  }),
  objects: async () => ({ model: async () => 'sam', writeMask: writeObjects }),
  detection: async () => ({
    model: async () => 'owl',
    find: async () => boxes.map((box) => ({ box, score: 0.9 })),
  }),
} as never)

const step = (rule: MaskRule | null, mask: string | null = null) => ({ maskName: 'Sky', rule, mask })
const none = async () => null
const stored = async (digest: string) => new TextEncoder().encode(digest)

it('finds the subject, and its inverse for the background', async () => {
  const found = await find([step({ type: 'subject' }), step({ type: 'background' })], image, none)
  expect(found.map(({ warning }) => warning)).toEqual([null, null])
  expect(fitMask.mock.calls.map(([{ isInverted }]) => isInverted)).toEqual([false, true])
})

it('finds the best match of words or all of them, each rule once, and leaves no file behind', async () => {
  const one = step({ type: 'words', words: 'sky', isAll: false })
  const all = step({ type: 'words', words: 'sky', isAll: true })
  const found = await find([one, all, one], image, none)
  expect(writeObjects.mock.calls.map(([, prompts]) => prompts.length)).toEqual([1, 2])
  expect(found[0]).toBe(found[2])
  expect((await readdir(folder)).length).toBe(0)
})

it('keeps a mask that fits as it is, and says where one was scaled', async () => {
  const [same, scaled] = await find([step(null, 'exact'), step(null, 'small')], image, stored)
  expect([Buffer.from(same!.png).toString(), same!.warning]).toEqual(['exact', null])
  expect(scaled!.warning).toBe('The mask of “Sky” was scaled to the image.')
})

it('names the step whose mask is empty or was not found', async () => {
  await expect(find([step(null, 'black')], image, stored)).rejects.toMatchObject({ code: 'request/invalid' })
  await expect(find([step(null)], image, none)).rejects.toMatchObject({ message: 'Nothing is painted on “Sky”.' })
})
