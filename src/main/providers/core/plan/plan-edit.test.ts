import { assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetId, planFor } from '../../../../../test/support/plan-examples.ts'
import { type SentPart, editIntents } from '../../../../shared/domain/edit.ts'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { maskReachPx } from '../../../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { isOnGrid, ratioOf } from '../../../editing/pixel-grid.ts'
import { registry } from '../../registry.ts'
import { inputRule } from '../define-model.ts'
import { usesMask } from './plan-images.ts'

/** Every model whose responses are composited into the image. */
const cards = Object.values(registry).flatMap((adapter) =>
  adapter.models
    .filter((card) => card.edits !== 'no' && card.input !== null && usesMask(card))
    // A retired model reports that whatever is sent.
    .map((card) => [`${adapter.id} ${card.id}`, { ...card, state: { type: 'current' } as const }] as const),
)

const side = integer({ min: 40, max: 9_000 })
const share = integer({ min: 0, max: 1_000 })
const scenes = record({
  widthPx: side,
  heightPx: side,
  at: record({ x: share, y: share, widthPx: share, heightPx: share }),
  growPx: integer({ min: 0, max: 96 }),
  featherPx: integer({ min: 0, max: 128 }),
  intent: constantFrom(...editIntents),
})
type Scene = ReturnType<typeof sceneOf>

function line(from: number, length: number, limit: number): [number, number] {
  const start = Math.floor((from / 1_001) * limit)
  return [start, Math.max(1, Math.floor((length / 1_000) * (limit - start)))]
}

function sceneOf({ widthPx, heightPx, at, ...edit }: { widthPx: number; heightPx: number; at: Rect } & object) {
  const [x, width] = line(at.x, at.widthPx, widthPx)
  const [y, height] = line(at.y, at.heightPx, heightPx)
  return { source: { widthPx, heightPx }, maskBounds: { x, y, widthPx: width, heightPx: height }, ...edit }
}

function planned(card: ModelCard, { source, ...edit }: Scene & Partial<PlanRequest>, more: Partial<PlanRequest> = {}) {
  const message = card.prompt === 'none' ? '' : 'a red kite'
  const referenceIds = Array.from({ length: Math.max(0, card.picturesMin - 1) }, () => assetId('2'))
  const request = { operation: 'edit', sourceId: assetId('1'), hasMask: true, prompt: message, referenceIds } as const
  return planFor({ ...request, ...edit, ...more }, card, { source })
}

const contains = (outer: Rect, inner: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.widthPx <= outer.x + outer.widthPx &&
  inner.y + inner.heightPx <= outer.y + outer.heightPx

const inImage = (size: Size): Rect => ({ x: 0, y: 0, ...size })

function expectTaken(card: ModelCard, { frame }: SentPart): void {
  const { sizes } = card.input!
  if (sizes === null) expect(isOnGrid(frame, card.input!), `${frame.widthPx} ${frame.heightPx}`).toBe(true)
  else expect(sizes).toContainEqual(frame)
}

/** Expects both sides to be scaled by one factor: exactly or, if all of a side is sent, to the nearest whole pixel. */
function expectShapeKept({ crop, box }: SentPart, source: Size): void {
  const off = Math.abs(crop.widthPx * box.heightPx - crop.heightPx * box.widthPx)
  const isCut = crop.widthPx < source.widthPx && crop.heightPx < source.heightPx
  if (isCut) expect(off).toBe(0)
  else expect(off / Math.max(crop.widthPx, crop.heightPx)).toBeLessThanOrEqual(1 + 1e-9)
}

describe.each(cards)('the crop sent to %s', (_name, card) => {
  it('contains the mask, stays inside the image, and has a size and shape the model accepts', () => {
    assert(
      property(scenes, (generated) => {
        const scene = sceneOf(generated)
        const { plan, sent, call } = planned(card, scene)
        expect(plan.obstacles).toEqual([])
        const part = sent!
        const whole = inImage(scene.source)
        const effective = intersectRects(growRect(scene.maskBounds, maskReachPx(generated)), whole)
        expect(contains(part.crop, effective)).toBe(true)
        expect(contains(whole, part.crop)).toBe(true)
        expect(contains(inImage(part.frame), part.box)).toBe(true)
        expectTaken(card, part)
        expectShapeKept(part, scene.source)
        expect(plan.edit).toMatchObject(part)
        const size = call?.size ?? null
        // The requested size has the shape of what is sent; nominal sizes of a ratio are rounded.
        if (size !== null) expect(Math.abs(Math.log(ratioOf(size) / ratioOf(part.frame)))).toBeLessThan(0.005)
        if (generated.intent === 'whole' || generated.intent === 'background') expect(part.crop).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })
})

const source = { widthPx: 6_000, heightPx: 4_000 }
const small: Rect = { x: 2_000, y: 1_500, widthPx: 200, heightPx: 100 }
const grid = {
  sizes: {
    kind: 'grid',
    multiplePx: 16,
    minSidePx: 64,
    maxSidePx: 4_096,
    minPixels: 4_096,
    maxPixels: 4_194_304,
    maxRatio: 8,
    default: { widthPx: 1_024, heightPx: 1_024 },
  },
  input: inputRule({ multiplePx: 16, maxPixels: 4_194_304 }),
} satisfies Partial<ModelCard>
const follows = { sizes: { kind: 'source' }, input: inputRule() } satisfies Partial<ModelCard>

const planEdit = (card: Partial<ModelCard>, edit: Partial<PlanRequest> = {}, from = source) => {
  const request = { operation: 'edit', sourceId: assetId('1'), hasMask: true, maskBounds: small } as const
  return planFor({ ...request, ...edit }, card, { source: from })
}

describe('a masked edit', () => {
  it('sends the mask with its surroundings, unscaled, when the model accepts any size', () => {
    const { sent, plan, codes } = planEdit(follows)
    expect(sent).toEqual({
      crop: { x: 1_844, y: 1_294, widthPx: 512, heightPx: 512 },
      frame: { widthPx: 512, heightPx: 512 },
      box: { x: 0, y: 0, widthPx: 512, heightPx: 512 },
    })
    expect(plan.edit).toEqual({ ...sent, told: 'mask-white', prompt: 'a lighthouse at dusk' })
    expect(codes).toEqual([])
  })

  it('grows the crop to grid multiples and requests its exact shape', () => {
    const { sent, plan } = planEdit(grid, { maskBounds: { x: 2_000, y: 1_500, widthPx: 700, heightPx: 300 } })
    expect(sent?.crop.widthPx).toBe(sent?.frame.widthPx)
    expect([sent!.frame.widthPx % 16, sent!.frame.heightPx % 16]).toEqual([0, 0])
    expect(plan.size!.widthPx * sent!.frame.heightPx).toBe(plan.size!.heightPx * sent!.frame.widthPx)
    expect(plan.size!.widthPx * plan.size!.heightPx).toBeGreaterThan(700_000)
  })

  it('uses the nearest shape of the size list, shifted inside the image', () => {
    const corner: Rect = { x: 5_300, y: 3_800, widthPx: 700, heightPx: 200 }
    const { sent, plan } = planEdit({}, { maskBounds: corner })
    expect(plan.size).toEqual({ widthPx: 1_536, heightPx: 1_024 })
    expect(sent!.crop.widthPx / sent!.crop.heightPx).toBe(1.5)
    expect(sent!.crop.x + sent!.crop.widthPx).toBe(6_000)
    expect(sent!.crop.y + sent!.crop.heightPx).toBe(4_000)
  })

  it('pads an image that is smaller than the fixed input size', () => {
    const { sent } = planEdit(
      { input: inputRule({ sizes: [{ widthPx: 1_024, heightPx: 1_024 }] }), sizes: follows.sizes },
      {
        maskBounds: { x: 0, y: 0, widthPx: 600, heightPx: 90 },
      },
      { widthPx: 600, heightPx: 300 },
    )
    expect(sent).toMatchObject({
      crop: { widthPx: 600, heightPx: 300 },
      box: { x: 0, y: 256, widthPx: 1_024, heightPx: 512 },
    })
  })

  it('sends the whole image for a new background, for the whole image or for an unknown mask', () => {
    for (const edit of [{ intent: 'background' }, { intent: 'whole' }, { maskBounds: null }] as const) {
      expect(planEdit(follows, edit, { widthPx: 900, heightPx: 700 }).sent?.crop).toEqual(
        inImage({ widthPx: 900, heightPx: 700 }),
      )
    }
  })

  it('includes more surroundings when an object is added', () => {
    const large: Rect = { x: 2_000, y: 1_500, widthPx: 800, heightPx: 600 }
    const fill = planEdit(follows, { maskBounds: large }).sent!.crop
    const add = planEdit(follows, { maskBounds: large, intent: 'add' }).sent!.crop
    expect(contains(add, fill)).toBe(true)
    expect(add.widthPx).toBeGreaterThan(fill.widthPx)
  })

  it('sends a custom area and warns when it had to be changed', () => {
    const chosen: Rect = { x: 1_900, y: 1_400, widthPx: 640, heightPx: 480 }
    expect(planEdit(follows, { box: chosen })).toMatchObject({ sent: { crop: chosen }, codes: [] })
    const beside = planEdit(follows, { box: { x: 2_100, y: 1_400, widthPx: 640, heightPx: 480 } })
    expect(beside).toMatchObject({ sent: { crop: { x: 2_000, y: 1_400, widthPx: 740 } }, codes: ['crop-sent'] })
    expect(beside.plan.warnings[0]?.message).toContain('740 × 480 is sent instead')
    const odd = planEdit(grid, { box: { x: 1_900, y: 1_400, widthPx: 650, heightPx: 480 } })
    expect(odd).toMatchObject({ codes: ['crop-sent'] })
    expect(odd.plan.warnings[0]?.message).toContain('does not accept an area of 650 × 480')
  })

  it('keeps an explicit size', () => {
    const { sent, plan } = planEdit({}, { size: { widthPx: 1_024, heightPx: 1_024 } })
    expect(plan.size).toEqual({ widthPx: 1_024, heightPx: 1_024 })
    expect(sent!.crop.widthPx).toBe(sent!.crop.heightPx)
  })

  it('estimates the price of the crop instead of the whole image', () => {
    const price = {
      per: 'megapixel',
      asOf: '2026-11-01',
      isSure: true,
      firstUsd: 0.03,
      nextUsd: 0.015,
      inputUsd: 0.01,
    } as const
    const whole = planEdit({ ...follows, price }, { intent: 'whole' }).plan.estimate.usd
    const part = planEdit({ ...follows, price }).plan.estimate.usd
    expect([part, whole]).toEqual([0.04, 0.315])
  })

  it('leaves the image unscaled for a model with its own editing method', () => {
    const { plan, sent } = planEdit({ ...follows, edits: 'own', mask: 'no' })
    expect([plan.edit, sent?.crop.widthPx]).toEqual([null, 6_000])
  })
})

describe('an expansion', () => {
  const image = { widthPx: 1_000, heightPx: 800 }
  const frame: Rect = { x: 0, y: 0, widthPx: 1_300, heightPx: 800 }
  const expand = (overrides: Partial<PlanRequest> = {}, card: Partial<ModelCard> = follows, from: Size = image) =>
    planEdit(card, { hasMask: false, maskBounds: null, frame, prompt: '', ...overrides }, from)

  it('sends the frame with a default prompt when the model needs one', () => {
    const { plan, sent, sendsMask } = expand()
    expect(plan.obstacles).toEqual([])
    expect(sent?.crop).toEqual({ x: 0, y: 0, widthPx: 1_300, heightPx: 800 })
    expect([sendsMask, plan.edit?.prompt]).toEqual([true, 'the same scene, continued naturally'])
  })

  it('reports the crop in pixels of the source image', () => {
    const { plan, sent } = expand({ frame: { x: -300, y: -100, widthPx: 1_300, heightPx: 900 } })
    expect(sent?.crop).toMatchObject({ x: 0, y: 0 })
    expect(plan.edit?.crop).toMatchObject({ x: -300, y: -100, widthPx: 1_300 })
  })

  it('sends only the new area with its surroundings for an image larger than the model output', () => {
    const { sent } = expand({ frame: { x: 0, y: 0, widthPx: 6_400, heightPx: 4_000 } }, grid, source)
    expect(sent!.crop.x).toBeGreaterThan(3_000)
    expect(sent!.crop.x + sent!.crop.widthPx).toBe(6_400)
  })

  it('includes the painted mask', () => {
    const found = expand({ hasMask: true, maskBounds: { x: 0, y: 0, widthPx: 50, heightPx: 50 }, intent: 'fill' })
    expect(found.sent?.crop).toMatchObject({ x: 0, widthPx: 1_300 })
  })

  it.each([
    [{ x: 0, y: 0, widthPx: 900, heightPx: 800 }, 'The frame does not extend beyond the image'],
    [{ x: 2_000, y: 0, widthPx: 900, heightPx: 800 }, 'The frame does not overlap the image. Move it over the image.'],
    [{ x: 0, y: 0, widthPx: 17_000, heightPx: 800 }, 'An image can have at most 16384 pixels per side'],
  ])('rejects the frame %j', (wrong, message) => {
    expect(expand({ frame: wrong }).plan.obstacles[0]).toContain(message)
  })

  it('is rejected for a model with its own editing method', () => {
    expect(expand({}, { ...follows, edits: 'own', mask: 'no' }).plan.obstacles[0]).toContain('it cannot fill a frame')
  })
})

describe('how the mask is described to the model', () => {
  it.each([
    [{ mask: 'hard', maskPolarity: 'black' }, 'mask-black'],
    [{ mask: 'soft', maskPolarity: 'transparent' }, 'mask-transparent'],
    [{ mask: 'described' }, 'second-picture'],
    [{ mask: 'no' }, 'crop-only'],
  ] as const)('for %j is %s', (card, description) => {
    expect(planEdit({ ...follows, ...card }).plan.edit?.told).toBe(description)
  })

  it('warns without mask support and describes the area in the prompt', () => {
    const { codes, call, plan } = planEdit({ ...follows, mask: 'no' }, { intent: 'remove', prompt: '' })
    expect(codes).toEqual(['mask-emulated'])
    expect(plan.warnings[0]?.message).toContain('does not support masks. It redraws all that is sent')
    expect(call?.prompt).toBe(
      'Remove the object in the middle of the image and continue the background naturally. Keep everything else exactly as it is.',
    )
    expect(plan.edit?.prompt).toBe(call?.prompt)
  })

  it('requires a prompt for a fill but not for a removal', () => {
    expect(planEdit(follows, { prompt: '' }).plan.obstacles).toEqual(['Lumen 2 needs a prompt. Describe the image.'])
    expect(planEdit(follows, { prompt: '', intent: 'remove' }).plan.obstacles).toEqual([])
  })

  it('adds no words for a model without a prompt', () => {
    expect(planEdit({ ...follows, prompt: 'none' }, { prompt: '', intent: 'remove' })).toMatchObject({
      codes: [],
      call: { prompt: '' },
    })
  })
})
