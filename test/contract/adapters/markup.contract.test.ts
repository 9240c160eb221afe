import { randomUUID } from 'node:crypto'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AdapterInput, InputImage } from '../../../src/main/providers/core/adapter.ts'
import type { KnownReference } from '../../../src/main/providers/core/plan/plan-named-references.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import type { AssetId, NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { sampleMarks } from '../../support/sample-marks.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub, StubRequest } from '../../support/services/service-stub.ts'
import { planOf } from './build-input.ts'
import { openStub, type Stage } from './open-stub.ts'

let openStages: Stage[] = []
afterEach(async () => {
  await Promise.all(openStages.map((stage) => stage.close()))
  openStages = []
})

const idOf = (number: number) => `01A0000000000000000000000${number}` as AssetId
const anna: KnownReference = {
  id: '01R00000000000000000000001' as NamedReferenceId,
  name: 'anna',
  kind: 'person',
  imageIds: [idOf(4)],
  note: '',
  description: 'a woman with short red hair',
}
const size = { widthPx: 512, heightPx: 512 }
/** 1 = the image being edited, 2 = its mask, 3 = a reference image, 4 = of a named reference, 5 = the copy with marks. */
const images = new Map<number, InputImage>()
beforeAll(async () => {
  for (const number of [1, 2, 3, 4, 5]) {
    const background = { r: number * 40, g: 90, b: 255 - number * 40 }
    const bytes = await sharp({ create: { width: 512, height: 512, channels: 3, background } })
      .jpeg()
      .toBuffer()
    images.set(number, { bytes: Uint8Array.from(bytes), mime: 'image/jpeg', ...size })
  }
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
  const { calls, plan, referenceIds, sendsMask, markupMask } = planRequest(withReference, card, size, facts)
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
  openStages.push(stage)
  // The stub may refuse a model that it does not play; the request has arrived by then.
  await stage.session.submit(input).catch(() => undefined)
  const sent = stage.server.requests.map(imagesIn).find((found) => found.length > 0) ?? []
  // Some servers get every image by a request of its own.
  const all = stage.server.requests.flatMap(imagesIn)
  const texts = stage.server.requests.flatMap(({ json, form }) => [...textsOf(json), ...form.map(({ value }) => value)])
  return { plan, calls, sent, all, texts, referenceIds, sendsMask, markupMask }
}

/** The known images of a request, in the order in which it holds them. */
function imagesIn({ json, form }: StubRequest): number[] {
  const inForm = form.flatMap(({ bytes, value }) => numbersOf(bytes, value))
  return [...inForm, ...textsOf(json).flatMap((text) => numbersOf(null, text))]
}

function numbersOf(bytes: Uint8Array | null, text: string): number[] {
  return [...images].flatMap(([number, image]) => {
    const isFile = bytes !== null && Buffer.compare(bytes, image.bytes) === 0
    return isFile || text.includes(Buffer.from(image.bytes).toString('base64')) ? [number] : []
  })
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
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
