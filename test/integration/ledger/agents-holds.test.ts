import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AgentSpendGate, DaySpending } from '../../../src/main/automation/mcp/agent-spend-gate.ts'
import type { Database } from '../../../src/main/database/index.ts'
import { createLedger } from '../../../src/main/ledger/index.ts'
import type { Caps } from '../../../src/shared/domain/ledger.ts'
import { noCost } from '../../../src/shared/util/sum-costs.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestDatabase } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const clock = createFakeClock()
const caps: Caps = { perRunUsd: null, perDayUsd: 1, perMonthUsd: null, onOver: 'ask' }
let home: TemporaryHome
/** Of one library, in two programs. */
let databases: readonly Database[]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  home = await createTemporaryHome()
  databases = [1, 2].map(() => openTestDatabase(home.paths.databaseFile))
})
afterEach(async () => {
  vi.useRealTimers()
  for (const database of databases) await database.dispose()
  await home.remove()
})

/** What was sent to the databases before has been done. */
const settled = () => Promise.all(databases.map((each) => each.call('ledger.findOpen', { callId: '' })))

it('agents count what agents of another program have set aside, which takes nothing of the user’s', async () => {
  const ledgers = databases.map((database) =>
    createLedger({ database, caps: () => caps, clock, logger: createRecordingLogger(), startedBy: 'window' }),
  )
  const [first, second] = ledgers.map(({ holdForAgent }) => {
    const spent = { finished: { usd: 4, unpriced: 0 }, underWay: noCost }
    const day = new DaySpending(() => Promise.resolve(spent), holdForAgent)
    return new AgentSpendGate(() => ({ perSessionUsd: null, perDayUsd: 5 }), day)
  })
  const decisions = await Promise.all([first!, second!].map((gate) => gate.admit(0.8, false)))
  const reasons = ['The limit per day for agents is $5.00; $4.80 has been spent today.']
  expect(decisions.filter((decision) => 'reasons' in decision)).toEqual([{ reasons }])
  // The request is held for the user's limit itself.
  expect(await ledgers[0]!.check([0.8])).toEqual({ type: 'fine', reasons: [] })
  // A call may take longer than a hold lasts.
  for (let passedMs = 0; passedMs < 300_000; passedMs += 30_000) {
    clock.advance(30_000)
    vi.advanceTimersByTime(30_000)
    await settled()
  }
  expect(await first!.admit(0.8, false)).toEqual({ reasons })
  expect(await second!.admit(0.8, false)).toEqual({ reasons })
  for (const decision of decisions) if ('settle' in decision) decision.settle(noCost)
  await settled()
  expect(await second!.admit(0.8, false)).toHaveProperty('settle')
  expect(await first!.admit(0.8, true)).toHaveProperty('settle')
})

it('a hold that cannot be written is said, and ends the call', async () => {
  const logger = createRecordingLogger()
  const database = { call: () => Promise.reject(new Error('disk full')) }
  const { holdForAgent } = createLedger({ database, caps: () => caps, clock, logger, startedBy: 'window' })
  await expect(holdForAgent(0.8, 5)).rejects.toThrow('disk full')
  expect(logger.entries.map(({ event }) => event)).toEqual(['ledger.not-held'])
})
