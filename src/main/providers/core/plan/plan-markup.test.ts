import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  assetId,
  blankRequest,
  editRequest as editOnly,
  painterCard,
} from '../../../../../test/support/plan-examples.ts'
import { arrowMark, sampleMarks } from '../../../../../test/support/sample-marks.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { NamedReferenceId, ThreadId } from '../../../../shared/domain/ids.ts'
import { markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
import type { Mark } from '../../../../shared/domain/markup.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { registry } from '../../registry.ts'
import type { KnownImage } from './plan-conversation.ts'
import type { PlanFacts } from './planned-call.ts'
import { planRequest } from './plan-request.ts'

const editRequest = { ...blankRequest, ...editOnly }
const source = { widthPx: 400, heightPx: 300 }
const facts: PlanFacts = { providerLabel: 'Painter', isOwnBaseUrl: false }
const reader: ModelCard = { ...painterCard, edits: 'instruction', mask: 'no', referencesMax: 4 }
const masker: ModelCard = { ...painterCard, edits: 'strength', mask: 'hard', referencesMax: 0 }

function plan(request: Partial<PlanRequest>, card: ModelCard = reader, more: Partial<PlanFacts> = {}) {
  const asked = {
    ...editRequest,
    prompt: '',
    hasMask: false,
    intent: 'whole' as const,
    markup: [...sampleMarks],
    ...request,
  }
  return planRequest(asked, card, source, { ...facts, ...more })
}

describe('marks for a model that reads images', () => {
  it('become an instruction that lists them by number, place and words', () => {
    const { plan: made, calls } = plan({ prompt: 'Keep the mood' })
    expect(made.sentPrompt).toBe(
      [
        'Keep the mood',
        '',
        'Image 2 is a copy of image 1 with numbered marks that show what to change. Positions are percentages of the width from the left and of the height from the top.',
        '1 (red arrow, its tip in the middle left at 23 % / 37 %): make this ring green.',
        '2 (blue box, in the lower right from 65 % / 67 % to 85 % / 87 %): remove.',
        '3 (yellow ellipse, in the upper center from 38 % / 7 % to 53 % / 20 %).',
        '4 (green line, in the center from 38 % / 50 % to 50 % / 63 %): a boat with this outline.',
        '5 (magenta number, in the upper right at 88 % / 13 %): brighter.',
        'Image 1 is the one to change. Do not draw the marks or their numbers.',
      ].join('\n'),
    )
    expect(calls[0]?.prompt).toBe(made.sentPrompt)
    expect(made).toMatchObject({ markup: 'image', obstacles: [], warnings: [] })
  })

  it('leave the numbers of all other images as they are, and are the last of them', () => {
    const anna = {
      id: '01R00000000000000000000001' as NamedReferenceId,
      name: 'anna',
      kind: 'person' as const,
      imageIds: [assetId('C'), assetId('D'), assetId('E')],
      note: '',
      description: '',
    }
    const { plan: made, referenceIds } = plan(
      { referenceIds: [assetId('A')], markup: [arrowMark('her face like @anna')] },
      reader,
      { references: [anna] },
    )
    expect(referenceIds).toEqual(['A', 'C', 'D'].map(assetId))
    expect(made.sentPrompt).toContain('Image 5 is a copy of image 1')
    expect(made.sentPrompt).toContain('her face like anna (images 3 and 4).')
    expect(made.warnings.map(({ code }) => code)).toEqual(['reference-images-left-out'])
  })

  it('are counted in the price of input images', () => {
    const card = registry.openai.models.find(({ id }) => id === 'gpt-image-2')!
    const [plain, marked] = [plan({ markup: null, prompt: 'x' }, card), plan({ prompt: 'x' }, card)]
    expect(marked.plan.estimate.usd).toBeGreaterThan(plain.plan.estimate.usd!)
  })

  it('are left out where they are outside the part that is sent, with a warning', () => {
    const small = { x: 0, y: 0, widthPx: 40, heightPx: 40 }
    const { plan: made, sent } = planRequest(
      {
        ...editRequest,
        prompt: 'x',
        hasMask: true,
        intent: 'fill',
        maskBounds: small,
        markup: [
          arrowMark(),
          {
            ...sampleMarks[1]!,
            id: 'far',
            shape: 'box',
            rect: { x: 3_900, y: 2_900, widthPx: 50, heightPx: 50 },
          } as never,
        ],
      },
      reader,
      { widthPx: 4_000, heightPx: 3_000 },
      facts,
    )
    // What the marks speak of is part of what is sent.
    expect(sent!.crop.widthPx).toBeGreaterThan(3_900)
    expect(made.sentPrompt).toContain('\n2 (')
  })

  it('become a mask where reference images leave no room, which is said', () => {
    const ids = ['A', 'B', 'C', 'D'].map(assetId)
    const { plan: made, referenceIds, markupMask } = plan({ referenceIds: ids })
    expect(made.markup).toBe('mask')
    expect(made.warnings.map(({ code }) => code)).toContain('markup-no-room')
    expect(referenceIds).toEqual(ids)
    expect(markupMask).toMatchObject({ intent: 'fill', growPx: 0 })
  })
})

describe('marks for other models', () => {
  it('become a mask, and their words the prompt', () => {
    const { plan: made, markupMask, calls } = plan({ prompt: 'at dusk' }, masker)
    expect(made.markup).toBe('mask')
    expect(calls[0]?.prompt).toBe('at dusk, make this ring green, remove, a boat with this outline, brighter')
    expect(markupMask).toMatchObject({ intent: 'fill', growPx: 0 })
    expect(made.warnings.map(({ code }) => code)).toContain('markup-as-mask')
    expect(made.edit).not.toBeNull()
  })

  it('are listed by place for one that follows instructions', () => {
    const { calls } = plan({}, { ...reader, referencesMax: 0 })
    expect(calls[0]?.prompt.split('\n').slice(1)).toEqual([
      '1 (its tip in the middle left at 23 % / 37 %): make this ring green.',
      '2 (in the lower right from 65 % / 67 % to 85 % / 87 %): remove.',
      '4 (in the center from 38 % / 50 % to 50 % / 63 %): a boat with this outline.',
      '5 (in the upper right at 88 % / 13 %): brighter. Keep everything else exactly as it is.',
    ])
  })

  it('leave a painted mask as it is', () => {
    const { plan: made, markupMask } = plan(
      { hasMask: true, maskBounds: { x: 1, y: 1, widthPx: 9, heightPx: 9 } },
      masker,
    )
    expect(markupMask).toBeNull()
    expect(made.warnings.find(({ code }) => code === 'markup-as-mask')?.message).toContain('your mask')
  })

  it('are ignored, with a warning, by one that works on the whole image', () => {
    const own = plan({ prompt: 'x' }, { ...reader, edits: 'own' })
    expect(own.plan.markup).toBeUndefined()
    expect(own.plan.warnings.map(({ code }) => code)).toContain('markup-ignored')
  })

  it('need words, unless there is a prompt or something is removed', () => {
    const silent = sampleMarks.map((mark) => ({ ...mark, text: ' ' }))
    expect(plan({ markup: silent }).plan.obstacles).toHaveLength(1)
    expect(plan({ markup: silent, prompt: 'brighter' }).plan.obstacles).toEqual([])
    expect(plan({ markup: silent, intent: 'remove' }).plan.obstacles).toEqual([])
  })
})

describe('marks of an expansion', () => {
  const frame = { x: -200, y: -100, widthPx: 800, heightPx: 400 }
  const expand = { intent: 'expand' as const, frame, growPx: 4, featherPx: 20 }
  const boat: Mark = { id: 'boat', shape: 'note', color: 'red', text: 'a boat', at: { x: -100, y: 100 } }

  it('are placed in the frame, also outside the image', () => {
    const { plan: made, sent, markupMask } = plan({ ...expand, markup: [boat] })
    expect(sent?.crop).toEqual({ x: 0, y: 0, widthPx: 800, heightPx: 400 })
    expect(made.markup).toBe('image')
    expect(made.sentPrompt).toContain('1 (red number, in the middle left at 13 % / 50 %): a boat.')
    // Everything new is repainted anyway.
    expect(markupMask).toBeNull()
    expect(made.warnings.map(({ code }) => code)).not.toContain('markup-ignored')
  })

  it('are part of what is repainted where they touch the image, with the edge of the seam', () => {
    const { plan: made, markupMask } = plan({ ...expand, markup: [boat, arrowMark()] })
    expect(markupMask).toMatchObject({ intent: 'expand', growPx: 4, featherPx: 20 })
    expect(made).toMatchObject({ markup: 'image', isMaskOfMarks: true })
    const painted = plan({ ...expand, hasMask: true, maskBounds: { x: 10, y: 10, widthPx: 9, heightPx: 9 } })
    expect(painted.markupMask).toBeNull()
    expect(painted.plan.isMaskOfMarks).toBeUndefined()
  })

  it('are a mask and words for a model that reads no images', () => {
    const { plan: made, markupMask, calls } = plan({ ...expand, markup: [boat] }, masker)
    expect(made.markup).toBe('mask')
    expect(calls[0]?.prompt).toContain('a boat')
    expect(markupMask).toMatchObject({ intent: 'expand', growPx: 4, featherPx: 20 })
  })
})

describe('marks of a step of a conversation', () => {
  const continues = { threadId: '01T00000000000000000000001' as ThreadId, prompt: null }
  const first = {
    id: assetId('F'),
    parentId: null,
    fileBytes: 900,
    record: null,
    recipe: recipeOf('generate', 'a harbor'),
  }
  const before = {
    id: assetId('S'),
    parentId: first.id,
    fileBytes: 900,
    record: 'r',
    recipe: recipeOf('edit', 'warmer'),
  }
  const step = { continues, prompt: 'less fog', sourceId: before.id }
  const more = { chain: [before, first] }

  it('go with a copy beside the clean image, and the words that still hold', () => {
    const { plan: made, turns } = plan(step, reader, more)
    expect(made.markup).toBe('image')
    expect(turns).toBeUndefined()
    expect(made.sentPrompt).toMatch(
      /less fog[\s\S]*warmer[\s\S]*Image 2 is a copy of image 1[\s\S]*make this ring green/,
    )
    // What may be edited by hand has no list of marks, which is added to it.
    expect(made.conversation?.prompt).not.toContain('ring')
    const byHand = plan({ ...step, continues: { ...continues, prompt: 'as I say' } }, reader, more)
    expect(byHand.plan.sentPrompt).toMatch(/^as I say\n\nImage 2 is a copy[\s\S]*make this ring green/)
  })

  it('keep the image it began with behind the references, and are the last image', () => {
    const card: ModelCard = { ...reader, conversation: { form: 'images' } }
    const { plan: made, referenceIds } = plan(step, card, more)
    expect(referenceIds).toEqual([first.id])
    expect(made.sentPrompt).toContain('Image 3 is a copy of image 1')
    expect(made.sentPrompt).toContain('Image 2 shows how this began')
  })

  it('are sent as a single turn, and a step with marks is no turn of a later one', () => {
    const card = registry.gemini.models.find(({ conversation }) => conversation?.form === 'turns')!
    const own = { ...before, recipe: { ...before.recipe, provider: 'gemini', model: card.id } }
    const ask = { ...step, provider: 'gemini' as const, model: card.id, options: {} }
    const turnsOf = (request: Partial<PlanRequest>, chain = [own, first]) => plan(request, card, { chain }).turns
    expect(turnsOf({ ...ask, markup: [] })).toHaveLength(1)
    expect(turnsOf(ask)).toBeUndefined()
    const marked = { ...own, recipe: recipeOf('edit', 'warmer', { markup: [arrowMark()] }) }
    expect(
      turnsOf({ ...ask, markup: [] }, [
        { ...marked, recipe: { ...marked.recipe, provider: 'gemini', model: card.id } },
        first,
      ]),
    ).toBeUndefined()
  })

  it('are left out with a warning by a model that does not read them, or has no room', () => {
    for (const card of [masker, { ...reader, referencesMax: 0 }]) {
      const { plan: made, markupMask } = plan(step, card, more)
      expect(made.markup).toBeUndefined()
      expect(markupMask).toBeNull()
      expect(made.sentPrompt ?? '').not.toContain('ring')
      expect(made.warnings).toContainEqual({
        code: 'markup-ignored',
        message: expect.stringContaining('In a conversation'),
      })
    }
    const full = plan({ ...step, referenceIds: ['A', 'B', 'C', 'D'].map(assetId) }, reader, more)
    expect(full.plan.warnings).toContainEqual({ code: 'markup-ignored', message: expect.stringContaining('no room') })
  })

  it('leave room for their list where the prompt has a limit', () => {
    const long = { ...before, recipe: recipeOf('edit', 'x'.repeat(600)) }
    const { plan: made } = plan(step, { ...reader, promptCharsMax: 1_000 }, { chain: [long, first] })
    expect(made.sentPrompt!.length).toBeLessThanOrEqual(1_000)
    expect(made.sentPrompt).toContain('make this ring green')
    expect(made.obstacles).toEqual([])
  })
})

function recipeOf(operation: 'generate' | 'edit', prompt: string, more: object = {}): KnownImage['recipe'] {
  const thread = operation === 'edit' && { threadId: '01T00000000000000000000001' }
  return {
    operation,
    provider: null,
    model: null,
    prompt,
    generation: { referenceIds: [], sentPrompt: prompt, ...thread, ...more },
  } as unknown as KnownImage['recipe']
}

describe('marks, for every model', () => {
  const cards = Object.entries(registry).flatMap(([id, { models }]) => models.map((card) => [id, card] as const))
  const editing = cards.filter(([, { edits }]) => edits !== 'no')

  it('keep the limits of the card, say what is lost, and leave nothing private in the prompt', () => {
    const marks = fc.subarray([...sampleMarks], { minLength: 1 })
    const words = fc.constantFrom('', 'make it a portrait', 'Like @anna!')
    fc.assert(
      fc.property(
        fc.constantFrom(...editing),
        marks,
        words,
        fc.nat(20),
        fc.boolean(),
        fc.option(fc.constantFrom({ x: -60, y: 0, widthPx: 520, heightPx: 360 })),
        ([id, card], markup, prompt, references, hasMask, frame) => {
          const request: PlanRequest = {
            ...editRequest,
            provider: id as PlanRequest['provider'],
            model: card.id,
            prompt,
            intent: frame ? 'expand' : hasMask ? 'fill' : 'whole',
            frame,
            hasMask,
            maskBounds: hasMask ? { x: 40, y: 40, widthPx: 60, heightPx: 60 } : null,
            referenceIds: Array.from({ length: references }, (_, at) => assetId(String.fromCharCode(65 + at))),
            options: {},
            markup,
          }
          const { plan: made, referenceIds, calls, markupMask, sent } = planRequest(request, card, source, facts)
          const codes = made.warnings.map(({ code }) => code)
          const shift = (rect: Rect) => ({ ...rect, x: rect.x - (frame?.x ?? 0), y: rect.y - (frame?.y ?? 0) })
          const room = card.referencesMax - referenceIds.length
          expect(room).toBeGreaterThanOrEqual(made.markup === 'image' ? 1 : 0)
          if (made.markup === 'image') {
            expect(card.edits).toBe('instruction')
            expect(markupMask !== null).toBe(frame !== null && !hasMask)
            expect(codes.filter((code) => code.startsWith('markup'))).toEqual([])
          } else if (made.markup === 'mask') {
            expect(codes.some((code) => code === 'markup-as-mask' || code === 'markup-no-room')).toBe(true)
            expect(markupMask === null).toBe(hasMask)
            if (!hasMask && sent !== null)
              expect(contains(sent.crop, shift(markRegionBounds(markup, source)!))).toBe(true)
          } else {
            expect(codes).toContain('markup-ignored')
          }
          for (const call of calls) {
            expect(call.prompt).not.toMatch(/[\uE000-\uF8FF]/)
            if (made.markup === 'image')
              for (const mark of markup) if (mark.text) expect(call.prompt).toContain(mark.text.replace(/\.$/, ''))
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  it('plan exactly as before where there are none', () => {
    for (const [id, card] of editing) {
      const request = { ...editRequest, provider: id as PlanRequest['provider'], model: card.id, prompt: 'x' }
      expect(planRequest({ ...request, markup: [] }, card, source, facts)).toEqual(
        planRequest(request, card, source, facts),
      )
    }
  })
})

function contains(
  outer: { x: number; y: number; widthPx: number; heightPx: number },
  inner: { x: number; y: number; widthPx: number; heightPx: number },
): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.widthPx <= outer.x + outer.widthPx &&
    inner.y + inner.heightPx <= outer.y + outer.heightPx
  )
}
