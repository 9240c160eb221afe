import { describe, expect, it } from 'vitest'
import type { AdapterInput } from '../../../src/main/providers/core/adapter.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { planRequest } from '../../../src/main/providers/core/plan/plan-request.ts'
import type { Safety } from '../../../src/shared/domain/generation.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { modelInputs } from '../../support/services/replicate/model-inputs.ts'
import type { ServiceStub, StubRequest } from '../../support/services/service-stub.ts'
import { inputsForCard } from '../../support/inputs-for-card.ts'
import { planOf } from './build-input.ts'
import { withStubs } from './open-stub.ts'

const openStub = withStubs()

/** The Replicate stub only describes some models, so only those are tested. */
const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)

const cases = stubs
  .filter(({ id }) => id !== 'fake')
  .flatMap((stub) =>
    [...registry[stub.id].models, ...(stub.cards ?? [])]
      .filter(({ id, input }) => input !== null && isDescribed(stub, id))
      .map((card) => [`${stub.id} ${card.id}`, stub, card] as const),
  )

/** Returns the simplest input of a card; outpainting extends one side. */
function inputOf(card: ModelCard): AdapterInput {
  const input = inputsForCard(card)[0]!
  const isExtended = card.options.some(({ name }) => name === 'left')
  return isExtended ? { ...input, options: { ...input.options, left: 64 } } : input
}

/** Field names that vendors use for prompt and image filters. */
const named = /safety|moderation|tolerance|threshold|nsfw/i

function fieldsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return named.test(path) ? [`${path}=${String(value)}`] : []
  return Object.entries(value).flatMap(([name, each]) => fieldsOf(each, `${path}.${name}`))
}

const safetyFields = ({ json, form }: StubRequest): string[] => [
  ...fieldsOf(json),
  ...form.flatMap(({ name, value }) => fieldsOf({ [name]: value })),
]

/** Returns the safety fields that are sent. */
async function sentWith(stub: ServiceStub, card: ModelCard, safety: Safety): Promise<string> {
  const stage = await openStub(stub, registry[stub.id])
  // The stub may reject this minimal request, but it has recorded the fields by then.
  await stage.session.submit({ ...inputOf(card), safety }).catch(() => undefined)
  expect(stage.server.requests).not.toHaveLength(0)
  return stage.server.requests.flatMap(safetyFields).toSorted().join(' ')
}

function warningsWith(stub: ServiceStub, card: ModelCard, safety: Safety): string[] {
  const { operation, mask } = inputOf(card)
  const request = planOf(stub, card, { operation, hasMask: mask !== null, change: { safety } })
  const source = request.sourceId === null ? null : { widthPx: 640, heightPx: 480 }
  const { plan } = planRequest(request, card, source, { providerLabel: stub.id, isOwnBaseUrl: true })
  return plan.warnings.map(({ code }) => code).filter((code) => code === 'safety-ignored')
}

const defaults: Safety = { blockNsfw: false, contentFilter: 'moderate' }
const variants: readonly Safety[] = [
  { blockNsfw: false, contentFilter: 'off' },
  { blockNsfw: false, contentFilter: 'low' },
  { blockNsfw: false, contentFilter: 'strict' },
  { blockNsfw: true, contentFilter: 'moderate' },
]

describe.each(cases)('%s', (_name, stub, card) => {
  it('honors every safety setting or warns that it is unsupported', async () => {
    const plain = await sentWith(stub, card, defaults)
    expect(warningsWith(stub, card, defaults)).toEqual([])
    for (const safety of variants) {
      const isHonored = (await sentWith(stub, card, safety)) !== plain
      const isWarned = warningsWith(stub, card, safety).length > 0
      // A filter without levels is already on by default, and the default tolerance of services blocks nudity.
      const isOnAlready =
        safety.contentFilter !== 'off' && (/checker/.test(plain) || (safety.blockNsfw && /tolerance/.test(plain)))
      expect({ ...safety, isSaid: isHonored || isWarned || isOnAlready }).toEqual({ ...safety, isSaid: true })
      expect(isHonored && isWarned).toBe(false)
    }
  })
})

describe('privacy statements', () => {
  it.each(Object.values(registry).map(({ label, privacy }) => [label, privacy] as const))(
    '%s says where prompts and images go, and for how long',
    (_label, privacy) => {
      expect(privacy).toMatch(/ (?:goe?s? )?to | leaves this computer|stays on the computer/)
      expect(privacy).toMatch(
        /\d+ (?:days|hours)|minutes|an hour|limited time|(?:its|their) terms|owner decides|[Nn]othing leaves|temporary folder|stays on/,
      )
    },
  )
})
