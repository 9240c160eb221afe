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
import type { NamedReferenceId } from '../../../../shared/domain/ids.ts'
import { markRegionBounds } from '../../../../shared/domain/mark-regions.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { registry } from '../../registry.ts'
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

  it('are ignored, with a warning, by one that works on the whole image, and with a frame', () => {
    const own = plan({ prompt: 'x' }, { ...reader, edits: 'own' })
    expect(own.plan.markup).toBeUndefined()
    expect(own.plan.warnings.map(({ code }) => code)).toContain('markup-ignored')
    const framed = plan({ prompt: 'x', intent: 'expand', frame: { x: -10, y: 0, widthPx: 420, heightPx: 300 } })
    expect(framed.plan.warnings.map(({ code }) => code)).toContain('markup-ignored')
  })

  it('need words, unless there is a prompt or something is removed', () => {
    const silent = sampleMarks.map((mark) => ({ ...mark, text: ' ' }))
    expect(plan({ markup: silent }).plan.obstacles).toHaveLength(1)
    expect(plan({ markup: silent, prompt: 'brighter' }).plan.obstacles).toEqual([])
    expect(plan({ markup: silent, intent: 'remove' }).plan.obstacles).toEqual([])
  })
})

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
        ([id, card], markup, prompt, references, hasMask) => {
          const request: PlanRequest = {
            ...editRequest,
            provider: id as PlanRequest['provider'],
            model: card.id,
            prompt,
            intent: hasMask ? 'fill' : 'whole',
            hasMask,
            maskBounds: hasMask ? { x: 40, y: 40, widthPx: 60, heightPx: 60 } : null,
            referenceIds: Array.from({ length: references }, (_, at) => assetId(String.fromCharCode(65 + at))),
            options: {},
            markup,
          }
          const { plan: made, referenceIds, calls, markupMask, sent } = planRequest(request, card, source, facts)
          const codes = made.warnings.map(({ code }) => code)
          const room = card.referencesMax - referenceIds.length
          expect(room).toBeGreaterThanOrEqual(made.markup === 'image' ? 1 : 0)
          if (made.markup === 'image') {
            expect(card.edits).toBe('instruction')
            expect(markupMask).toBeNull()
            expect(codes.filter((code) => code.startsWith('markup'))).toEqual([])
          } else if (made.markup === 'mask') {
            expect(codes.some((code) => code === 'markup-as-mask' || code === 'markup-no-room')).toBe(true)
            expect(markupMask === null).toBe(hasMask)
            if (!hasMask && sent !== null) expect(contains(sent.crop, markRegionBounds(markup, source)!)).toBe(true)
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
