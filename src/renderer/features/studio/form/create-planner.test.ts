import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { blankRequest, type PlanRequest, type RequestPlan } from '../../../../shared/domain/generation.ts'
import { createClient } from '../../../client/index.ts'
import { createFakeBridge, type Answers } from '../../../../../test/support/window/fake-bridge.ts'
import {
  createPlanner,
  selectEntry,
  selectLastPlan,
  selectPrice,
  type PlanState,
  type Planner,
  planItems,
} from './create-planner.ts'
import { settle } from '../../../../../test/support/settle.ts'

const request = (change: Partial<PlanRequest> = {}): PlanRequest => ({
  ...blankRequest,
  provider: 'openai',
  model: 'gpt-image-2',
  prompt: 'a house',
  ...change,
})
const planOf = (usd: number): RequestPlan => ({
  warnings: [],
  obstacles: [],
  estimate: { usd, asOf: null, isSure: true },
  size: null,
  calls: 1,
})

const ask = (planner: Planner, ...requests: readonly PlanRequest[]) =>
  planner.ask(requests.map((each) => ({ request: each, about: [] })))
const selectPlan = (state: PlanState, of: PlanRequest) => selectEntry(state, of)?.plan ?? null

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
  it('requests a plan after a pause, and only for changed requests', async () => {
    const { bridge, planner } = setUp()
    ask(planner, request({ n: 1 }))
    await vi.advanceTimersByTimeAsync(100)
    ask(planner, request({ n: 2 }))
    await settle()
    ask(planner, request({ n: 2 }))
    await settle()
    expect(bridge.calls.map(({ input }) => (input as PlanRequest).n)).toEqual([2])
    expect(selectPlan(planner.store.getState(), request({ n: 2 }))?.estimate.usd).toBe(2)
  })

  it('requests the same plan again after the provider has changed', async () => {
    const { bridge, planner } = setUp()
    const [before, after] = [{}, {}]
    for (const provider of [before, before, after]) {
      planner.ask(planItems([{ request: request(), provider }], null))
      await settle()
    }
    expect(bridge.calls).toHaveLength(2)
  })

  it('requests the same plan again after the references have changed that its prompt may name', async () => {
    const { bridge, planner } = setUp()
    const provider = {}
    for (const references of [[], []]) {
      planner.ask(planItems([{ request: request({ prompt: 'a cat' }), provider }], references))
      await settle()
    }
    expect(bridge.calls).toHaveLength(1)
    for (const references of [[], []]) {
      planner.ask(planItems([{ request: request({ prompt: '@anna' }), provider }], references))
      await settle()
    }
    expect(bridge.calls).toHaveLength(3)
  })

  it('uses only the latest response and cancels the previous request', async () => {
    const slow = Promise.withResolvers<RequestPlan>()
    const { bridge, planner } = setUp(({ n }) => (n === 1 ? slow.promise : planOf(n)))
    ask(planner, request({ n: 1 }))
    await settle()
    ask(planner, request({ n: 3 }))
    await settle()
    slow.resolve(planOf(1))
    await settle()
    expect(bridge.cancelled).toHaveLength(1)
    expect(selectPlan(planner.store.getState(), request({ n: 3 }))?.estimate.usd).toBe(3)
  })

  it('keeps the price while the prompt changes, but not for another count', async () => {
    const { planner } = setUp()
    ask(planner, request())
    await settle()
    const state = planner.store.getState()
    expect(selectPrice(state, request({ prompt: 'a house by the sea' }))?.estimate.usd).toBe(1)
    expect(selectPlan(state, request({ prompt: 'a house by the sea' }))).toBeNull()
    expect(selectPrice(state, request({ n: 2 }))).toBeNull()
    expect(selectPrice(state, null)).toBeNull()
  })

  it('requests the plan at once on settle', async () => {
    const { planner } = setUp()
    ask(planner, request())
    await planner.settle()
    expect(selectPlan(planner.store.getState(), request())?.estimate.usd).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('settles with the plan, though its provider changes meanwhile', async () => {
    const first = Promise.withResolvers<RequestPlan>()
    const answers = [first.promise, planOf(2)]
    const { planner } = setUp(() => answers.shift()!)
    planner.ask([{ request: request(), about: ['before'] }])
    const settled = planner.settle()
    planner.ask([{ request: request(), about: ['after'] }])
    first.resolve(planOf(1))
    await settled
    expect(selectPlan(planner.store.getState(), request())?.estimate.usd).toBe(2)
  })

  it('keeps the error of a failed plan until the request is dropped', async () => {
    const { planner } = setUp(() => Promise.reject({ code: 'provider/unknown-model', message: 'No such model.' }))
    ask(planner, request())
    await planner.settle()
    expect(selectEntry(planner.store.getState(), request())).toMatchObject({
      plan: null,
      error: { code: 'provider/unknown-model' },
    })
    planner.ask([])
    expect(planner.store.getState()).toEqual({ entries: {} })
  })

  it('requests a plan per model, and again only for the changed one', async () => {
    const { bridge, planner } = setUp()
    const other = request({ provider: 'bfl', model: 'flux', n: 4 })
    ask(planner, request(), other)
    await planner.settle()
    ask(planner, request({ n: 2 }), other)
    await planner.settle()
    expect(bridge.calls.map(({ input }) => (input as PlanRequest).model)).toEqual([
      'gpt-image-2',
      'flux',
      'gpt-image-2',
    ])
    expect(selectPlan(planner.store.getState(), request({ n: 2 }))?.estimate.usd).toBe(2)
    expect(selectPlan(planner.store.getState(), other)?.estimate.usd).toBe(4)
  })

  it('drops a deselected model and ignores its pending response', async () => {
    const slow = Promise.withResolvers<RequestPlan>()
    const { bridge, planner } = setUp(({ model }) => (model === 'flux' ? slow.promise : planOf(1)))
    const other = request({ provider: 'bfl', model: 'flux' })
    ask(planner, request(), other)
    await settle()
    ask(planner, request())
    slow.resolve(planOf(9))
    await planner.settle()
    expect(bridge.cancelled).toHaveLength(1)
    expect(Object.keys(planner.store.getState().entries)).toEqual(['openai/gpt-image-2'])
  })

  it('keeps the last plan while the mask changes, but not for another task or image', async () => {
    const { planner } = setUp()
    const fill = request({ intent: 'fill', growPx: 4 })
    ask(planner, fill)
    await planner.settle()
    const state = planner.store.getState()
    expect(selectLastPlan(state, { ...fill, growPx: 9 })).not.toBeNull()
    expect(selectLastPlan(state, { ...fill, intent: 'add' })).toBeNull()
    expect(selectLastPlan(state, { ...fill, sourceId: '01B' as never })).toBeNull()
    expect(selectLastPlan(state, null)).toBeNull()
  })
})
