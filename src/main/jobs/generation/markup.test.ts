import { describe, expect, it } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { documentId, done, sourceId, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import { sampleMarks } from '../../../../test/support/sample-marks.ts'
import { moveMark } from '../../../shared/domain/mark-geometry.ts'

const studio = withGenerationStudio()
const markup = [...sampleMarks]
const edit = { operation: 'edit', sourceId, documentId, intent: 'whole', maskPng: null, markup } as const

function openWith(card: Parameters<typeof fakeCard>[1]) {
  const opened = studio.open()
  opened.openai.card = fakeCard('openai-1', { sizes: { kind: 'source' }, edits: 'instruction', mask: 'no', ...card })
  opened.openai.submits = [done(['the answer'])]
  const facts = { mime: 'image/webp', hasAlpha: false, isShowable: true, isBlack: false, widthPx: 512, heightPx: 400 }
  opened.imaging.inspectAnswer.mockImplementation(async () => facts)
  return opened
}

describe('an edit with marks', () => {
  it('sends the copy behind all reference images, drawn from the source once, and no mask', async () => {
    const { openai, generate, imaging, library, ended } = openWith({ referencesMax: 3 })
    await ended(await generate({ ...edit, referenceIds: [sourceId] }))
    const [input] = openai.seen.submitted
    expect(input?.references.map(({ bytes }) => bytes[0])).toEqual([expect.any(Number), 7])
    expect(input?.references).toHaveLength(2)
    expect(input?.mask).toBeNull()
    expect(input?.prompt).toContain('Image 3 is a copy of image 1')
    const call = imaging.prepareMarked.mock.calls[0]![0]
    expect(call).toMatchObject({ marks: markup, sourcePath: '/library/coffee.png' })
    expect(imaging.drawMarkupMask).not.toHaveBeenCalled()
    const { recipe } = library.filed.at(-1)!
    expect(recipe.generation).toMatchObject({ markup, sentPrompt: input?.prompt, referenceIds: [sourceId] })
  })

  it('is composited by a mask of the marks where the model reads no images', async () => {
    const { openai, generate, imaging, library, ended } = openWith({
      referencesMax: 0,
      mask: 'hard',
      edits: 'strength',
    })
    await ended(await generate(edit))
    expect(imaging.drawMarkupMask.mock.calls[0]).toMatchObject([{ marks: markup }])
    const [input] = openai.seen.submitted
    expect(input?.references).toEqual([])
    expect(imaging.encodeMask.mock.calls[0]?.[0]).toMatchObject({ maskPng: new Uint8Array([8]), growPx: 0 })
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ maskPng: new Uint8Array([8]), growPx: 0 })
    expect(imaging.prepareMarked).not.toHaveBeenCalled()
    expect(library.filed.at(-1)!.recipe).toMatchObject({
      edit: { intent: 'fill' },
      generation: { isMaskOfMarks: true },
    })
  })

  it('that expands the image has marks in the pixels of the expanded one, and a mask where they touch the old one', async () => {
    const { openai, generate, imaging, library, ended } = openWith({ referencesMax: 3 })
    const frame = { x: -100, y: -50, widthPx: 800, heightPx: 500 }
    await ended(await generate({ ...edit, intent: 'expand', frame, growPx: 3, featherPx: 9 }))
    expect(imaging.drawMarkupMask.mock.calls[0]).toMatchObject([{ marks: markup }])
    expect(imaging.expandMask.mock.calls[0]?.[0]).toMatchObject({ maskPng: new Uint8Array([8]), frame })
    const moved = markup.map((mark) => moveMark(mark, { x: 100, y: 50 }))
    expect(imaging.prepareMarked.mock.calls[0]?.[0]).toMatchObject({
      sourcePath: '/library/expanded.png',
      marks: moved,
    })
    expect(imaging.compositeAnswer.mock.calls[0]?.[0]).toMatchObject({ growPx: 3, featherPx: 9 })
    expect(openai.seen.submitted[0]?.references).toHaveLength(1)
    expect(library.filed.at(-1)!.recipe.generation).toMatchObject({ markup: moved, isMaskOfMarks: true })
  })

  it('is sent as ever without marks', async () => {
    const { openai, generate, imaging, ended } = openWith({ referencesMax: 3 })
    await ended(await generate({ ...edit, markup: [], prompt: 'x' }))
    expect(openai.seen.submitted[0]?.references).toEqual([])
    expect(imaging.prepareMarked).not.toHaveBeenCalled()
  })
})
