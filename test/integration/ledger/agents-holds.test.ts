import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AgentSpendGate } from '../../../src/main/automation/mcp/agent-spend-gate.ts'
import type { Database } from '../../../src/main/database/index.ts'
import { createLedger, type Ledger } from '../../../src/main/ledger/index.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { AssetId, EditPlanBatchId, EditPlanId } from '../../../src/shared/domain/ids.ts'
import type { Caps } from '../../../src/shared/domain/ledger.ts'
import { localDay } from '../../../src/shared/util/local-day.ts'
import { noCost, sumCosts, type CostSum } from '../../../src/shared/util/sum-costs.ts'
import { buildJob } from '../../support/build-job.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { attemptEnd, newAttempt } from '../../support/ledger-attempts.ts'
import { openTestDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'

const clock = createFakeClock()
const caps: Caps = { perRunUsd: null, perDayUsd: 1, perMonthUsd: null, onOver: 'ask' }
const limits = { perSessionUsd: null, perDayUsd: 5 }
const spentNotKnown = 'What earlier requests cost is not known, so the limits cannot be checked.'
const home = withHome()
/** Of one library, in two programs. */
let databases: readonly [Database, Database]
let ledgers: readonly [Ledger, Ledger]
let gates: readonly [AgentSpendGate, AgentSpendGate]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  databases = [openTestDatabase(home.paths.databaseFile), openTestDatabase(home.paths.databaseFile)]
  ledgers = [ledgerOn(databases[0]), ledgerOn(databases[1])]
  gates = [gateOn(ledgers[0]), gateOn(ledgers[1])]
})
afterEach(async () => {
  vi.useRealTimers()
  for (const database of databases) await database.dispose()
})

function ledgerOn(database: Pick<Database, 'call'>, logger = createRecordingLogger()): Ledger {
  return createLedger({ database, caps: () => caps, clock, logger, startedBy: 'command-line' })
}

function gateOn(ledger: Ledger): AgentSpendGate {
  return new AgentSpendGate(() => limits, ledger)
}

/** What was sent to the databases before has been done. */
const settled = () => Promise.all(databases.map((each) => each.call('ledger.findOpen', { callId: '' })))

async function admit(gate: AgentSpendGate, cost: CostSum, isApproved = false) {
  const decision = await gate.admit(cost, isApproved)
  if ('reasons' in decision) throw new Error(decision.reasons.join(' '))
  return decision.admitted
}

const overDay = (spent: string) => ({
  reasons: [`The limit per day for agents is $5.00; ${spent} has been spent today or is waiting.`],
})

interface AskedCall {
  readonly callId: string
  readonly estimateUsd: number | null
  readonly runId?: string
  readonly trace?: Record<string, string>
  readonly isOfAgent?: boolean
}

/** Puts an agent's request into the queue, as the program does before it is sent. */
async function queue({ callId, estimateUsd, runId, trace, isOfAgent = true }: AskedCall): Promise<void> {
  const job = buildJob({ callId, estimateUsd, ...(runId !== undefined && { runId }) })
  const request = { trace: { ...(isOfAgent && { agent: 'Trial' }), ...trace } }
  const body = JSON.stringify({ version: 1, jobIds: [job.id], request, estimateUsd })
  const call = { callId, lane: 'openai', position: 1, hasOwnKey: false, body, maskKey: null, createdAtMs: 1 }
  const owner = { pid: 1, atMs: 1 }
  await databases[0].call('queue.add', { calls: [call], jobs: [job], masks: [], owner, instead: null } as never)
}

const attempt = ({ callId, estimateUsd }: AskedCall) =>
  ledgers[0].open(newAttempt({ atMs: clock.nowMs(), callId, estimateUsd, startedBy: 'agent' }))

const finish = (id: number, end: Partial<Parameters<typeof attemptEnd>[0]> = {}) =>
  ledgers[0].close(id, attemptEnd({ endedAtMs: clock.nowMs(), ...end }))

const leaveQueue = (callId: string) =>
  databases[0].call('queue.end', { callIds: [callId], jobs: [], nowMs: clock.nowMs() })

it('agents count what agents of another program have set aside, which takes nothing of the user’s', async () => {
  await finish(await attempt({ callId: 'earlier', estimateUsd: 4 }))
  const cost = sumCosts([0.8])
  const decisions = await Promise.all(gates.map((gate) => gate.admit(cost, false)))
  expect(decisions.filter((decision) => 'reasons' in decision)).toEqual([overDay('$4.80')])
  // The request is held for the user's limit itself: $4.00 are spent, nothing waits.
  expect(await ledgers[0].check([0.8])).toMatchObject({ reasons: [expect.not.stringContaining('wait')] })
  // Planning may take longer than a hold lasts.
  for (let passedMs = 0; passedMs < 300_000; passedMs += 30_000) {
    clock.advance(30_000)
    vi.advanceTimersByTime(30_000)
    await settled()
  }
  expect(await gates[0].admit(cost, false)).toEqual(overDay('$4.80'))
  expect(await gates[1].admit(cost, false)).toEqual(overDay('$4.80'))
  for (const decision of decisions) if ('admitted' in decision) decision.admitted.settle(noCost)
  await settled()
  expect(await gates[1].admit(cost, false)).toHaveProperty('admitted')
  expect(await gates[0].admit(cost, true)).toHaveProperty('admitted')
})

it('a hold of a program that was killed ends by itself', async () => {
  await admit(gates[0], sumCosts([4.5]))
  vi.clearAllTimers()
  clock.advance(119_000)
  expect(await gates[1].admit(sumCosts([0.8]), false)).toEqual(overDay('$4.50'))
  clock.advance(1_000)
  await admit(gates[1], sumCosts([0.8]))
})

it('a hold from before the clock was set back a day lasts no longer than another', async () => {
  await admit(gates[0], sumCosts([4.5]))
  vi.clearAllTimers()
  clock.advance(-86_400_000)
  expect(await gates[1].admit(sumCosts([0.8]), false)).toEqual(overDay('$4.50'))
  clock.advance(120_000)
  await admit(gates[1], sumCosts([0.8]))
})

const owner = { callId: 'later', pid: 1 }

it.each([
  ['before it was sent, as after a kill', async () => undefined],
  ['put back, as without a network', () => databases[0].call('queue.putBack', owner)],
  ['turned away by its service', () => databases[0].call('queue.step', { ...owner, stage: 'waiting', jobs: [] })],
])(
  'what waits with an attempt of the day before counts today, until it is sent and from then on: %s',
  async (_, wait) => {
    await queue({ callId: owner.callId, estimateUsd: 4.5 })
    const [database, ledger] = [databases[0], ledgers[0]]
    await database.call('queue.begin', owner)
    const id = await attempt({ callId: owner.callId, estimateUsd: 4.5 })
    await wait()
    const days = async () => {
      const today = localDay(clock.nowMs())
      const span = {
        runId: null,
        day: today,
        firstOfMonth: '2026-11-01',
        lastOfMonth: '2026-11-30',
        nowMs: clock.nowMs(),
      }
      const { day, month } = await database.call('ledger.committed', span)
      return [(await ledger.agentsToday()).usd, day.perhaps + day.waiting, month.perhaps + month.waiting]
    }
    expect(await days()).toEqual([4.5, 4.5, 4.5])
    clock.advance(86_400_000)
    expect(await days()).toEqual([4.5, 4.5, 4.5])
    await ledger.redate(id, clock.nowMs())
    await database.call('queue.step', { ...owner, stage: 'sending', attemptId: id, jobs: [] })
    expect(await days()).toEqual([4.5, 4.5, 4.5])
    // What was sent cost on the day on which it was.
    clock.advance(86_400_000)
    expect(await days()).toEqual([0, 0, 4.5])
  },
)

/** A call of another program, step by step. */
function createOtherCall() {
  const call = { callId: 'other', estimateUsd: 0.8 }
  const refusals: unknown[] = []
  let admitted: Awaited<ReturnType<typeof admit>>
  let id: number
  const steps = [
    async () => {
      const decision = await gates[1].admit(sumCosts([call.estimateUsd]), false)
      if ('admitted' in decision) ({ admitted } = decision)
      else refusals.push(decision)
    },
    () => queue(call),
    async () => admitted.queued(),
    async () => void (id = await attempt(call)),
    () => finish(id, { realUsd: 0.8 }),
    () => leaveQueue(call.callId),
    async () => admitted.settle(sumCosts([0.8])),
  ]
  let done = 0
  return {
    refusals,
    async advance(most: number) {
      for (; most > 0 && done < steps.length && refusals.length === 0; most--) await steps[done++]!()
      await settled()
    },
  }
}

const stepsOfOther = 7
const orders = Array.from({ length: stepsOfOther + 1 }, (_, before) =>
  Array.from({ length: stepsOfOther + 1 - before }, (_none, during) => [before, during] as const),
)
it.each(orders.flat())(
  'of calls of two programs only what fits is admitted: %i steps of the other one before, %i after each look',
  async (before, after) => {
    await finish(await attempt({ callId: 'earlier', estimateUsd: 4 }))
    const other = createOtherCall()
    await other.advance(before)
    const call: Database['call'] = async (name, input) => {
      const output = await databases[0].call(name, input)
      await other.advance(after)
      return output
    }
    const decision = await gateOn(ledgerOn({ call })).admit(sumCosts([0.8]), false)
    // In the moment between being queued and giving up its hold, a call counts as both.
    const refusal = overDay(before === 2 ? '$5.60' : '$4.80')
    expect(decision).toEqual(before > 0 ? refusal : { admitted: expect.anything() })
    expect(other.refusals).toEqual(before === 0 && after > 0 ? [overDay('$4.80')] : [])
  },
)

it('counts what a killed program may be billed for until that is settled, once, beside what is at work here', async () => {
  const lost = { callId: 'lost', estimateUsd: 0.8 }
  await queue(lost)
  const lostId = await attempt(lost)
  await queue({ callId: 'unsent', estimateUsd: 0.7 })
  const ledger = ledgers[1]
  expect(await ledger.agentsToday()).toEqual(sumCosts([1.5]))
  // This program's own call is as large as both.
  const own = await admit(gates[1], sumCosts([1.5]))
  expect(await ledger.agentsToday()).toEqual(sumCosts([3]))
  await queue({ callId: 'own', estimateUsd: 1.5 })
  own.queued()
  await settled()
  expect(await ledger.agentsToday()).toEqual(sumCosts([3]))
  await attempt({ callId: 'own', estimateUsd: 1.5 })
  expect(await ledger.agentsToday()).toEqual(sumCosts([3]))
  expect(await gates[1].admit(sumCosts([2.5]), false)).toEqual(overDay('$3.00'))
  // Nobody knows how it ended.
  await leaveQueue('lost')
  expect(await ledger.agentsToday()).toEqual(sumCosts([3]))
  await finish(lostId, { outcome: 'failed', billed: 'no', picturesCame: 0 })
  expect(await ledger.agentsToday()).toEqual(sumCosts([2.2]))
  await leaveQueue('unsent')
  expect(await ledger.agentsToday()).toEqual(sumCosts([1.5]))
  // A person's requests are not agents'.
  await ledgers[0].open(newAttempt({ atMs: clock.nowMs(), callId: 'person', estimateUsd: 1 }))
  expect(await ledger.agentsToday()).toEqual(sumCosts([1.5]))
})

it('a call that was turned away, and waits for the next service, counts once', async () => {
  const turnedAway = { callId: 'turned-away', estimateUsd: 0.8 }
  await queue(turnedAway)
  await finish(await attempt(turnedAway), { outcome: 'failed', billed: 'no', picturesCame: 0 })
  expect(await ledgers[1].agentsToday()).toEqual(sumCosts([0.8]))
})

it('counts neither other days nor what a person has queued', async () => {
  await finish(await attempt({ callId: 'yesterday', estimateUsd: 0.8 }))
  clock.advance(86_400_000)
  await queue({ callId: 'person', estimateUsd: 0.7, isOfAgent: false })
  expect(await ledgers[1].agentsToday()).toEqual(noCost)
})

it('an unknown price is never free, from before it is queued until it is known', async () => {
  const unknown = { callId: 'unknown', estimateUsd: null }
  const refuses = async () => expect(await gates[1].admit(sumCosts([0.1]), false)).toEqual({ reasons: [spentNotKnown] })
  const asked = { reasons: ['The price is not known beforehand.'] }
  expect(await gates[0].admit(sumCosts([0.2, null]), false)).toEqual(asked)
  expect(await ledgers[0].holdForAgent(sumCosts([null]), 5)).toEqual({ today: noCost, release: null })
  await admit(gates[1], sumCosts([0.1]))
  const { queued } = await admit(gates[0], sumCosts([0.2, null]), true)
  expect(await ledgers[1].agentsToday()).toEqual(sumCosts([0.1, 0.2, null]))
  await refuses()
  await queue(unknown)
  queued()
  await settled()
  await refuses()
  const id = await attempt(unknown)
  await refuses()
  await leaveQueue('unknown')
  await finish(id, { realUsd: 0.3 })
  expect(await ledgers[1].agentsToday()).toEqual(sumCosts([0.1, 0.3]))
  await admit(gates[1], sumCosts([0.1]))
})

it('a plan counts once, however far it has come: what is made, what is queued, and what is ahead', async () => {
  const id = newId<EditPlanBatchId>()
  const planIds = [newId<EditPlanId>(), newId<EditPlanId>()]
  const sourceId = newId<AssetId>()
  await databases[0].call('planBatches.add', { id, templateId: null, name: '', startedBy: 'agent', createdAtMs: 1 })
  for (const [position, planId] of planIds.entries())
    await databases[0].call('planBatches.addImage', { id, planId, sourceId, position })
  await databases[0].call('planBatches.setState', { id, state: 'ready' })
  const plans = planIds.map((planId, at) => {
    const run = { runId: `run-${at}`, sourceId, steps: [], agent: 'Trial', cost: sumCosts([0.4, 0.6, null]) }
    return { planId, steps: [], run, again: [] }
  })
  const whole = sumCosts([1, 1, null, null])
  const isWhole = async () => expect(await ledgers[1].agentsToday()).toEqual(whole)
  expect(await ledgers[1].agentsToday()).toEqual(noCost)
  await databases[0].call('planBatches.begin', { id, driver: { pid: 1, atMs: 1 }, plans })
  await isWhole()
  for (const [at, planId] of planIds.entries()) {
    await databases[0].call('planBatches.takeTurns', { id, most: 1 })
    await isWhole()
    for (const [step, estimateUsd] of [0.4, 0.6, null].entries()) {
      const call = { callId: `call-${at}-${step}`, estimateUsd }
      await queue({ ...call, runId: `run-${at}`, trace: { editPlan: planId, editStep: `key-${step}` } })
      await isWhole()
      const attemptId = await attempt(call)
      await isWhole()
      await finish(attemptId)
      await leaveQueue(call.callId)
      await isWhole()
    }
    await databases[0].call('editPlans.end', { id: planId })
    await isWhole()
  }
})

/** A plan on one image that is running, with $1.00 ahead. */
async function runPlan(startedBy: 'agent' | 'window'): Promise<EditPlanId> {
  const id = newId<EditPlanBatchId>()
  const planId = newId<EditPlanId>()
  const sourceId = newId<AssetId>()
  const [database] = databases
  await database.call('planBatches.add', { id, templateId: null, name: '', startedBy, createdAtMs: 1 })
  await database.call('planBatches.addImage', { id, planId, sourceId, position: 0 })
  await database.call('planBatches.setState', { id, state: 'ready' })
  const run = { runId: 'run', sourceId, steps: [], agent: 'Trial', cost: sumCosts([0.4, 0.6]) }
  const plans = [{ planId, steps: [], run, again: [] }]
  await database.call('planBatches.begin', { id, driver: { pid: 1, atMs: 1 }, plans })
  return planId
}

it('a plan of the window does not count', async () => {
  await runPlan('window')
  expect(await ledgers[1].agentsToday()).toEqual(noCost)
})

it('what a plan does not come to make no longer counts once it is stopped', async () => {
  const planId = await runPlan('agent')
  // Its program was killed: until another one has ended it, nobody knows what is sent for it.
  clock.advance(600_000)
  expect(await ledgers[1].agentsToday()).toEqual(sumCosts([1]))
  await databases[0].call('planBatches.setWaiting', { planIds: [planId], isWaiting: false })
  expect(await ledgers[1].agentsToday()).toEqual(noCost)
})

it('a hold that cannot be written is said, and ends the call', async () => {
  const logger = createRecordingLogger()
  const broken = ledgerOn({ call: () => Promise.reject(new Error('disk full')) }, logger)
  await expect(broken.holdForAgent(sumCosts([0.8]), 5)).rejects.toThrow('disk full')
  expect(logger.entries.map(({ event }) => event)).toEqual(['ledger.not-held'])
})
