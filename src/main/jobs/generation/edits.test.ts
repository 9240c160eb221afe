import { describe, expect, it } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { documentId, done, sourceId, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import { AppError } from '../../../shared/errors/index.ts'

const studio = withGenerationStudio()

describe('an edit', () => {
  const masked = { operation: 'edit', sourceId, documentId, maskPng: new Uint8Array([7]) } as const

  it('sends picture, mask and references as the model takes them, and cuts the answer in', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.card = fakeCard('openai-1', { maskPolarity: 'transparent' })
    openai.submits = [done(['the answer'])]
    const [job] = await ended(await generate({ ...masked, referenceIds: [sourceId] }))
    expect(job).toMatchObject({ state: 'done', assetId: sourceId, documentId })
    const frame = imaging.prepareInput.mock.calls[0]?.[0]
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
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ frame: frame.frame, box: frame.box })
    expect(library.filed[0]).toMatchObject({
      text: 'cut in: the answer',
      rawText: 'the answer',
      rawAnswer: { mime: 'image/webp' },
      name: 'coffee edit 0007',
      parentId: sourceId,
      mime: 'image/png',
      recipe: { operation: 'edit', growPx: 4, featherPx: 8, changedInside: 99, changedOutside: 0 },
    })
    expect(await studio.leftovers()).toEqual([])
  })

  it('that cannot be cut in is a failure, and what was paid for is in the library', async () => {
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
        message: 'It stopped. What the service made is in the library as it came.',
      },
    })
    expect(library.filed).toMatchObject([{ text: 'the answer', parentId: sourceId, rawAnswer: null }])
    expect(await studio.leftovers()).toEqual([])
  })

  it('by a model without masks is cut in just the same', async () => {
    const { openai, generate, ended, imaging, library } = studio.open()
    openai.card = fakeCard('openai-1', { mask: 'no' })
    openai.submits = [done(['the answer'])]
    const [job] = await ended(await generate(masked))
    expect(job?.warnings.map(({ code }) => code)).toContain('mask-emulated')
    expect([openai.seen.submitted[0]?.mask, imaging.encodeMask.mock.calls.length]).toEqual([null, 0])
    expect(library.filed[0]?.text).toBe('cut in: the answer')
  })

  it('without a mask, and a variation, is filed as it came, below its source', async () => {
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

  it('shows previews over the picture that is changed', async () => {
    const { openai, generate, jobs } = studio.open()
    openai.submits = [
      ({ onUpdate }) => {
        onUpdate({ progress: null, preview: { bytes: new Uint8Array([4]), mime: 'image/png' } })
        return new Promise(() => undefined)
      },
    ]
    const [id] = await generate(masked)
    const job = (await jobs.list(documentId)).find((one) => one.id === id)
    expect(job?.preview?.box).toEqual({ x: 0, y: 0, widthPx: 600, heightPx: 400 })
    await jobs.dispose()
  })
})
