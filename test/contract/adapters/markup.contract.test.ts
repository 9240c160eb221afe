import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdapterInput, InputImage } from '../../../src/main/providers/core/adapter.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { sampleMarks } from '../../support/sample-marks.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { planOf } from './build-input.ts'
import { anna, idOf, imagesIn, numberedImages, sampleSize, textsOf } from './sent-images.ts'
import { withStubs } from './open-stub.ts'

const openStub = withStubs()

/** 1 = the image being edited, 2 = its mask, 3 = a reference image, 4 = of a named reference, 5 = the copy with marks. */
let images: ReadonlyMap<number, InputImage> = new Map()
beforeAll(async () => {
  images = await numberedImages(5)
})

const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)
const editing = stubs
  .filter(({ id }) => id !== 'fake')
  .flatMap((stub) =>
    [...registry[stub.id].models, ...(stub.cards ?? [])]
      .filter((card) => card.edits !== 'no' && card.input !== null && isDescribed(stub, card.id))
      .flatMap((card) =>
        ([false, true] as const)
          .filter((hasMask) => hasMask || !card.needsMask)
          .map((hasMask) => [`${stub.id} ${card.id}${hasMask ? ' with a mask' : ''}`, stub, card, hasMask] as const),
      ),
  )

/** Plans an edit with marks, sends it to the stub, and returns what was planned and what arrived. */
async function send(stub: ServiceStub, card: ModelCard, hasMask: boolean) {
  const request = planOf(stub, card, {
    operation: 'edit',
    hasMask,
    change: {
      prompt: card.prompt === 'none' ? '' : 'as @anna likes it',
      referenceIds: [],
      size: null,
      markup: [...sampleMarks],
      intent: hasMask ? 'fill' : 'whole',
    },
  })
  const withReference = card.referencesMax > 2 ? { ...request, referenceIds: [idOf(3)] } : request
  const facts = { providerLabel: stub.id, isOwnBaseUrl: true, references: [anna] }
  const { calls, plan, referenceIds, sendsMask, markupMask } = planRequest(withReference, card, sampleSize, facts)
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join(' '))
  const copies = plan.markup === 'image' ? [images.get(5)!] : []
  const input: AdapterInput = {
    ...calls[0]!,
    ticket: randomUUID(),
    source: images.get(1)!,
    references: [...referenceIds.map((id) => images.get(Number(id.at(-1)))!), ...copies],
    mask: sendsMask ? images.get(2)! : null,
    wantsPreviews: false,
  }
  const stage = await openStub(stub, registry[stub.id])
  // The stub may refuse a model that it does not play; the request has arrived by then.
  await stage.session.submit(input).catch(() => undefined)
  const arrived = stage.server.requests.map((each) => imagesIn(each, images))
  const sent = arrived.find((found) => found.length > 0) ?? []
  // Some servers get every image by a request of its own.
  const all = arrived.flat()
  const texts = stage.server.requests.flatMap(({ json, form }) => [...textsOf(json), ...form.map(({ value }) => value)])
  return { plan, calls, sent, all, texts, referenceIds, sendsMask, markupMask }
}

const readers = editing.filter(
  ([, , card, hasMask]) =>
    card.edits === 'instruction' &&
    card.referencesMax > 0 &&
    !(hasMask && card.maskedEditLacks?.includes('references')),
)

describe('marks for models that read images', () => {
  it.each(readers)(
    '%s: the copy arrives where the prompt says, behind all other images',
    async (_name, stub, card, hasMask) => {
      const { plan, sent, texts, referenceIds, sendsMask } = await send(stub, card, hasMask)
      expect(plan.markup).toBe('image')
      const references = referenceIds.map((id) => Number(id.at(-1)))
      expect(sent.filter((number) => number !== 2)).toEqual([1, ...references, 5])
      expect(sent.includes(2)).toBe(sendsMask)
      const prompt = plan.sentPrompt!
      // Field for field: the service gets exactly the instruction that the form shows.
      expect(texts.some((text) => text.trim() === prompt.trim() || text.includes(prompt.trim()))).toBe(true)
      if (card.referenceForm === 'tags') {
        expect(prompt).toContain('@markup is a copy of @source')
        expect(texts).toContain('markup')
        return
      }
      const numbered = card.referenceForm === 'after-mask' ? sent : sent.filter((number) => number !== 2)
      const [, copy, clean] = /Image (\d+) is a copy of image (\d+)/.exec(prompt)!.map(Number)
      expect([numbered[copy! - 1], numbered[clean! - 1]]).toEqual([5, 1])
      for (const { text } of sampleMarks) expect(prompt).toContain(text)
      expect(prompt).toContain('Do not draw the marks')
    },
  )
})

const others = editing.filter((each) => !readers.includes(each))

describe('marks for other models', () => {
  it.each(others)('%s: no copy is sent, but a mask and the words', async (_name, stub, card, hasMask) => {
    const { plan, calls, all, texts, sendsMask, markupMask } = await send(stub, card, hasMask)
    expect(all).not.toContain(5)
    if (plan.markup === undefined) {
      expect(plan.warnings.map(({ code }) => code)).toContain('markup-ignored')
      return
    }
    expect(plan.markup).toBe('mask')
    expect(markupMask === null).toBe(hasMask)
    expect(sendsMask).toBe(card.mask !== 'no')
    if (all.length > 0) expect(all.includes(2)).toBe(card.mask !== 'no')
    if (card.prompt === 'none') return
    for (const { text } of sampleMarks) expect(calls[0]!.prompt).toContain(text.replace(/\.$/, ''))
    if (all.length > 0) expect(texts.some((text) => text.includes('make this ring green'))).toBe(true)
  })
})
