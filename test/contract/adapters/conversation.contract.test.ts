import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdapterInput, InputImage } from '../../../src/main/providers/core/adapter.ts'
import type { KnownImage } from '../../../src/main/providers/core/plan/plan-conversation.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import type { AssetId, ThreadId } from '../../../src/shared/domain/ids.ts'
import type { Mark } from '../../../src/shared/domain/markup.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { sampleMarks } from '../../support/sample-marks.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { openVertex } from '../../support/services/gemini/open-vertex.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { planOf } from './build-input.ts'
import { withStubs } from './open-stub.ts'
import { imagesIn, numberedImages, sampleSize } from './sent-images.ts'

const openStub = withStubs()

let images: ReadonlyMap<number, InputImage> = new Map()
beforeAll(async () => {
  images = await numberedImages(4)
})

const threadId = '01T00000000000000000000001' as ThreadId
const idOf = (number: number) => `01A${String(number).padStart(23, '0')}` as AssetId
const numberOf = (id: AssetId) => Number(id.slice(3))
const record = JSON.stringify([{ isImage: true, thoughtSignature: 'c2ln' }])

type StepFacts = Partial<KnownImage> & { readonly prompt: string; readonly isOther?: boolean }

/** A thread: image 1 was imported, each further one was made from the one before. Newest first, as it is loaded. */
function chainOf(stub: Pick<ServiceStub, 'id'>, card: ModelCard, steps: readonly StepFacts[]): KnownImage[] {
  const recipe = { operation: 'import', provider: null, model: null, prompt: null } as KnownImage['recipe']
  const first: KnownImage = { id: idOf(1), parentId: null, fileBytes: 1_000, record: null, recipe }
  const made = steps.map(({ prompt, isOther = false, ...facts }, at): KnownImage => ({
    id: idOf(at + 2),
    parentId: idOf(at + 1),
    fileBytes: 1_000,
    record,
    recipe: {
      ...recipe,
      operation: 'edit',
      provider: isOther ? 'fake' : stub.id,
      model: card.id,
      prompt,
      generation: { threadId, referenceIds: [], sentPrompt: prompt },
    } as unknown as KnownImage['recipe'],
    ...facts,
  }))
  return [first, ...made].toReversed()
}

interface Asked {
  readonly hasMask?: boolean
  readonly markup?: readonly Mark[]
}

function planStep(
  stub: ServiceStub,
  card: ModelCard,
  chain: readonly KnownImage[],
  words: string,
  { hasMask = false, markup = [] }: Asked = {},
) {
  const request = planOf(stub, card, {
    operation: 'edit',
    hasMask,
    change: { prompt: words, options: {}, referenceIds: [], size: null, markup: [...markup] },
  })
  const facts = { providerLabel: stub.id, isOwnBaseUrl: true, chain }
  const asked = { ...request, sourceId: chain[0]!.id, continues: { threadId, prompt: null } }
  return planRequest(asked, card, sampleSize, facts)
}

const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)
const canGoOn = ({ input, edits, prompt, needsMask, picturesMin }: ModelCard) =>
  input !== null &&
  prompt !== 'none' &&
  !needsMask &&
  picturesMin <= 1 &&
  (edits === 'instruction' || edits === 'strength')
const cards = stubs
  .filter(({ id }) => id !== 'fake')
  .flatMap((stub) => [...registry[stub.id].models, ...(stub.cards ?? [])].map((card) => [stub, card] as const))
const cases = cards
  .filter(([stub, card]) => canGoOn(card) && isDescribed(stub, card.id))
  .map(([stub, card]) => [`${stub.id} ${card.id}`, stub, card] as const)

const load = (id: AssetId) => images.get(numberOf(id))!
const partOf = (number: number) => ({
  inlineData: { mimeType: 'image/jpeg', data: Buffer.from(images.get(number)!.bytes).toString('base64') },
})

/** The fourth turn of a conversation, with what the queue loads for it. The copy with marks is image 4. */
function fourthTurn(stub: ServiceStub, card: ModelCard, markup: readonly Mark[] = []) {
  const chain = chainOf(stub, card, [{ prompt: 'warmer light' }, { prompt: 'a red hat' }])
  const { calls, plan, referenceIds, turns = [] } = planStep(stub, card, chain, 'make the hat blue', { markup })
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join(' '))
  const input: AdapterInput = {
    ...calls[0]!,
    ticket: randomUUID(),
    source: turns.length > 0 ? null : load(chain[0]!.id),
    ...(turns.length > 0 && {
      turns: turns.map(({ prompt, sourceId, imageId }) => ({
        prompt,
        source: sourceId && load(sourceId),
        image: load(imageId),
        record,
      })),
    }),
    references: [...referenceIds.map(load), ...(plan.markup === 'image' ? [images.get(4)!] : [])],
    mask: null,
    wantsPreviews: false,
  }
  return { plan, input }
}

/** Sends the fourth turn of a conversation to the stub. */
async function send(stub: ServiceStub, card: ModelCard, markup: readonly Mark[] = []) {
  const { plan, input } = fourthTurn(stub, card, markup)
  const stage = await openStub(stub, registry[stub.id])
  // The stub may refuse a model that it does not play; the request has arrived by then.
  await stage.session.submit(input).catch(() => undefined)
  const requests = stage.server.requests
  const at = requests.findIndex((each) => imagesIn(each, images).length > 0)
  return { plan, sent: requests[at]!, text: requests.map(({ body }) => Buffer.from(body).toString('utf8')).join('\n') }
}

describe('a step of a conversation', () => {
  it.each(cases)('%s: gets its images in order, and what still holds', async (_name, stub, card) => {
    const { plan, sent, text } = await send(stub, card)
    const form = card.conversation?.form
    // Hugging Face forwards an image under two names.
    const arrived = [...new Set(imagesIn(sent, images))]
    expect(arrived).toEqual(form === 'turns' ? [1, 2, 3] : form === 'images' ? [3, 1] : [3])
    if (form === 'turns') {
      expect(plan.sentPrompt).toBe('make the hat blue')
      return
    }
    expect(plan.conversation?.holding).toEqual(['warmer light'])
    if (card.edits === 'strength') expect(plan.sentPrompt).toBe('warmer light, make the hat blue')
    else
      expect(plan.sentPrompt).toMatch(/^make the hat blue\n\nStill applies from before: warmer light\.(\n\nImage 2 |$)/)
    expect(text).toContain('warmer light')
    expect(text).not.toContain('a red hat')
  })

  it.each(cases.filter(([, , card]) => card.conversation?.form === 'turns'))(
    '%s: sends every turn as it was, with the signature of its image',
    async (_name, stub, card) => {
      const { sent } = await send(stub, card)
      const { contents } = sent.json as { contents: unknown }
      const asked = { role: 'user', parts: [{ text: 'warmer light' }, partOf(1)] }
      const answered = (number: number) => ({
        role: 'model',
        parts: [{ thoughtSignature: 'c2ln', ...partOf(number) }],
      })
      const turns = [asked, answered(2), { role: 'user', parts: [{ text: 'a red hat' }] }, answered(3)]
      expect(contents).toEqual([...turns, { role: 'user', parts: [{ text: 'make the hat blue' }] }])
      expect(stub.violations(sent)).toEqual([])
    },
  )

  it.each(cases.filter(([, stub]) => stub.id === 'gemini'))(
    '%s: Vertex gets the same turns, images and signatures as the Gemini API',
    async (_name, stub, card) => {
      const { sent: toGemini } = await send(stub, card)
      const { input } = fourthTurn(stub, card)
      const vertex = await openVertex(registry.gemini, stub)
      await vertex.session.submit(input)
      const toVertex = vertex.server.submissions().at(-1)!
      expect(toVertex.path).toBe(
        `/v1/projects/atelier-tests/locations/global/publishers/google/models/${card.id}:generateContent`,
      )
      expect(toVertex.json).toEqual(toGemini.json)
      expect(imagesIn(toVertex, images)).toEqual(imagesIn(toGemini, images))
      expect(stub.violations(toVertex)).toEqual([])
      await vertex.server.close()
    },
  )

  it('is sent without turns that another model made, or that have no record', () => {
    const [stub, card] = cards.find(([, each]) => each.conversation?.form === 'turns')!
    const other = planStep(
      stub,
      card,
      chainOf(stub, card, [{ prompt: 'a lamp', isOther: true }, { prompt: 'a hat' }]),
      'snow',
    )
    expect(other.turns).toEqual([{ prompt: 'a hat', sourceId: idOf(2), imageId: idOf(3) }])
    expect(other.plan.sentPrompt).toContain('Still applies from before: a lamp.')
    const lost = planStep(stub, card, chainOf(stub, card, [{ prompt: 'a hat', record: null }]), 'snow')
    expect(lost.turns).toBeUndefined()
  })

  it('says that a model takes no image, and is then not sent', () => {
    const blind = cards.filter(([, card]) => card.input === null)
    expect(blind.length).toBeGreaterThan(0)
    for (const [stub, card] of blind) {
      const { plan, calls } = planStep(stub, card, chainOf(stub, card, []), 'snow')
      expect(plan.obstacles.join(' '), card.id).toContain('does not accept images')
      expect(calls).toEqual([])
    }
  })
})

const stepArb = fc.record({
  prompt: fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('warmer light', 'a red hat', 'keep her face')),
  fileBytes: fc.integer({ min: 1, max: 30_000_000 }),
  isOther: fc.boolean(),
})

describe('the limits of a model', () => {
  it.each(cases)('%s: are kept by every conversation, and what is left out is said', (_name, stub, card) => {
    fc.assert(
      fc.property(fc.array(stepArb, { maxLength: 24 }), fc.boolean(), (steps, hasMask) => {
        const chain = chainOf(stub, card, steps)
        const { plan, turns = [] } = planStep(stub, card, chain, 'snow on the roof', { hasMask })
        const codes = plan.warnings.map(({ code }) => code)
        const { conversation, promptCharsMax } = card
        if (conversation?.form === 'turns') {
          const own = chain.findIndex(({ recipe }) => recipe.provider !== stub.id)
          const sent = chain.slice(0, turns.length)
          const counted = turns.length === 0 ? [] : [...sent, chain[turns.length]!]
          const bytes = counted.map(({ fileBytes }) => Math.ceil(Math.min(fileBytes, card.input!.maxBytes) / 3) * 4)
          expect(turns.length).toBeLessThanOrEqual(conversation.turnsMax)
          expect(counted.length).toBeLessThanOrEqual(conversation.imagesMax)
          expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(conversation.bytesMax)
          if (!hasMask) expect(codes.includes('turns-left-out')).toBe(turns.length < own)
        } else expect(turns).toEqual([])
        if (promptCharsMax !== null) expect(plan.conversation!.prompt.length).toBeLessThanOrEqual(promptCharsMax)
        if (hasMask) expect(plan.conversation).toMatchObject({ prompt: 'snow on the roof', holding: [], turns: 0 })
        expect(plan.conversation!.prompt).toContain('snow on the roof')
      }),
      { numRuns: 25 },
    )
  })
})

const readsMarks = ({ edits, referencesMax, referenceForm }: ModelCard) =>
  edits === 'instruction' && referencesMax > 0 && referenceForm !== 'style' && referenceForm !== 'unnamed'

describe('a step with marks', () => {
  it.each(cases)(
    '%s: gets a copy behind all other images, or a warning that it does not',
    async (_name, stub, card) => {
      const { plan, sent } = await send(stub, card, sampleMarks)
      const arrived = [...new Set(imagesIn(sent, images))]
      if (!readsMarks(card)) {
        expect(arrived).not.toContain(4)
        expect(plan.warnings.map(({ code }) => code)).toContain('markup-ignored')
        expect(plan.sentPrompt).not.toContain('make this ring green')
        return
      }
      // Where the copy takes the only place, the first image is left out, which is said.
      const hasFirst = card.conversation?.form === 'images' && card.referencesMax > 1
      expect(arrived).toEqual([3, ...(hasFirst ? [1] : []), 4])
      expect(plan.conversation?.turns).toBe(0)
      for (const { text } of sampleMarks) expect(plan.sentPrompt).toContain(text)
      expect(plan.sentPrompt).toContain('make the hat blue')
      if (card.referenceForm === 'tags') expect(plan.sentPrompt).toContain('@markup is a copy of @source')
      else expect(plan.sentPrompt).toContain(`Image ${hasFirst ? 3 : 2} is a copy of image 1`)
    },
  )
})
