import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import {
  blendFacts,
  documentId,
  done,
  requestOf,
  sourceId,
  withGenerationStudio,
} from '../../../../test/support/generation-studio.ts'
import { automaticBlend } from '../../../shared/domain/edit.ts'
import { AppError } from '../../../shared/errors/index.ts'

const studio = withGenerationStudio()
const answerFacts = { mime: 'image/webp', hasAlpha: false, isShowable: true, isBlack: false }

/** A model that claims to return the size it is sent, and does. */
function openExact() {
  const opened = studio.open()
  opened.openai.card = fakeCard('openai-1', { sizes: { kind: 'source' } })
  opened.imaging.inspectAnswer.mockImplementation(async () => ({ ...answerFacts, widthPx: 512, heightPx: 400 }))
  return opened
}

const usual = automaticBlend('fill', { growPx: 4, featherPx: 8 })

describe('edits by a model', () => {
  const masked = { operation: 'edit', sourceId, documentId, maskPng: new Uint8Array([7]) } as const

  it('sends image, mask and references in the form the model accepts, and composites the response', async () => {
    const { openai, generate, ended, imaging, library } = openExact()
    openai.card = { ...openai.card, maskPolarity: 'transparent' }
    openai.submits = [done(['the answer'])]
    const [job] = await ended(await generate({ ...masked, referenceIds: [sourceId] }))
    expect(job).toMatchObject({ state: 'done', assetId: sourceId, documentId })
    const frame = imaging.prepareInput.mock.calls[0]![0]
    expect(frame).toMatchObject({ sourcePath: '/library/coffee.png', formats: ['png', 'jpeg'] })
    expect(imaging.encodeMask.mock.calls[0]?.[0]).toMatchObject({
      frame: frame.frame,
      box: frame.box,
      size: { widthPx: 600, heightPx: 400 },
      growPx: 4,
      featherPx: 8,
      polarity: 'transparent',
    })
    const [input] = openai.seen.submitted
    expect([input?.source, input?.mask]).toEqual([
      expect.objectContaining(frame.frame),
      expect.objectContaining(frame.frame),
    ])
    expect(input?.references).toHaveLength(1)
    expect(imaging.encodeMask.mock.calls[0]?.[0]).toMatchObject({ crop: frame.crop, marginPx: 8 })
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({
      crop: frame.crop,
      frame: frame.frame,
      box: frame.box,
      sourcePath: '/library/coffee.png',
      originalPath: '/library/coffee.tif',
      blend: automaticBlend('fill', { growPx: 4, featherPx: 8 }),
    })
    expect(library.filed[0]).toMatchObject({
      text: 'cut in: the answer',
      rawText: 'the answer',
      rawAnswer: { mime: 'image/webp' },
      name: { from: 'coffee', task: 'fill' },
      parentId: sourceId,
      mime: 'image/png',
      recipe: { operation: 'edit', growPx: 4, featherPx: 8, changedInside: 99, changedOutside: 0 },
    })
    const { crop, frame: size, box } = frame
    expect(library.filed[0]?.recipe.edit).toEqual({
      ...blendFacts,
      intent: 'fill',
      sent: { crop, frame: size, box },
      answer: { widthPx: 512, heightPx: 400 },
      blend: automaticBlend('fill', { growPx: 4, featherPx: 8 }),
      isRefused: false,
      reblendOf: null,
    })
    expect(library.filed[0]?.paint).toEqual(Buffer.from([7]))
    expect(job?.warnings).toEqual([])
    expect(await studio.leftovers()).toEqual([])
  })

  it('fail when the response cannot be composited, and save the paid image to the library as returned', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.submits = [done(['the answer'])]
    const died = new AppError('imaging/process-exited', 'It stopped.')
    imaging.compositeAnswer.mockRejectedValueOnce(died).mockRejectedValueOnce(died)
    const [job] = await ended(await generate(masked))
    expect(job).toMatchObject({
      state: 'failed',
      resultId: null,
      isBilled: 'yes',
      error: {
        code: 'imaging/process-exited',
        message: 'It stopped. The image is in the library as the service returned it.',
      },
    })
    expect(library.filed).toMatchObject([{ text: 'the answer', parentId: sourceId, rawAnswer: null }])
    expect(await studio.leftovers()).toEqual([])
  })

  it('composites the response of a model without masks as well', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.card = fakeCard('openai-1', { mask: 'no' })
    openai.submits = [done(['the answer'])]
    const [job] = await ended(await generate(masked))
    expect(job?.warnings.map(({ code }) => code)).toContain('mask-emulated')
    expect([openai.seen.submitted[0]?.mask, imaging.encodeMask.mock.calls.length]).toEqual([null, 0])
    expect(library.filed[0]?.text).toBe('cut in: the answer')
  })

  it('file the response unchanged as a child of the source when there is no mask or for a variation', async () => {
    const { openai, generate, ended, library } = studio.open()
    openai.submits = [done(['the answer'])]
    await ended([
      ...(await generate({ ...masked, maskPng: null })),
      ...(await generate({ ...masked, operation: 'variations' })),
    ])
    for (const result of library.filed) {
      expect(result).toMatchObject({
        text: 'the answer',
        parentId: sourceId,
        rawAnswer: null,
        recipe: { growPx: null },
      })
    }
  })

  it('places previews over the crop that was sent', async () => {
    const { openai, generate, jobs, imaging } = studio.open()
    openai.submits = [
      ({ onUpdate }) => {
        onUpdate({ progress: null, preview: { bytes: new Uint8Array([4]), mime: 'image/png' } })
        return new Promise(() => undefined)
      },
    ]
    const [id] = await generate(masked)
    const job = (await jobs.list(documentId)).find((each) => each.id === id)
    const { crop } = imaging.prepareInput.mock.calls[0]![0]
    expect(crop).not.toMatchObject({ widthPx: 600 })
    expect(job?.preview?.box).toEqual(crop)
    // Seen through the mask with its soft edge: what a model draws elsewhere never counts.
    const through = imaging.encodeMask.mock.calls.find(([{ polarity }]) => polarity === 'alpha')?.[0]
    expect(through).toMatchObject({ crop, growPx: 4, featherPx: 8 })
    expect(jobs.preview(id!, job!.preview!.maskRevision!)?.bytes).toEqual(new Uint8Array([1]))
    expect(jobs.preview(id!, job!.preview!.revision)?.bytes).toEqual(new Uint8Array([4]))
    await jobs.dispose()
  })

  it('shows no preview when its mask cannot be encoded', async () => {
    const { openai, generate, jobs, imaging } = studio.open()
    openai.card = fakeCard('openai-1', { mask: 'no' })
    imaging.encodeMask.mockRejectedValue(new AppError('imaging/process-exited', 'It stopped.'))
    openai.submits = [
      ({ onUpdate }) => {
        onUpdate({ progress: 0.5, preview: { bytes: new Uint8Array([4]), mime: 'image/png' } })
        return new Promise(() => undefined)
      },
    ]
    const [id] = await generate(masked)
    const job = (await jobs.list(documentId)).find((each) => each.id === id)
    expect(job).toMatchObject({ state: 'running', progress: 0.5, preview: null })
    await jobs.dispose()
  })

  it('plans from the measured mask and rejects an empty mask before sending', async () => {
    const { openai, generate, ended, imaging, jobs } = openExact()
    openai.submits = [done(['the answer'])]
    await ended(await generate({ ...masked, maskBounds: { x: 0, y: 0, widthPx: 1, heightPx: 1 } }))
    expect(imaging.measureMask.mock.calls[0]).toEqual([
      { maskPng: masked.maskPng, size: { widthPx: 600, heightPx: 400 } },
    ])
    const { crop } = imaging.prepareInput.mock.calls[0]![0]
    expect(crop).toMatchObject({ x: 0, widthPx: 512 })
    imaging.measureMask.mockResolvedValueOnce(null)
    await expect(jobs.generate(requestOf({ ...masked, maskPng: new Uint8Array([9]) }))).rejects.toMatchObject({
      code: 'fill/empty-mask',
    })
    expect(openai.seen.submitted).toHaveLength(1)
  })

  it('files a response that does not fit unchanged, with everything needed to paste it later', async () => {
    const { openai, generate, ended, imaging, library } = openExact()
    openai.submits = [done(['the answer'])]
    imaging.compositeAnswer.mockResolvedValueOnce({ type: 'refused', ...blendFacts })
    const [job] = await ended(await generate(masked))
    expect(job).toMatchObject({ state: 'done', isBilled: 'yes', error: null })
    expect(job?.warnings.map(({ code }) => code)).toEqual(['layout-changed'])
    expect(job?.warnings[0]?.message).toContain('you can paste it anyway')
    expect(library.filed).toMatchObject([
      {
        text: 'the answer',
        rawText: 'the answer',
        mime: 'image/webp',
        widthPx: 512,
        temporaryMaskPath: null,
        parentId: sourceId,
        recipe: {
          changedInside: null,
          edit: { isRefused: true },
          generation: { warnings: [{ code: 'layout-changed' }] },
        },
      },
    ])
    expect(library.filed[0]?.paint).toEqual(Buffer.from([7]))
    expect(await studio.leftovers()).toEqual([])
  })

  it.each([
    ['ignored', 'it repainted far beyond it'],
    ['nothing', 'it left the masked area unchanged'],
  ] as const)('warns when the model did not follow the mask (%s)', async (maskVerdict, message) => {
    const { openai, generate, ended, imaging } = openExact()
    openai.submits = [done(['the answer'])]
    const outcome = { widthPx: 600, heightPx: 400, hasAlpha: false, changedInside: 9, changedOutside: 0 }
    imaging.compositeAnswer.mockImplementationOnce(async ({ resultPath }) => {
      await writeFile(resultPath, 'cut in')
      return { type: 'pasted', ...outcome, ...blendFacts, maskVerdict }
    })
    const [job] = await ended(await generate(masked))
    expect(job?.warnings).toMatchObject([{ code: 'mask-ignored' }])
    expect(job?.warnings[0]?.message).toContain(message)
  })

  it('does not blame the model for ignoring a mask that it was not sent', async () => {
    const { openai, generate, ended, imaging } = openExact()
    openai.card = { ...openai.card, mask: 'no' }
    openai.submits = [done(['the answer'])]
    imaging.compositeAnswer.mockResolvedValueOnce({ type: 'refused', ...blendFacts, maskVerdict: 'ignored' })
    const [job] = await ended(await generate(masked))
    expect(job?.warnings.map(({ code }) => code)).toEqual(['mask-emulated', 'layout-changed'])
  })

  it('pastes the demo result even though it does not fit', async () => {
    const { providers, generate, ended, imaging, library } = studio.open()
    providers.service('fake').submits = [done(['the demo'])]
    imaging.compositeAnswer.mockResolvedValueOnce({ type: 'refused', ...blendFacts, maskVerdict: 'ignored' })
    await ended(await generate({ ...masked, provider: 'fake', blend: { ...usual, isForced: false } }))
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({
      blend: { ...usual, isForced: true, isAligned: false, opacity: 0.8 },
    })
    expect(library.filed[0]?.recipe.edit?.maskVerdict).toBe('unknown')
  })

  it('warns when the response has another size than requested', async () => {
    const { openai, generate, ended, imaging, library } = openExact()
    openai.submits = [done(['the answer'])]
    imaging.inspectAnswer.mockResolvedValueOnce({ ...answerFacts, widthPx: 96, heightPx: 48 })
    const [job] = await ended(await generate(masked))
    expect(job?.warnings).toMatchObject([{ code: 'answer-resized' }])
    expect(job?.warnings[0]?.message).toContain('returned 96 × 48 instead of 512 × 400, a different aspect ratio')
    // Whether it was cropped or stretched is only known when it is composited: nothing else may be promised here.
    expect(job?.warnings[0]?.message).toContain('It was stretched or placed to fit')
    expect(library.filed[0]?.recipe.edit?.answer).toEqual({ widthPx: 96, heightPx: 48 })
  })

  it('composites with the requested blend settings', async () => {
    const { openai, generate, ended, imaging } = studio.open()
    openai.submits = [done(['the answer'])]
    const blend = { ...automaticBlend('add', { growPx: 0, featherPx: 0 }), match: 0.25, isForced: true }
    await ended(await generate({ ...masked, blend, intent: 'add' }))
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ blend })
  })
})

describe('edits with a frame', () => {
  const frame = { x: 0, y: -100, widthPx: 800, heightPx: 500 }
  const expand = { operation: 'edit', sourceId, frame, prompt: 'more sky' } as const

  it('expands the image locally first, then repaints the new area', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.submits = [done(['the answer'])]
    const [job] = await ended(await generate(expand))
    expect(job).toMatchObject({ state: 'done', assetId: sourceId })
    expect(imaging.reframe.mock.calls[0]?.[0]).toMatchObject({ originalPath: '/library/coffee.tif', frame })
    expect(imaging.expandMask.mock.calls[0]?.[0]).toEqual({
      maskPng: null,
      size: { widthPx: 600, heightPx: 400 },
      frame,
    })
    const [expanded, result] = library.filed
    expect(expanded).toMatchObject({
      text: 'expanded',
      parentId: sourceId,
      widthPx: 800,
      heightPx: 500,
      recipe: { operation: 'expand', provider: 'content-aware-fill', parentAt: { x: 0, y: 100 } },
    })
    const [parent] = await library.children()
    expect(result).toMatchObject({
      parentId: parent?.id,
      recipe: { operation: 'edit', prompt: 'more sky', edit: { intent: 'expand' } },
    })
    expect(imaging.encodeMask.mock.calls[0]?.[0]).toMatchObject({
      maskPng: new Uint8Array([8]),
      size: { widthPx: 800, heightPx: 500 },
    })
    expect(imaging.prepareInput.mock.calls[0]?.[0]).toMatchObject({ sourcePath: '/library/expanded.png' })
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ originalPath: '/library/expanded.tif' })
    expect(await studio.leftovers()).toEqual([])
  })

  it('expands once for all images with the same frame', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.card = fakeCard('openai-1', { imagesPerCall: 1 })
    openai.submits = [done(['the answer'])]
    await ended(await generate({ ...expand, n: 3 }))
    await ended(await generate(expand))
    expect(imaging.reframe.mock.calls).toHaveLength(1)
    expect(library.filed).toHaveLength(5)
    await ended(await generate({ ...expand, frame: { ...frame, y: 0 } }))
    expect(imaging.reframe.mock.calls).toHaveLength(2)
  })

  it('keeps the painted mask when there is one', async () => {
    const { openai, generate, ended, imaging } = studio.open()
    openai.submits = [done(['the answer'])]
    await ended(await generate({ ...expand, maskPng: new Uint8Array([7]) }))
    expect(imaging.expandMask.mock.calls[0]?.[0]).toMatchObject({ maskPng: new Uint8Array([7]) })
    imaging.measureMask.mockResolvedValueOnce(null)
    await ended(await generate({ ...expand, maskPng: new Uint8Array([0]) }))
    expect(imaging.expandMask.mock.calls[1]?.[0]).toMatchObject({ maskPng: null })
  })

  it('sends nothing when the image cannot be expanded', async () => {
    const { openai, generate, ended, imaging } = studio.open()
    openai.submits = [done(['the answer'])]
    imaging.reframe.mockRejectedValueOnce(new AppError('fill/nothing-to-copy', 'There is nothing to copy from.'))
    const [job] = await ended(await generate(expand))
    expect(job).toMatchObject({
      state: 'failed',
      wasSent: false,
      isBilled: 'no',
      error: { code: 'fill/nothing-to-copy' },
    })
    expect(openai.seen.submitted).toEqual([])
    expect(await studio.leftovers()).toEqual([])
  })

  it('cancels at once while waiting for another expansion', async () => {
    const { openai, generate, jobs, ended, imaging } = studio.open()
    openai.submits = [done(['the answer'])]
    const otherExpansion = Promise.withResolvers<never>()
    imaging.reframe.mockImplementationOnce(() => otherExpansion.promise)
    const { id } = await jobs.edits.expand({ documentId, assetId: sourceId, frame, seed: 1 })
    const ids = await generate(expand)
    // Until it is in the queue.
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    await jobs.cancel(ids[0]!)
    expect(await ended(ids)).toMatchObject([{ state: 'cancelled', wasSent: false }])
    otherExpansion.reject(AppError.cancelled())
    expect(await jobs.finished(id)).toMatchObject({ state: 'cancelled' })
    expect(imaging.reframe.mock.calls).toHaveLength(1)
  })

  it('cancels during the expansion', async () => {
    const { openai, generate, jobs, ended, imaging } = studio.open()
    openai.submits = [done(['the answer'])]
    imaging.reframe.mockImplementationOnce(
      (_request, options) =>
        new Promise((_resolve, reject) => {
          options!.signal!.addEventListener('abort', () => reject(AppError.cancelled()))
        }),
    )
    const ids = await generate(expand)
    await jobs.cancel(ids[0]!)
    expect(await ended(ids)).toMatchObject([{ state: 'cancelled', wasSent: false }])
    expect(openai.seen.submitted).toEqual([])
  })
})
