import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AdapterInput, InputImage } from '../../../src/main/providers/core/adapter.ts'
import type { KnownReference } from '../../../src/main/providers/core/plan/plan-named-references.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import type { NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub } from '../../support/services/service-stub.ts'
import { planOf } from './build-input.ts'
import { withStubs } from './open-stub.ts'
import { anna as annaWithOne, idOf, imagesIn, numberedImages, sampleSize } from './sent-images.ts'

const openStub = withStubs()

const anna: KnownReference = { ...annaWithOne, imageIds: [idOf(3), idOf(4)], note: 'freckles' }
const lamp: KnownReference = {
  ...anna,
  id: '01R00000000000000000000002' as NamedReferenceId,
  name: 'lamp',
  imageIds: [idOf(5)],
}

const size = sampleSize
/** By number; 1 is the image being edited, 2 its mask. */
let images: ReadonlyMap<number, InputImage> = new Map()
beforeAll(async () => {
  images = await numberedImages(5)
})

const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)
/** `masked`: with a mask that is sent as an image of its own. */
type Start = 'generate' | 'edit' | 'masked'
const startsOf = ({ canGenerate, edits, mask, needsMask, picturesMin }: ModelCard): Start[] => [
  ...(canGenerate || (edits === 'no' && picturesMin > 0) ? (['generate'] as const) : []),
  ...(edits === 'instruction' && !needsMask ? (['edit'] as const) : []),
  ...(mask === 'described' ? (['masked'] as const) : []),
]
const cases = stubs
  .filter(({ id }) => id !== 'fake')
  .flatMap((stub) =>
    [...registry[stub.id].models, ...(stub.cards ?? [])]
      .filter((card) => card.referencesMax > 0 && card.input !== null && card.prompt !== 'none')
      .filter((card) => isDescribed(stub, card.id))
      .flatMap((card) =>
        startsOf(card).map((start) => [`${stub.id} ${card.id}: ${start}`, stub, card, start] as const),
      ),
  )

/** Plans a prompt with both references, sends it to the stub, and returns what was asked for and what arrived. */
async function send(stub: ServiceStub, card: ModelCard, start: Start) {
  const operation = start === 'generate' ? 'generate' : 'edit'
  const request = planOf(stub, card, {
    operation,
    hasMask: start === 'masked',
    change: { prompt: 'portrait of @anna with @lamp', options: {}, referenceIds: [], size: null },
  })
  const source = operation === 'edit' ? size : null
  const facts = { providerLabel: stub.id, isOwnBaseUrl: true, references: [anna, lamp] }
  const { calls, plan, referenceIds } = planRequest(request, card, source, facts)
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join(' '))
  const input: AdapterInput = {
    ...calls[0]!,
    ticket: randomUUID(),
    source: source && images.get(1)!,
    references: referenceIds.map((id) => images.get(Number(id.at(-1)))!),
    mask: start === 'masked' ? images.get(2)! : null,
    wantsPreviews: false,
  }
  const stage = await openStub(stub, registry[stub.id])
  // The stub may refuse a model that it does not play; the request has arrived by then.
  await stage.session.submit(input).catch(() => undefined)
  const sent = stage.server.requests.map((each) => imagesIn(each, images)).find((found) => found.length > 0) ?? []
  return { plan, sent, text: stage.server.requests.map(({ body }) => Buffer.from(body).toString('utf8')).join('\n') }
}

/** The numbers that the prompt gives to the images of a reference. */
function toldNumbers(prompt: string, name: string): number[] {
  const [, list = ''] = new RegExp(`${name} \\(images? ([\\d, and]+)\\)`).exec(prompt) ?? []
  return [...list.matchAll(/\d+/g)].map(([digits]) => Number(digits))
}

describe('the images of named references', () => {
  it.each(cases)('%s: arrive where the prompt says', async (_name, stub, card, start) => {
    const { plan, sent, text } = await send(stub, card, start)
    const expected = plan.references!.map(({ imageIds }) => imageIds.map((id) => Number(id.at(-1))))
    expect(sent.filter((number) => number !== 2)).toEqual([...(start === 'generate' ? [] : [1]), ...expected.flat()])
    expect(sent.includes(2)).toBe(start === 'masked')
    for (const [at, reference] of [anna, lamp].entries()) {
      if (card.referenceForm === 'tags') {
        if (expected[at]!.length > 0) expect(text).toContain(`"tag":"${reference.name}"`)
        expect(plan.sentPrompt).toContain(
          expected[at]!.length > 0 ? `@${reference.name}` : `${reference.name} (a woman`,
        )
      } else if (card.referenceForm !== 'style' && /\(image/.test(plan.sentPrompt!)) {
        expect(toldNumbers(plan.sentPrompt!, reference.name).map((number) => sent[number - 1])).toEqual(expected[at])
      }
    }
    expect(text).not.toContain('@lamp with')
  })
})
