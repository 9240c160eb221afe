import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EditRecord } from '../../../../shared/domain/edit.ts'
import { createClient } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../../test/support/window/fake-bridge.ts'
import { assetId, documentId, jobId, sampleAsset } from '../../../../../test/support/window/sample-records.ts'
import { blendOf, canBlend, createBlender } from './create-blender.ts'
import { settle } from '../../../../../test/support/settle.ts'

const blend = { match: 1, softenPx: 8, isAligned: true, offsetXPx: 0, offsetYPx: 0, opacity: 1, isForced: false }
const { recipe } = sampleAsset(1)
const editOf = (number: number) =>
  sampleAsset(number, {
    hasRawAnswer: true,
    recipe: { ...recipe, growPx: 4, featherPx: 32, edit: { blend } as EditRecord },
  })
const edit = editOf(1)
const box = { x: 0, y: 0, widthPx: 10, heightPx: 10 }

function setUp(answer: Answers['edits.preview'] = ({ growPx }) => ({ url: `asset://look/${growPx}`, box })) {
  const bridge = createFakeBridge({ 'edits.preview': answer, 'edits.reblend': () => ({ id: jobId(5) }) })
  return { bridge, blender: createBlender(createClient(bridge)) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('blender', () => {
  it('starts from the blend settings of the edit', () => {
    expect(blendOf(edit)).toMatchObject({ growPx: 4, featherPx: 32, match: 1, softenPx: 8, isAligned: true })
    expect(blendOf(edit)).not.toHaveProperty('isForced')
  })

  it('previews only the latest settings after a pause', async () => {
    const slow = Promise.withResolvers<{ url: string; box: typeof box }>()
    const { bridge, blender } = setUp(({ growPx }) =>
      growPx === 10 ? slow.promise : { url: `asset://look/${growPx}`, box },
    )
    blender.change(edit, { growPx: 9 })
    blender.change(edit, { growPx: 10 })
    await settle()
    blender.change(edit, { growPx: 11 })
    await settle()
    slow.resolve({ url: 'asset://look/10', box })
    await settle()
    expect(bridge.calls.map(({ input }) => (input as { growPx: number }).growPx)).toEqual([10, 11])
    expect(bridge.cancelled).toHaveLength(1)
    expect(blender.store.getState()).toMatchObject({
      assetId: edit.id,
      blend: { growPx: 11, featherPx: 32 },
      look: { url: 'asset://look/11' },
    })
  })

  it('keeps the last preview until the next one arrives, but not for another edit', async () => {
    const { blender } = setUp()
    blender.change(edit, { growPx: 9 })
    await settle()
    blender.change(edit, { opacity: 0.5 })
    expect(blender.store.getState()).toMatchObject({
      look: { url: 'asset://look/9' },
      blend: { growPx: 9, opacity: 0.5 },
    })
    blender.change(editOf(2), { opacity: 0.5 })
    expect(blender.store.getState()).toMatchObject({ assetId: assetId(2), look: null, blend: { growPx: 4 } })
  })

  it('resets when the settings return to the original ones', async () => {
    const { bridge, blender } = setUp()
    blender.change(edit, { growPx: 9 })
    blender.change(edit, { growPx: 4 })
    await settle()
    expect(bridge.calls).toEqual([])
    expect(blender.store.getState()).toMatchObject({ assetId: null, blend: null })
    expect(await blender.keep(edit, null)).toBeNull()
  })

  it('saves the previewed blend, forces pasting and resets', async () => {
    const { bridge, blender } = setUp()
    blender.change(edit, { offsetXPx: -3 })
    await settle()
    expect(await blender.keep(edit, documentId(1))).toBe(jobId(5))
    expect(bridge.calls.at(-1)).toMatchObject({
      name: 'edits.reblend',
      input: {
        assetId: edit.id,
        documentId: documentId(1),
        growPx: 4,
        featherPx: 32,
        maskPng: null,
        blend: { ...blend, offsetXPx: -3, isForced: true },
      },
    })
    expect(blender.store.getState()).toEqual({ assetId: null, blend: null, look: null, error: null })
  })

  it('reports a failed preview and recovers with the next one', async () => {
    const failure = { code: 'storage/not-found', message: 'The answer is gone.' }
    const { blender } = setUp(({ growPx }) => (growPx === 9 ? Promise.reject(failure) : { url: 'asset://look', box }))
    blender.change(edit, { growPx: 9 })
    await settle()
    expect(blender.store.getState()).toMatchObject({ error: failure, look: null })
    blender.change(edit, { growPx: 10 })
    await settle()
    expect(blender.store.getState()).toMatchObject({ error: null, look: { url: 'asset://look' } })
    blender.drop()
    expect(blender.store.getState().look).toBeNull()
  })
})

it.each([
  ['an edit with a saved response', edit, true],
  ['an edit without a saved response', { ...edit, hasRawAnswer: false }, false],
  ['an image that is not an edit', { ...edit, recipe }, false],
  ['nothing', null, false],
] as const)('%s can be reblended: %s', (_, asset, can) => {
  expect(canBlend(asset)).toBe(can)
})
