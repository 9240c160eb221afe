import { describe, expect, it } from 'vitest'
import {
  blendFacts,
  documentId,
  done,
  sourceId,
  withGenerationStudio,
} from '../../../../test/support/generation-studio.ts'
import { automaticBlend } from '../../../shared/domain/edit.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { interruptedJob } from '../interrupted-job.ts'

const studio = withGenerationStudio()
const blend = automaticBlend('fill', { growPx: 4, featherPx: 8 })
const masked = { operation: 'edit', sourceId, documentId, maskPng: new Uint8Array([7]) } as const

/** A studio with one paid edit. */
async function openEdited(change = {}) {
  const opened = studio.open()
  opened.openai.submits = [done(['the answer'], { costUsd: 0.04 })]
  const [job] = await opened.ended(await opened.generate({ ...masked, ...change }))
  opened.imaging.compositeAnswer.mockClear()
  const id = job!.resultId!
  const requestOf = (changes = {}) => ({
    assetId: id,
    growPx: 1,
    featherPx: 2,
    blend: { ...blend, match: 0.5 },
    maskPng: null,
    ...changes,
  })
  return { ...opened, id, ask: requestOf }
}

describe('edits.reblend', () => {
  it('composites the kept response again, for free, as a sibling', async () => {
    const { jobs, id, ask, imaging, library, openai, ended, snapshots } = await openEdited()
    const original = library.filed[0]!
    const { id: jobId } = await jobs.edits.reblend({ ...ask(), documentId })
    const [job] = await ended([jobId])
    expect(job).toMatchObject({
      state: 'done',
      operation: 'edit',
      provider: 'reblend',
      assetId: sourceId,
      documentId,
      wasSent: false,
      isBilled: 'no',
      costUsd: 0,
      estimateUsd: 0,
    })
    expect(openai.seen.submitted).toHaveLength(1)
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({
      ...original.recipe.edit!.sent,
      sourcePath: '/library/coffee.png',
      originalPath: '/library/coffee.tif',
      growPx: 1,
      featherPx: 2,
      blend: { ...blend, match: 0.5 },
      maskPng: Buffer.from([7]),
    })
    const reblended = library.filed[1]!
    expect(reblended).toMatchObject({
      text: 'cut in: the answer',
      rawText: 'the answer',
      parentId: sourceId,
      name: { from: 'coffee', task: 'blend' },
      recipe: {
        provider: 'openai',
        model: 'openai-1',
        costUsd: 0,
        growPx: 1,
        generation: original.recipe.generation,
        edit: { reblendOf: id, blend: { match: 0.5 }, isRefused: false },
      },
    })
    expect(reblended.paint).toEqual(Buffer.from([7]))
    expect(snapshots.filter((each) => each.id === jobId).map(({ state }) => state)).toEqual([
      'queued',
      'running',
      'done',
    ])
    expect(await studio.leftovers()).toEqual([])
  })

  it('reblends a reblended image from the original response', async () => {
    const { jobs, id, ask, library, ended, openai } = await openEdited()
    let last = id
    for (let round = 0; round < 5; round++) {
      const { id: jobId } = await jobs.edits.reblend({ ...ask({ assetId: last }), documentId })
      last = (await ended([jobId]))[0]!.resultId!
    }
    expect(library.filed.map(({ rawText }) => rawText)).toEqual(Array.from({ length: 6 }, () => 'the answer'))
    expect(library.filed.map(({ recipe }) => recipe.edit?.reblendOf)).toEqual([null, id, id, id, id, id])
    expect(openai.seen.submitted).toHaveLength(1)
  })

  it('accepts another mask', async () => {
    const { jobs, ask, imaging, library, ended } = await openEdited()
    const maskPng = new Uint8Array([9])
    await ended([(await jobs.edits.reblend({ ...ask({ maskPng }), documentId: null })).id])
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ maskPng })
    expect(library.filed[1]?.paint).toEqual(Buffer.from([9]))
  })

  it('pastes a response that did not fit only when forced', async () => {
    const opened = studio.open()
    opened.openai.submits = [done(['the answer'])]
    opened.imaging.compositeAnswer.mockResolvedValueOnce({ type: 'refused', ...blendFacts })
    const [first] = await opened.ended(await opened.generate(masked))
    const { jobs, ended, imaging, library } = opened
    const request = { assetId: first!.resultId!, growPx: 0, featherPx: 0, maskPng: null, documentId }
    imaging.compositeAnswer.mockResolvedValueOnce({ type: 'refused', ...blendFacts })
    const [refused] = await ended([(await jobs.edits.reblend({ ...request, blend })).id])
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'edit/does-not-fit' }, isBilled: 'no' })
    const [pasted] = await ended([(await jobs.edits.reblend({ ...request, blend: { ...blend, isForced: true } })).id])
    expect(pasted).toMatchObject({ state: 'done' })
    expect(library.filed.at(-1)).toMatchObject({ parentId: sourceId, recipe: { edit: { isRefused: false } } })
    expect(await studio.leftovers()).toEqual([])
  })

  it('fails when the image has no kept response', async () => {
    const { jobs, ask } = await openEdited()
    const request = { ...ask(), assetId: sourceId, documentId }
    await expect(jobs.edits.reblend(request)).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(jobs.edits.reblend({ ...request, assetId: newId<AssetId>() })).rejects.toMatchObject({
      code: 'storage/not-found',
    })
  })

  it('leaves nothing behind when canceled', async () => {
    const { jobs, ask, imaging, library, ended } = await openEdited()
    imaging.compositeAnswer.mockImplementationOnce(() => Promise.reject(AppError.cancelled()))
    const [job] = await ended([(await jobs.edits.reblend({ ...ask(), documentId })).id])
    expect([job?.state, library.filed.length, await studio.leftovers()]).toEqual(['cancelled', 1, []])
  })

  it('is not billed when a crash interrupts it', async () => {
    const { jobs, ask, ended } = await openEdited()
    const [job] = await ended([(await jobs.edits.reblend({ ...ask(), documentId })).id])
    const interrupted = interruptedJob({ ...job!, state: 'running', phase: null })
    expect(interrupted).toMatchObject({ state: 'failed', isBilled: 'no', error: { code: 'imaging/process-exited' } })
    expect(interrupted.error?.message).toContain('Your images are unchanged')
  })
})

describe('edits.preview', () => {
  it('returns a coarse blend with a new URL per call', async () => {
    const { jobs, ask } = await openEdited()
    const { signal } = new AbortController()
    const first = await jobs.edits.preview(ask(), signal)
    const second = await jobs.edits.preview(ask(), signal)
    expect(first.box).toEqual({ x: 1, y: 2, widthPx: 3, heightPx: 4 })
    const [, id, revision] = /^asset:\/\/preview\/([^/]+)\/(\d+)$/.exec(second.url)!
    expect(second.url).not.toBe(first.url)
    expect(jobs.preview(id as never, Number(revision))).toEqual({ bytes: new Uint8Array([1]), mime: 'image/webp' })
  })
})

describe('edits.merge', () => {
  const mask = { maskPng: new Uint8Array([7]), growPx: 2, featherPx: 3, documentId }

  it('merges an area of another image', async () => {
    const { jobs, id, imaging, library, ended } = await openEdited()
    const [job] = await ended([(await jobs.edits.merge({ ...mask, onto: sourceId, from: id })).id])
    expect(job).toMatchObject({ state: 'done', operation: 'merge', assetId: sourceId, isBilled: 'no', costUsd: 0 })
    expect(imaging.mergePart.mock.calls[0]?.[0]).toMatchObject({ growPx: 2, featherPx: 3, maskPng: mask.maskPng })
    expect(library.filed[1]).toMatchObject({
      text: 'merged',
      name: { from: 'coffee', task: 'merge' },
      parentId: sourceId,
      rawAnswer: null,
      recipe: { operation: 'merge', takenFromId: id, changedInside: 99, changedOutside: 0 },
    })
    expect(await studio.leftovers()).toEqual([])
  })

  it('rejects an image of another size', async () => {
    const { jobs, ended, library } = studio.open()
    const frame = { x: 0, y: 0, widthPx: 700, heightPx: 400 }
    const [job] = await ended([(await jobs.edits.expand({ documentId, assetId: sourceId, frame, seed: 1 })).id])
    expect(library.filed).toHaveLength(1)
    const merging = jobs.edits.merge({ ...mask, onto: sourceId, from: job!.resultId! })
    await expect(merging).rejects.toMatchObject({ code: 'edit/does-not-fit' })
  })
})

describe('edits.expand', () => {
  it('files the expanded image', async () => {
    const { jobs, ended, library, imaging } = studio.open()
    const frame = { x: -50, y: 0, widthPx: 650, heightPx: 400 }
    const [job] = await ended([(await jobs.edits.expand({ documentId, assetId: sourceId, frame, seed: 7 })).id])
    expect(job).toMatchObject({ state: 'done', operation: 'expand', provider: 'content-aware-fill', seed: 7 })
    expect(imaging.reframe.mock.calls[0]?.[0]).toMatchObject({ frame, seed: 7 })
    expect(library.filed).toMatchObject([
      {
        name: { from: 'coffee', task: 'expand' },
        parentId: sourceId,
        widthPx: 650,
        recipe: { operation: 'expand', parentAt: { x: 50, y: 0 }, changedOutside: 0, seed: 7 },
      },
    ])
  })

  it('rejects a frame that adds nothing', async () => {
    const { jobs } = studio.open()
    const frame = { x: 0, y: 0, widthPx: 100, heightPx: 100 }
    const expanding = jobs.edits.expand({ documentId, assetId: sourceId, frame, seed: null })
    await expect(expanding).rejects.toMatchObject({ code: 'edit/does-not-fit' })
  })
})
