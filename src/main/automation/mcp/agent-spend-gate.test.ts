import { expect, it, vi } from 'vitest'
import type { AgentLimits } from '../../../shared/domain/agent-settings.ts'
import { noCost, sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import type { Ledger } from '../../ledger/index.ts'
import { AgentSpendGate } from './agent-spend-gate.ts'

const notKnown = 'What earlier requests cost is not known, so the limits cannot be checked.'

/** @param isRefused what the ledger decides for the day; of real ones, see test/integration/ledger */
function open(limits: AgentLimits, today = noCost, isRefused = false) {
  const release = vi.fn<() => void>()
  const holdForAgent = vi.fn<Ledger['holdForAgent']>(async () => ({ today, release: isRefused ? null : release }))
  const agentsToday = () => Promise.resolve(today)
  return { release, holdForAgent, gate: new AgentSpendGate(() => limits, { agentsToday, holdForAgent }) }
}

async function objections(gate: AgentSpendGate, usd: number | null): Promise<readonly string[]> {
  const decision = await gate.admit(sumCosts([usd]), false)
  if ('reasons' in decision) return decision.reasons
  decision.admitted.settle(noCost)
  return []
}

async function admit(gate: AgentSpendGate, cost: CostSum, isApproved = false) {
  const decision = await gate.admit(cost, isApproved)
  if ('reasons' in decision) throw new Error(decision.reasons.join(' '))
  return decision.admitted
}

it('lets free calls pass, whatever was spent', async () => {
  const { gate, holdForAgent } = open({ perSessionUsd: 0, perDayUsd: 0 }, sumCosts([9, null]), true)
  expect(await objections(gate, 0)).toEqual([])
  expect(holdForAgent).not.toHaveBeenCalled()
})

it('lets anything pass without limits', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: null }, sumCosts([1_000]))
  expect(await objections(gate, null)).toEqual([])
  expect(await objections(gate, 500)).toEqual([])
})

it.each([
  { perSessionUsd: null, perDayUsd: 5 },
  { perSessionUsd: 5, perDayUsd: null },
])('objects to an unknown price where there is a limit: %o', async (limits) => {
  const { gate, holdForAgent } = open(limits)
  expect(await objections(gate, null)).toEqual(['The price is not known beforehand.'])
  const partly = await gate.admit({ usd: 0.1, unpriced: 1 }, false)
  expect(partly).toEqual({ reasons: ['The price is not known beforehand.'] })
  expect(holdForAgent).not.toHaveBeenCalled()
})

it('counts a session by what its calls cost in the end', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const { settle } = await admit(gate, sumCosts([0.8]))
  expect(await objections(gate, 0.3)).toEqual(['The limit per session is $1.00; $0.80 has been spent.'])
  settle(sumCosts([0.2]))
  settle(sumCosts([0.9]))
  expect(await objections(gate, 0.8)).toEqual([])
  const unknown = await admit(gate, sumCosts([0.8]))
  unknown.settle(sumCosts([null]))
  expect(await objections(gate, 0.1)).toEqual(['The limit per session is $1.00; $1.00 has been spent.', notKnown])
})

it('holds the whole cost until its requests are on disk, or it has ended', async () => {
  const { gate, holdForAgent, release } = open({ perSessionUsd: null, perDayUsd: 5 })
  const cost = { usd: 0.8, unpriced: 0 }
  const sent = await admit(gate, cost)
  expect(holdForAgent.mock.calls).toEqual([[cost, 5]])
  expect(release).not.toHaveBeenCalled()
  sent.queued()
  expect(release).toHaveBeenCalledOnce()
  const failed = await admit(gate, cost)
  failed.settle(noCost)
  expect(release).toHaveBeenCalledTimes(2)
})

it('holds what somebody allowed, too, with what is unknown of it, beyond any limit', async () => {
  const { gate, holdForAgent } = open({ perSessionUsd: 1, perDayUsd: 1 })
  await admit(gate, { usd: 3, unpriced: 1 }, true)
  expect(holdForAgent.mock.calls).toEqual([[{ usd: 3, unpriced: 1 }, null]])
})

it('counts nothing of a call that the day’s limit refuses, or that cannot be held', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: 5 }, sumCosts([4.8]), true)
  const reasons = ['The limit per day for agents is $5.00; $4.80 has been spent today or is waiting.']
  expect(await objections(gate, 0.9)).toEqual(reasons)
  expect(await objections(gate, 0.9)).toEqual(reasons)
  const { gate: failing, holdForAgent } = open({ perSessionUsd: 1, perDayUsd: 5 })
  holdForAgent.mockRejectedValueOnce(new Error('disk full'))
  await expect(failing.admit(sumCosts([0.9]), false)).rejects.toThrow('disk full')
  expect(await objections(failing, 0.9)).toEqual([])
})

it('names all limits that are in the way', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: 5 }, sumCosts([4.8, null]))
  expect(await objections(gate, 1.5)).toEqual([
    'The limit per session is $1.00; $0.00 has been spent.',
    'The limit per day for agents is $5.00; $4.80 has been spent today or is waiting.',
    notKnown,
  ])
})

it('counts what somebody allowed beyond the limits', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  await admit(gate, sumCosts([3]), true)
  expect(await objections(gate, 0.01)).toEqual(['The limit per session is $1.00; $3.00 has been spent.'])
})

it('counts what is known of a cost that somebody allowed without knowing all of it', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  await admit(gate, { usd: 3, unpriced: 1 }, true)
  expect(await objections(gate, 0.01)).toEqual(['The limit per session is $1.00; $3.00 has been spent.', notKnown])
})

it('objects to what costs money once a call of the session cost what nobody knows', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const { settle } = await admit(gate, sumCosts([null]), true)
  expect(await objections(gate, 0.1)).toEqual([notKnown])
  settle(sumCosts([0.4, null]))
  expect(await objections(gate, 0.1)).toEqual([notKnown])
  expect(await objections(gate, 0.7)).toEqual(['The limit per session is $1.00; $0.40 has been spent.', notKnown])
  expect(await objections(gate, 0)).toEqual([])
})

it('goes on once it is known what a call without a price has cost', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const { settle } = await admit(gate, sumCosts([null]), true)
  settle(sumCosts([0.4]))
  expect(await objections(gate, 0.1)).toEqual([])
})
