import { expect, it, vi } from 'vitest'
import type { AgentLimits } from '../../../shared/domain/agent-settings.ts'
import { noCost, sumCosts, type CostSum } from '../../../shared/util/sum-costs.ts'
import { AgentSpendGate, DaySpending } from './agent-spend-gate.ts'

const notKnown = 'What earlier requests cost is not known, so the limits cannot be checked.'

/** No other process has set anything aside. */
const holdAlone = () => Promise.resolve({ beforeUsd: 0, release: () => undefined })

function open(limits: AgentLimits, finished: number | null = 0, underWay: number | null = 0) {
  const spending = { finished: sumCosts([finished]), underWay: sumCosts([underWay]) }
  const day = new DaySpending(() => Promise.resolve(spending), holdAlone)
  return { day, gate: new AgentSpendGate(() => limits, day), other: new AgentSpendGate(() => limits, day) }
}

async function objections(gate: AgentSpendGate, usd: number | null): Promise<readonly string[]> {
  const decision = await gate.admit(usd, false)
  if ('reasons' in decision) return decision.reasons
  decision.settle(noCost)
  return []
}

async function reserve(gate: AgentSpendGate, usd: number | null, isApproved = false) {
  const decision = await gate.admit(usd, isApproved)
  if ('reasons' in decision) throw new Error(decision.reasons.join(' '))
  return decision.settle
}

it('lets free calls pass, whatever was spent', async () => {
  const { gate } = open({ perSessionUsd: 0, perDayUsd: 0 })
  expect(await objections(gate, 0)).toEqual([])
})

it('lets anything pass without limits', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: null }, 1_000)
  expect(await objections(gate, null)).toEqual([])
  expect(await objections(gate, 500)).toEqual([])
})

it('objects to an unknown price where there is a limit', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: 5 })
  expect(await objections(gate, null)).toEqual(['The price is not known beforehand.'])
})

it('counts a session by what its calls cost in the end', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const settle = await reserve(gate, 0.8)
  expect(await objections(gate, 0.3)).toEqual(['The limit per session is $1.00; $0.80 has been spent.'])
  settle(sumCosts([0.2]))
  settle(sumCosts([0.9]))
  expect(await objections(gate, 0.8)).toEqual([])
  const unknown = await reserve(gate, 0.8)
  unknown(sumCosts([null]))
  expect(await objections(gate, 0.1)).toEqual(['The limit per session is $1.00; $1.00 has been spent.', notKnown])
})

it('counts all sessions of a day together, with what is in progress', async () => {
  const { gate, other } = open({ perSessionUsd: null, perDayUsd: 5 }, 4)
  const settle = await reserve(gate, 0.8)
  expect(await objections(other, 0.3)).toEqual(['The limit per day for agents is $5.00; $4.80 has been spent today.'])
  settle(noCost)
  expect(await objections(other, 0.3)).toEqual([])
})

it('counts what a plan that was taken up may still spend, from before that is known to its end', async () => {
  const { day, gate } = open({ perSessionUsd: null, perDayUsd: 5 }, 4)
  const { promise, resolve } = Promise.withResolvers<CostSum>()
  const reserving = day.reserveLater(promise)
  const asked = objections(gate, 0.3)
  resolve(sumCosts([0.8]))
  expect(await asked).toEqual(['The limit per day for agents is $5.00; $4.80 has been spent today.'])
  const release = await reserving
  release()
  release()
  expect(await objections(gate, 0.3)).toEqual([])
})

it('sets aside for other processes what a plan that was taken up may still spend, until its end', async () => {
  const release = vi.fn<() => void>()
  const hold = vi.fn<(usd: number, limitUsd: number | null) => Promise<object>>(async () => ({ beforeUsd: 0, release }))
  const day = new DaySpending(() => Promise.resolve({ finished: noCost, underWay: noCost }), hold as never)
  const end = await day.reserveLater(Promise.resolve(sumCosts([0.8])))
  expect([hold.mock.calls, release.mock.calls]).toEqual([[[0.8, null]], []])
  end()
  expect(release).toHaveBeenCalledOnce()
})

it('goes on where what a plan may spend cannot be found out', async () => {
  const { day, gate } = open({ perSessionUsd: null, perDayUsd: 5 })
  await expect(day.reserveLater(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await objections(gate, 0.3)).toEqual([])
})

it('admits of calls at the same time only what fits', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: 5 }, 4)
  const decisions = await Promise.all([0.4, 0.4, 0.4, 0.4].map((usd) => gate.admit(usd, false)))
  expect(decisions.map((decision) => 'settle' in decision)).toEqual([true, true, false, false])
})

it('counts what somebody allowed beyond the limits', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  expect(await gate.admit(3, true)).toHaveProperty('settle')
  expect(await objections(gate, 0.01)).toEqual(['The limit per session is $1.00; $3.00 has been spent.'])
})

it('objects to what costs money once a call of the session cost what nobody knows', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const settle = await reserve(gate, null, true)
  expect(await objections(gate, 0.1)).toEqual([notKnown])
  settle(sumCosts([0.4, null]))
  expect(await objections(gate, 0.1)).toEqual([notKnown])
  expect(await objections(gate, 0.7)).toEqual(['The limit per session is $1.00; $0.40 has been spent.', notKnown])
  expect(await objections(gate, 0)).toEqual([])
})

it('goes on once it is known what a call without a price has cost', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const settle = await reserve(gate, null, true)
  settle(sumCosts([0.4]))
  expect(await objections(gate, 0.1)).toEqual([])
})

it('objects for the rest of the day to what costs money after a request of unknown cost, also of another session', async () => {
  const limits = { perSessionUsd: null, perDayUsd: 5 }
  expect(await objections(open(limits, null).gate, 0.1)).toEqual([notKnown])
  expect(await objections(open(limits, 0, null).gate, 0.1)).toEqual([notKnown])
  const { gate, other } = open(limits)
  await reserve(gate, null, true)
  expect(await objections(other, 0.1)).toEqual([notKnown])
})

it('counts what an earlier process has begun, and what this one has begun only once', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: 5 }, 4, 0.8)
  expect(await objections(gate, 0.3)).toEqual(['The limit per day for agents is $5.00; $4.80 has been spent today.'])
  await reserve(gate, 0.8, true)
  expect(await objections(gate, 0.2)).toEqual([])
})
