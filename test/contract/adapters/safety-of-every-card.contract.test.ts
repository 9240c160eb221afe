import { afterEach, describe, expect, it } from 'vitest'
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
import { openStub, type Stage } from './open-stub.ts'

let open: Stage[] = []
afterEach(async () => {
  await Promise.all(open.map((stage) => stage.close()))
  open = []
})

/** A service that is asked for its own description of a model is played for those it describes. */
const isDescribed = (stub: ServiceStub, model: string) => stub.id !== 'replicate' || Object.hasOwn(modelInputs, model)

const cases = stubs
  .filter(({ id }) => id !== 'fake')
  .flatMap((stub) =>
    [...registry[stub.id].models, ...(stub.cards ?? [])]
      .filter(({ id, input }) => input !== null && isDescribed(stub, id))
      .map((card) => [`${stub.id} ${card.id}`, stub, card] as const),
  )

/** The first thing it can do; an image is extended to one side. */
function inputOf(card: ModelCard): AdapterInput {
  const input = inputsForCard(card)[0]!
  const isExtended = card.options.some(({ name }) => name === 'left')
  return isExtended ? { ...input, options: { ...input.options, left: 64 } } : input
}

/** Names vendors give to what looks at words and images. */
const named = /safety|moderation|tolerance|threshold|nsfw/i

function fieldsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return named.test(path) ? [`${path}=${String(value)}`] : []
  return Object.entries(value).flatMap(([name, each]) => fieldsOf(each, `${path}.${name}`))
}

const safetyFields = ({ json, form }: StubRequest): string[] => [
  ...fieldsOf(json),
  ...form.flatMap(({ name, value }) => fieldsOf({ [name]: value })),
]

/** What of it is sent. */
async function sentWith(stub: ServiceStub, card: ModelCard, safety: Safety): Promise<string> {
  const stage = await openStub(stub, registry[stub.id])
  open.push(stage)
  // Where the stub wants more than the barest request, what was sent is seen all the same.
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

const usual: Safety = { blockNsfw: false, contentFilter: 'moderate' }
const others: readonly Safety[] = [
  { blockNsfw: false, contentFilter: 'off' },
  { blockNsfw: false, contentFilter: 'low' },
  { blockNsfw: false, contentFilter: 'strict' },
  { blockNsfw: true, contentFilter: 'moderate' },
]

describe.each(cases)('%s', (_name, stub, card) => {
  it('is told what the person wants, or the person is told that it cannot be', async () => {
    const plain = await sentWith(stub, card, usual)
    expect(warningsWith(stub, card, usual)).toEqual([])
    for (const safety of others) {
      const isTold = (await sentWith(stub, card, safety)) !== plain
      const isWarned = warningsWith(stub, card, safety).length > 0
      // A filter that is only on or off is on already; at what services do by themselves nudity is blocked.
      const isOnAlready =
        safety.contentFilter !== 'off' && (/checker/.test(plain) || (safety.blockNsfw && /tolerance/.test(plain)))
      expect({ ...safety, isSaid: isTold || isWarned || isOnAlready }).toEqual({ ...safety, isSaid: true })
      expect(isTold && isWarned).toBe(false)
    }
  })
})

describe('what each service keeps', () => {
  it.each(Object.values(registry).map(({ label, privacy }) => [label, privacy] as const))(
    '%s says where words and images go, and for how long',
    (_label, privacy) => {
      expect(privacy).toMatch(/ (?:goe?s? )?to | leaves this computer|stays on the computer/)
      expect(privacy).toMatch(
        /\d+ (?:days|hours)|minutes|an hour|limited time|(?:its|their) terms|owner decides|[Nn]othing leaves|temporary folder|stays on/,
      )
    },
  )
})
