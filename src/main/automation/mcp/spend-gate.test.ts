import { expect, it } from 'vitest'
import { SpendGate, type AgentLimits } from './spend-gate.ts'

function open(limits: AgentLimits, finishedUsd = 0) {
  const day = { inFlightUsd: 0, finishedUsd: () => Promise.resolve(finishedUsd) }
  return { day, gate: new SpendGate(() => limits, day), other: new SpendGate(() => limits, day) }
}

it('lets free calls pass, whatever was spent', async () => {
  const { gate } = open({ perSessionUsd: 0, perDayUsd: 0 })
  expect(await gate.objections(0)).toEqual([])
})

it('lets anything pass without limits', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: null }, 1_000)
  expect(await gate.objections(null)).toEqual([])
  expect(await gate.objections(500)).toEqual([])
})

it('objects to an unknown price where there is a limit', async () => {
  const { gate } = open({ perSessionUsd: null, perDayUsd: 5 })
  expect(await gate.objections(null)).toEqual(['The price is not known beforehand.'])
})

it('counts a session by what its calls cost in the end', async () => {
  const { gate } = open({ perSessionUsd: 1, perDayUsd: null })
  const settle = gate.reserve(0.8)
  expect(await gate.objections(0.3)).toEqual(['The limit per session is $1.00; $0.80 has been spent.'])
  settle(0.2)
  settle(0.9)
  expect(await gate.objections(0.8)).toEqual([])
  gate.reserve(0.8)(null)
  expect(await gate.objections(0.1)).toHaveLength(1)
})

it('counts all sessions of a day together, with what is in progress', async () => {
  const { day, gate, other } = open({ perSessionUsd: null, perDayUsd: 5 }, 4)
  const settle = gate.reserve(0.8)
  expect(await other.objections(0.3)).toEqual(['The limit per day for agents is $5.00; $4.80 has been spent today.'])
  settle(0)
  expect(day.inFlightUsd).toBe(0)
  expect(await other.objections(0.3)).toEqual([])
})
