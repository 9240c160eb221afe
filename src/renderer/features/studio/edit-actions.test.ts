import { describe, expect, it } from 'vitest'
import { createClient, createServices } from '../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../test/support/window/fake-bridge.ts'
import {
  assetId,
  documentId,
  jobId,
  sampleAsset,
  sampleEdit,
  sampleJob,
  sampleSettings,
} from '../../../../test/support/window/sample-records.ts'
import type { CanvasState } from '../../editor/session/create-canvas-store.ts'
import { createStudioStore } from './create-studio-store.ts'
import { createEditActions } from './edit-actions.ts'
import { openSampleCanvas } from '../../../../test/support/window/sample-canvas.ts'

const blend = { match: 1, softenPx: 8, isAligned: true, offsetXPx: 0, offsetYPx: 0, opacity: 1, isForced: false }
const refused = sampleAsset(102, {
  recipe: { ...sampleAsset(1).recipe, growPx: 4, featherPx: 8, edit: { ...sampleEdit, blend, isRefused: true } },
})

async function setUp(canvasState: Partial<CanvasState> = {}, answers: Answers = {}) {
  const bridge = createFakeBridge({
    'settings.get': () => sampleSettings(),
    'canvas.documents': () => [
      {
        id: documentId(1),
        baseId: assetId(1),
        name: 'coffee',
        widthPx: 600,
        heightPx: 400,
        isActive: true,
        openedAtMs: 0,
      },
    ],
    'edits.merge': () => ({ id: jobId(7) }),
    'edits.reblend': () => ({ id: jobId(8) }),
    ...answers,
  })
  const services = await createServices(createClient(bridge), {
    isMac: false,
    describeError: () => ({ title: '', text: '' }),
  })
  await services.documents.load()
  services.assets.put([sampleAsset(101), refused, sampleAsset(103, { widthPx: 1024 })])
  const store = createStudioStore()
  const canvas = await openSampleCanvas(canvasState, assetId(9))
  const edits = createEditActions({ services, store, canvas: () => canvas })
  const sent = (name: string) => bridge.calls.filter((call) => call.name === name).map(({ input }) => input)
  return { edits, store, canvas, sent }
}

describe('merging an area', () => {
  it('merges the masked area into the composite as a new result', async () => {
    const { edits, store, canvas, sent } = await setUp()
    await edits.takePart(sampleJob(1))
    expect(sent('edits.merge')).toEqual([
      {
        documentId: documentId(1),
        onto: assetId(9),
        from: assetId(101),
        maskPng: await canvas.output.maskPng(),
        growPx: 4,
        featherPx: 8,
      },
    ])
    expect(store.getState().selectedJobId).toBe(jobId(7))
  })

  it.each([
    ['nothing is painted', { hasMask: false }, 1, /Paint over/],
    ['the result has another size', {}, 3, /same aspect ratio/],
    ['the result is unknown', {}, 50, /same aspect ratio/],
    ['the result is the open image', { baseId: assetId(101) }, 1, /open image/],
  ] as const)('is disabled when %s', async (_, state, job, words) => {
    const { edits, sent } = await setUp(state)
    expect(edits.mergeDisabledReason(sampleJob(job))).toMatch(words)
    await edits.takePart(sampleJob(job))
    expect(sent('edits.merge')).toEqual([])
  })
})

describe('response that was not pasted', () => {
  it('is pasted on demand with its original settings', async () => {
    const { edits, store, sent } = await setUp()
    await edits.pasteAnyway(sampleJob(2))
    expect(sent('edits.reblend')).toEqual([
      {
        documentId: documentId(1),
        assetId: assetId(102),
        growPx: 4,
        featherPx: 8,
        blend: { ...blend, isForced: true },
        maskPng: null,
      },
    ])
    expect(store.getState().selectedJobId).toBe(jobId(8))
  })

  it('reports a failure', async () => {
    const failure = { code: 'storage/not-found', message: 'The answer is gone.' }
    const { edits, store } = await setUp({}, { 'edits.reblend': () => Promise.reject(failure) })
    await edits.pasteAnyway(sampleJob(2))
    expect(store.getState()).toMatchObject({ failures: [{ error: failure }], selectedJobId: null })
  })
})
