import { describe, expect, it } from 'vitest'
import { modelCardSchema, type ModelCard } from '../../../src/shared/domain/model-card.ts'
import { providerIds } from '../../../src/shared/domain/provider-id.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import type { ProviderAdapter, RemoteImage, TaskState } from '../../../src/main/providers/core/adapter.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import type { FailureCase, RefusalCase, ServiceStub } from '../../support/services/service-stub.ts'
import { buildInput, isPainted, type InputRequest } from './build-input.ts'
import { allTextOf, caught, followToEnd, type Stage, withStubs } from './open-stub.ts'

const pngSignature = [0x89, 0x50, 0x4e, 0x47]
const openStub = withStubs()

it('covers every provider', () => {
  expect(stubs.map(({ id }) => id).toSorted()).toEqual(Object.keys(registry).toSorted())
  expect(Object.keys(registry).toSorted()).toEqual(providerIds.filter((id) => id !== 'local').toSorted())
})

describe.each(stubs.map((stub) => [stub.id, stub] as const))('%s', (id, stub) => {
  const adapter = requireAdapter(id)

  async function stageFor(...args: [options?: Parameters<typeof openStub>[2]]): Promise<Stage> {
    const stage = await openStub(stub, adapter, ...args)
    return stage
  }
  async function run(stage: Stage, wanted: InputRequest): Promise<TaskState> {
    const input = await buildInput(stub, cardFor(adapter, stub, wanted), wanted)
    return followToEnd(stage.session, await stage.session.submit(input))
  }

  describe('cards', () => {
    it('are valid, with unique ids and existing successors', () => {
      for (const card of adapter.models) modelCardSchema.parse(card)
      const ids = adapter.models.map((card) => card.id)
      expect(new Set(ids).size).toBe(ids.length)
      const successors = adapter.models.flatMap(({ state }) => ('successor' in state ? [state.successor] : []))
      expect(successors.filter((each) => each !== null && !ids.includes(each))).toEqual([])
    })

    it('state privacy and delivery hosts', () => {
      expect(adapter.privacy.length).toBeGreaterThan(10)
      for (const host of adapter.deliveryHosts) expect(host).toMatch(/^(\*\.)?[a-z0-9.-]+\.[a-z]+$/)
    })
  })

  describeIf(adapter.kind !== 'demo', 'check', () => {
    it('accepts a good key at no cost', async () => {
      const stage = await stageFor()
      const report = await stage.session.check()
      expect(report.message.length).toBeGreaterThan(1)
      expect(stage.server.submissions()).toEqual([])
      expect(stage.sendings()).toBe(0)
    })

    itIf(adapter.credential.need !== 'none', 'rejects a bad key without repeating it', async () => {
      const badKey = 'sk-bad-key-0123456789-nobody:and-no-password'
      const stage = await stageFor({ key: badKey })
      const error = await caught(stage.session.check())
      expect(error).toBeInstanceOf(AppError)
      expect(error.code).toBe('credential/rejected')
      expect(allTextOf(error)).not.toContain(badKey)
    })
  })

  describe.each(wantedBy(stub))('$name', ({ wanted }) => {
    it('submits once as documented and returns images', async () => {
      const stage = await stageFor()
      const state = await run(stage, wanted)
      const images = requireDone(state)
      if (adapter.kind === 'cloud') expect((state as { requestId?: string }).requestId).toBeTruthy()
      expect(images.length).toBeGreaterThan(0)
      const bytes = await Promise.all(images.map((each) => stage.session.fetchImage(each)))
      for (const file of bytes) expect('subarray' in file && [...file.subarray(0, 4)]).toEqual(pngSignature)
      if (adapter.kind !== 'demo') expect(stage.server.submissions()).toHaveLength(1)
      expect(stage.server.requests.flatMap((request) => stub.violations(request))).toEqual([])
    })

    it('sends the key only in headers of requests to the service', async () => {
      const stage = await stageFor()
      for (const image of requireDone(await run(stage, wanted))) await stage.session.fetchImage(image)
      for (const request of stage.server.requests) {
        expect(request.path + request.query.toString() + Buffer.from(request.body).toString('latin1')).not.toContain(
          stub.goodKey,
        )
        if (request.path.startsWith('/delivered/')) {
          expect(JSON.stringify(request.headers)).not.toContain(stub.goodKey)
        }
      }
    })
  })

  describeIf(stub.models.mask !== null && hasMaskOfItsOwn(adapter, stub), 'mask', () => {
    it('repaints exactly the painted area', async () => {
      const stage = await stageFor()
      await run(stage, { operation: 'edit', hasMask: true })
      const masks = await Promise.all(stage.server.requests.map((request) => stub.repaintedPart(request)))
      const part = masks.find((each) => each !== null)
      expect(part, 'no request had a mask').toBeDefined()
      const { widthPx, heightPx, coverage } = part!
      let wrong = 0
      for (let y = 0; y < heightPx; y++) {
        for (let x = 0; x < widthPx; x++) {
          const wanted = isPainted(x, y, { widthPx, heightPx }) ? 255 : 0
          if (coverage[y * widthPx + x] !== wanted) wrong++
        }
      }
      expect(wrong).toBe(0)
    })
  })

  describeIf(stub.refusals.length > 0, 'refusals', () => {
    it.each(stub.refusals.map((each) => [each.name, each] as const))('reports refusal: %s', async (_name, refusal) => {
      const stage = await stageFor({ scene: `refused:${refusal.name}` })
      const state = await run(stage, firstWanted(stub))
      expectRefused(state, refusal)
      expect(stage.server.submissions()).toHaveLength(1)
    })
  })

  describeIf(stub.failures.length > 0, 'failures', () => {
    it.each(stub.failures.map((each) => [each.name, each] as const))('reports failure: %s', async (_name, failure) => {
      const stage = await stageFor({ scene: `failed:${failure.name}` })
      await expectFailed(() => run(stage, firstWanted(stub)), failure, stub)
      expect(stage.server.submissions().length).toBeLessThanOrEqual(1)
    })
  })

  describeIf(adapter.kind !== 'demo', 'transport', () => {
    const wanted = firstWanted(stub)

    it('reports a malformed response as a bad reply', async () => {
      const stage = await stageFor({ scene: 'garbage' })
      const error = await caught(run(stage, wanted))
      expect(error.code).toBe('provider/bad-reply')
      expect(error.detail?.['isBilled']).toBe('unknown')
      expect(stage.server.submissions()).toHaveLength(1)
    })

    it('hides the page of a proxy', async () => {
      const stage = await stageFor({ scene: 'html-502' })
      const error = await caught(run(stage, wanted))
      expect(error.code).toBe('provider/unavailable')
      expect(error.message).not.toContain('<')
      expect(stage.server.submissions()).toHaveLength(1)
    })

    it.each(['cut', 'cut-before-answer'])('reports %s as possibly billed without a retry', async (scene) => {
      const stage = await stageFor({ scene })
      const error = await caught(run(stage, wanted))
      expect(error.code).toBe('network/interrupted')
      expect(error.detail?.['isBilled']).toBe('unknown')
      expect(stage.server.submissions()).toHaveLength(1)
    })

    it('times out an endless response', async () => {
      const stage = await stageFor({ scene: 'drip', submitTimeoutMs: 700 })
      const error = await caught(run(stage, wanted))
      expect(error.code).toBe('network/timeout')
      expect(error.detail?.['isBilled']).toBe('unknown')
      expect(stage.server.submissions()).toHaveLength(1)
    })

    it('reports an unreachable server as not billed', async () => {
      const stage = await stageFor()
      await stage.server.close()
      const error = await caught(run(stage, wanted))
      expect(error.code).toMatch(/^network\//)
      expect(error.detail?.['isBilled']).toBe('no')
    })

    it('sends nothing when canceled before sending', async () => {
      const stage = await stageFor({
        onSending() {
          throw AppError.cancelled()
        },
      })
      expect((await caught(run(stage, wanted))).code).toBe('request/cancelled')
      expect(stage.server.submissions()).toEqual([])
    })

    it('stops at once without a retry when canceled during the response', async () => {
      const cancel = new AbortController()
      const stage = await stageFor({ scene: 'drip', signal: cancel.signal })
      const submitted = stage.server.nextSubmission()
      const ended = caught(run(stage, wanted))
      await submitted
      cancel.abort()
      expect((await ended).code).toBe('request/cancelled')
      expect(stage.server.submissions()).toHaveLength(1)
    })
  })

  describeIf(adapter.poll !== undefined && adapter.kind !== 'demo', 'polling', () => {
    it('cancels a waiting task at the service when supported', async () => {
      const stage = await stageFor({ scene: 'waiting' })
      const wanted = stub.waitsAt === undefined ? firstWanted(stub) : { operation: stub.waitsAt }
      const input = await buildInput(stub, cardFor(adapter, stub, wanted), wanted)
      const first = await stage.session.submit(input)
      expect(first.type).toBe('waiting')
      const { handle } = first as Extract<TaskState, { type: 'waiting' }>
      expect((await stage.session.poll(handle)).type).toBe('waiting')
      const requestsBefore = stage.server.requests.length
      const answer = await stage.session.cancel(handle)
      expect(answer).toBe(adapter.cancel === undefined ? 'no-way' : (stub.cancelled ?? 'asked'))
      expect(stage.server.requests.length > requestsBefore).toBe(adapter.cancel !== undefined)
      expect(handle).not.toContain(stub.goodKey)
    })
  })

  describeIf(adapter.deliveryHosts.length > 0, 'delivery', () => {
    it.each([
      ['redirect-private-delivery', /^network\/blocked-url$/],
      ['oversized-delivery', /^media\/too-large$/],
      ['not-an-image-delivery', /^provider\/bad-reply$/],
      ['cut-delivery', /^network\/interrupted$/],
      ['expired-link', /^provider\/task-expired$/],
    ])('rejects %s', async (scene, code) => {
      const stage = await stageFor({ scene })
      const image = byLink(requireDone(await run(stage, firstWanted(stub))))
      if (image === undefined) return expect(stub.deliversByLink).toBe(false)
      const error = await caught(stage.session.fetchImage(image))
      expect(error.code).toMatch(code)
      expect(allTextOf(error)).not.toContain(stub.goodKey)
    })

    it('rejects images from other hosts', async () => {
      const stage = await stageFor()
      const strange = { url: 'https://pictures.example.net/a.png' }
      expect((await caught(stage.session.fetchImage(strange))).code).toBe('network/blocked-url')
    })
  })
})

/** Finds a result delivered by link; models that embed their results have nothing to test. */
function byLink(images: readonly RemoteImage[]): RemoteImage | undefined {
  return images.find((each) => 'url' in each)
}

/** Omits tests that do not apply to a service, instead of reporting them as skipped. */
function describeIf(hasMeaning: boolean, name: string, tests: () => void): void {
  if (hasMeaning) describe(name, tests)
}

function itIf(hasMeaning: boolean, name: string, test: () => Promise<void>): void {
  if (hasMeaning) it(name, test)
}

function requireAdapter(id: ServiceStub['id']): ProviderAdapter {
  const adapter = registry[id]
  if (adapter === undefined) throw new Error(`${id} is not in the registry`)
  return adapter
}

function cardFor(adapter: ProviderAdapter, stub: ServiceStub, { operation, hasMask }: InputRequest): ModelCard {
  const id = hasMask ? stub.models.mask : stub.models[operation]
  const card = [...adapter.models, ...(stub.cards ?? [])].find((each) => each.id === id)
  if (card === undefined) throw new Error(`${stub.id} has no card ${id}`)
  return card
}

function hasMaskOfItsOwn(adapter: ProviderAdapter, stub: ServiceStub): boolean {
  return adapter.kind !== 'demo' && cardFor(adapter, stub, { operation: 'edit', hasMask: true }).mask !== 'no'
}

function wantedBy({ models }: ServiceStub): { name: string; wanted: InputRequest }[] {
  const all: { name: string; model: string | null; wanted: InputRequest }[] = [
    { name: 'generate', model: models.generate, wanted: { operation: 'generate' } },
    { name: 'edit', model: models.edit, wanted: { operation: 'edit' } },
    { name: 'edit with a mask', model: models.mask, wanted: { operation: 'edit', hasMask: true } },
    { name: 'variations', model: models.variations, wanted: { operation: 'variations' } },
  ]
  return all.filter(({ model }) => model !== null)
}

function firstWanted(stub: ServiceStub): InputRequest {
  const [first] = wantedBy(stub)
  if (first === undefined) throw new Error(`${stub.id} can do nothing`)
  return first.wanted
}

function requireDone(state: TaskState): readonly RemoteImage[] {
  if (state.type !== 'done') throw new Error(`Not done: ${JSON.stringify(state)}`)
  return state.images
}

/** The refusal applies to the whole response, or to its only image. */
function expectRefused(state: TaskState, refusal: RefusalCase): void {
  if (state.type === 'done') {
    expect(refusal.what).toBe('output')
    const refusals = state.images.map(({ refused }) => refused ?? '')
    expect(refusals.every((each) => each !== '')).toBe(true)
    return expect(refusals.join(' ')).toContain(refusal.message)
  }
  expect(state).toMatchObject({ type: 'refused', what: refusal.what, isBilled: refusal.isBilled })
  expect((state as Extract<TaskState, { type: 'refused' }>).message).toContain(refusal.message)
}

/** A failure is thrown, or returned as the state of a task. */
async function expectFailed(work: () => Promise<TaskState>, failure: FailureCase, stub: ServiceStub): Promise<void> {
  try {
    const state = await work()
    if (state.type === 'failed') {
      expect('provider/task-failed').toBe(failure.code)
      expect(state.isBilled).toBe(failure.isBilled)
      return expect(state.message).toContain(failure.message)
    }
    if (state.type === 'expired') {
      expect('provider/task-expired').toBe(failure.code)
      return expect(state.message).toContain(failure.message)
    }
    expect(state.type).toBe('not-ready')
    expect('not-ready').toBe(failure.code)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    expect(thrown.code).toBe(failure.code)
    expect(thrown.message).toContain(failure.message)
    expect(thrown.detail?.['isBilled']).toBe(failure.isBilled)
    expect(thrown.message).not.toContain('<')
    expect(allTextOf(thrown)).not.toContain(stub.goodKey)
  }
}
