import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PlanRequest, RequestPlan } from '../../../../shared/domain/generation.ts'
import { createClient } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../client/fake-bridge.ts'
import { createPlanner, selectPlan, selectPrice } from './create-planner.ts'

const request = (change: Partial<PlanRequest> = {}): PlanRequest => ({
  documentId: null,
  operation: 'generate',
  provider: 'openai',
  model: 'gpt-image-2',
  prompt: 'a house',
  negativePrompt: null,
  n: 1,
  size: null,
  aspectRatio: null,
  quality: null,
  stylePreset: null,
  seed: null,
  guidance: null,
  steps: null,
  strength: null,
  loras: [],
  sourceId: null,
  referenceIds: [],
  growPx: 0,
  featherPx: 0,
  format: null,
  safety: null,
  options: {},
  trace: {},
  hasMask: false,
  ...change,
})
const planOf = (usd: number): RequestPlan => ({
  warnings: [],
  obstacles: [],
  estimate: { usd, asOf: null, isSure: true },
  size: null,
  calls: 1,
})

function setUp(answer: Answers['providers.plan'] = ({ n }) => planOf(n)) {
  const bridge = createFakeBridge({ 'providers.plan': answer })
  return { bridge, planner: createPlanner(createClient(bridge)) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('planner', () => {
  it('asks once the form has been quiet, and only for what is new', async () => {
    const { bridge, planner } = setUp()
    planner.ask(request({ n: 1 }))
    await vi.advanceTimersByTimeAsync(100)
    planner.ask(request({ n: 2 }))
    await vi.runAllTimersAsync()
    planner.ask(request({ n: 2 }))
    await vi.runAllTimersAsync()
    expect(bridge.calls.map(({ input }) => (input as PlanRequest).n)).toEqual([2])
    expect(selectPlan(planner.store.getState(), request({ n: 2 }))?.estimate.usd).toBe(2)
  })

  it('asks for the same again once the provider has changed', async () => {
    const { bridge, planner } = setUp()
    const [before, after] = [{}, {}]
    for (const about of [before, before, after]) {
      planner.ask(request(), about)
      await vi.runAllTimersAsync()
    }
    expect(bridge.calls).toHaveLength(2)
  })

  it('lets only the latest answer count, and cancels the one before', async () => {
    const slow = Promise.withResolvers<RequestPlan>()
    const { bridge, planner } = setUp(({ n }) => (n === 1 ? slow.promise : planOf(n)))
    planner.ask(request({ n: 1 }))
    await vi.runAllTimersAsync()
    planner.ask(request({ n: 3 }))
    await vi.runAllTimersAsync()
    slow.resolve(planOf(1))
    await vi.runAllTimersAsync()
    expect(bridge.cancelled).toHaveLength(1)
    expect(planner.store.getState().plan?.estimate.usd).toBe(3)
  })

  it('keeps the price while words are typed, but not for another count', async () => {
    const { planner } = setUp()
    planner.ask(request())
    await vi.runAllTimersAsync()
    const state = planner.store.getState()
    expect(selectPrice(state, request({ prompt: 'a house by the sea' }))?.estimate.usd).toBe(1)
    expect(selectPlan(state, request({ prompt: 'a house by the sea' }))).toBeNull()
    expect(selectPrice(state, request({ n: 2 }))).toBeNull()
    expect(selectPrice(state, null)).toBeNull()
  })

  it('answers at once to who cannot wait', async () => {
    const { planner } = setUp()
    planner.ask(request())
    await planner.settle()
    expect(selectPlan(planner.store.getState(), request())?.estimate.usd).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('says why there is no plan, and forgets it with the request', async () => {
    const { planner } = setUp(() => Promise.reject({ code: 'provider/unknown-model', message: 'No such model.' }))
    planner.ask(request())
    await planner.settle()
    expect(planner.store.getState()).toMatchObject({ plan: null, error: { code: 'provider/unknown-model' } })
    planner.ask(null)
    expect(planner.store.getState()).toEqual({ plan: null, of: null, error: null })
  })
})
