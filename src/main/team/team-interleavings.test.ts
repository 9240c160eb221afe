import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { teamFolderSchema } from '../../shared/domain/guarded-values.ts'
import type { LedgerEntry } from '../../shared/domain/ledger.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { reservationId, reserveIn } from './create-team-limit.ts'
import {
  continueJournal,
  emptyJournal,
  formatRecord,
  type Journal,
  type JournalContent,
  type Reservation,
} from './journal.ts'
import type { TeamFiles } from './team-files.ts'
import { toMicro, utcDay } from './team-sums.ts'

/** Two minutes before midnight in UTC, so that runs cross it. */
const startMs = Date.UTC(2026, 10, 26, 23, 58)

/** A folder in memory in which every read, every write and every line of a list takes a moment of its own. */
function createFolder(moment: (label: string) => Promise<void>, limitUsd: number) {
  const written = new Map<string, Uint8Array>()
  let nowMs = startMs
  const read = (path: string): Journal => continueJournal(emptyJournal, written.get(path) ?? new Uint8Array())!

  function filesOf(member: string): TeamFiles {
    return {
      async limits() {
        await moment('limits')
        return { perDayUsd: limitUsd, perMonthUsd: null }
      },
      setLimits: () => Promise.reject(new Error('not in this test')),
      async now() {
        await moment('now')
        nowMs += 7_000
        return nowMs
      },
      async append(month, contents) {
        const path = `${member}.${month}`
        for (const content of contents) {
          await moment('append')
          const line = new TextEncoder().encode(formatRecord(read(path).last + 1, 0, content))
          written.set(path, Uint8Array.from([...(written.get(path) ?? []), ...line]))
        }
        await moment('appended')
      },
      async readAll(month) {
        await moment('list')
        const paths = [...written.keys()].filter((path) => path.endsWith(month))
        const journals = new Map<string, Journal>()
        for (const path of paths) {
          await moment('read')
          journals.set(path, read(path))
        }
        return journals
      },
      async readOwn(month) {
        await moment('own')
        return read(`${member}.${month}`)
      },
    }
  }

  /** Everything in the folder. */
  const reservations = () => [...written.keys()].flatMap((path) => [...read(path).reservations.values()])
  return { filesOf, reservations }
}

interface Plan {
  readonly cents: number
  /** Share of the price that it came to; null = it never ends. */
  readonly cost: number | null
}

const anyPlan = fc.record({
  cents: fc.integer({ min: 1, max: 60 }),
  cost: fc.option(fc.constantFrom(0, 0.5, 1)),
})
const anyMembers = fc.array(
  // `dies`: after so many moments the program is killed.
  fc.record({
    plans: fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
    dies: fc.option(fc.integer({ max: 25, min: 0 })),
  }),
  { minLength: 2, maxLength: 4 },
)

type Reserve = typeof reserveIn

/** Runs all members at once in an order of the scheduler's. Returns what was sent, in millionths, by member. */
async function runMembers(
  scheduler: fc.Scheduler,
  members: readonly { plans: readonly Plan[]; dies: number | null }[],
  { limitUsd, reserve }: { limitUsd: number; reserve: Reserve },
) {
  const sent: { id: string; micro: number }[] = []
  const never = new Promise<never>(() => undefined)
  const shared = createFolder((label) => scheduler.schedule(Promise.resolve(), label), limitUsd)

  async function run(member: number, plans: readonly Plan[], dies: number | null): Promise<void> {
    let moments = 0
    const entries: LedgerEntry[] = []
    const files = killable(shared.filesOf(String(member)), () => dies !== null && ++moments > dies, never)
    for (const [index, { cents, cost }] of plans.entries()) {
      const attempt = { id: index + 1, callId: `call-${member}-${index}`, estimateUsd: cents / 100 }
      try {
        await reserve(files, attempt, {
          settings: () => ({ folder: teamFolderSchema.parse('/team'), member: null }),
          findEntries: async (ids) => entries.filter(({ id }) => ids.includes(id)),
        })
      } catch (thrown) {
        expect(toErrorData(thrown).code).toBe('money/over-cap')
        entries.push(entryOf(attempt, { outcome: 'failed', billed: 'no', realUsd: 0 }))
        continue
      }
      const isOver = cost !== null
      const usd = isOver ? (cents / 100) * cost : cents / 100
      sent.push({ id: reservationId(attempt), micro: toMicro(usd) })
      if (isOver) entries.push(entryOf(attempt, { outcome: 'done', billed: 'yes', realUsd: usd }))
    }
  }

  const runs = members.map(({ plans, dies }, member) => run(member, plans, dies))
  void Promise.allSettled(runs)
  await scheduler.waitIdle()
  const reservations = shared.reservations()
  return { sent, reservations, worstDay: worstDayOf(sent, reservations) }
}

/** The most that was sent for one day, in millionths of a dollar. */
function worstDayOf(
  sent: readonly { readonly id: string; readonly micro: number }[],
  reservations: readonly Reservation[],
): number {
  const days = new Map(reservations.map(({ id, day }) => [id, day]))
  const sums = new Map<string, number>()
  for (const { id, micro } of sent) {
    const day = days.get(id)
    // Without a reservation it would count for nobody.
    expect(day).toBeDefined()
    sums.set(day!, (sums.get(day!) ?? 0) + micro)
  }
  return Math.max(0, ...sums.values())
}

/** A killed program does nothing more, and leaves what it has written. */
function killable(files: TeamFiles, isDead: () => boolean, never: Promise<never>): TeamFiles {
  const guard =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      if (isDead()) return never
      const result = await work(...args)
      return isDead() ? never : result
    }
  return {
    limits: guard(files.limits),
    setLimits: guard(files.setLimits),
    now: guard(files.now),
    append: guard((month: string, contents: readonly JournalContent[]) => files.append(month, contents)),
    readAll: guard(files.readAll),
    readOwn: guard(files.readOwn),
  }
}

function entryOf(
  { id, callId, estimateUsd }: { id: number; callId: string; estimateUsd: number },
  end: Pick<LedgerEntry, 'outcome' | 'billed' | 'realUsd'>,
): LedgerEntry {
  return {
    id,
    callId,
    estimateUsd,
    atMs: 0,
    endedAtMs: 1,
    runId: null,
    documentId: null,
    provider: 'openai',
    model: 'any',
    operation: 'generate',
    pictures: 1,
    picturesCame: 1,
    estimateAsOf: null,
    usage: {},
    requestId: null,
    handle: null,
    words: null,
    startedBy: 'window',
    ...end,
  }
}

/** What must not be done: looks first, and writes then. */
const lookFirst: Reserve = async (files, attempt) => {
  const day = utcDay(await files.now())
  const month = day.slice(0, 7)
  const all = [...(await files.readAll(month)).values()].flatMap(({ reservations }) => [...reservations.values()])
  const total = all.filter((each) => each.day === day).reduce((sum, { micro }) => sum + micro, 0)
  const micro = toMicro(attempt.estimateUsd ?? 0)
  const limits = await files.limits()
  if (total + micro > toMicro(limits?.perDayUsd ?? 0)) {
    throw Object.assign(new Error('over'), { code: 'money/over-cap' })
  }
  await files.append(month, [{ type: 'reserve', id: reservationId(attempt), day, micro }])
}

const limitUsd = 1

describe('members who send at the same time', () => {
  it('never reserve more than the limit of a day, in any order, with any of them killed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyMembers, async (scheduler, members) => {
        const { worstDay } = await runMembers(scheduler, members, { limitUsd, reserve: reserveIn })
        expect(worstDay).toBeLessThanOrEqual(toMicro(limitUsd))
      }),
      { numRuns: 600 },
    )
  })

  it('would go beyond it if they looked first and wrote then, which this test can see', async () => {
    const result = await fc.check(
      fc.asyncProperty(fc.scheduler(), anyMembers, async (scheduler, members) => {
        const alive = members.map((member) => ({ ...member, dies: null }))
        const { worstDay } = await runMembers(scheduler, alive, { limitUsd, reserve: lookFirst })
        return worstDay <= toMicro(limitUsd)
      }),
      { numRuns: 400 },
    )
    expect(result.failed).toBe(true)
  })

  it('all pass where there is room for all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyMembers, async (scheduler, members) => {
        const alive = members.map((member) => ({ ...member, dies: null }))
        const { sent } = await runMembers(scheduler, alive, { limitUsd: 100, reserve: reserveIn })
        expect(sent).toHaveLength(alive.flatMap(({ plans }) => plans).length)
      }),
    )
  })

  it('leave nothing reserved of what was refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyMembers, async (scheduler, members) => {
        const alive = members.map(({ plans }) => ({
          plans: plans.map((plan) => ({ ...plan, cost: null })),
          dies: null,
        }))
        const { sent, reservations } = await runMembers(scheduler, alive, { limitUsd, reserve: reserveIn })
        const reserved = reservations.reduce((total, { micro }) => total + micro, 0)
        expect(reserved).toBe(sent.reduce((total, { micro }) => total + micro, 0))
      }),
    )
  })
})
