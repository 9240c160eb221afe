import { expect, it } from 'vitest'
import { createRecordingLogger } from '../../../../test/support/recording-logger.ts'
import type { CallStep } from '../../../shared/domain/queue.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { AttemptLedger } from '../attempt-ledger.ts'
import { createCallJournal, type CallJournalNeeds } from './call-journal.ts'
import type { GenerationCall } from './generation-call.ts'

const call = {
  callId: 'call-1',
  runId: null,
  jobs: [],
  resumed: null,
  request: { documentId: null, provider: 'openai', operation: 'generate', trace: {} },
  prepared: { card: { id: 'openai-1' }, plan: { estimate: { asOf: '2026-11-01' } } },
  estimateUsd: 0.04,
} as unknown as GenerationCall
const done = { type: 'done', images: [], usage: null } as unknown as Parameters<
  ReturnType<typeof createCallJournal>['made']
>[0]

/** `open`: the call's open attempt. `failing`: the steps that cannot be written. */
function stage({ open = null, failing = [] }: { open?: number | null; failing?: readonly CallStep['stage'][] }) {
  const written: unknown[] = []
  const ledger = {
    findOpen: async () => open,
    open: async () => {
      written.push('opened')
      return 8
    },
    redate: async (id: number, atMs: number) => void written.push(['dated', id, atMs]),
    note: async () => undefined,
  } as unknown as AttemptLedger
  const database = {
    async call(_name: string, step: CallStep) {
      if (failing.includes(step.stage)) throw new AppError('storage/full', 'No room.')
      written.push([step.stage, step.attemptId])
      return true
    },
  } as unknown as CallJournalNeeds['database']
  let nowMs = 1_000
  const clock = { nowMs: () => nowMs } as CallJournalNeeds['clock']
  // The queue still names an attempt that was open when it was written.
  const earlier = { attemptId: 7, handle: null }
  const needs = { database, ledger, clock, logger: createRecordingLogger() }
  const journal = createCallJournal(call, { open: () => [] }, earlier, needs)
  return { journal, written, wait: (byMs: number) => (nowMs += byMs) }
}

it('each sending is booked for its own time, before anything is sent', async () => {
  const { journal, written, wait } = stage({ open: 7 })
  await journal.sending()
  await journal.notBegun()
  wait(86_400_000)
  await journal.sending()
  expect(written).toEqual([
    ['dated', 7, 1_000],
    ['sending', 7],
    ['waiting', undefined],
    ['dated', 7, 86_401_000],
    ['sending', 7],
  ])
})

it('where the attempt of before a kill was closed, what is sent has one of its own', async () => {
  const { journal, written } = stage({ open: null })
  await journal.sending()
  expect(written).toEqual(['opened', ['sending', 8]])
})

it.each([
  ['a task', ['remote'], (journal: ReturnType<typeof createCallJournal>) => journal.remote('task-1')],
  ['a result', ['made'], (journal: ReturnType<typeof createCallJournal>) => journal.made(done)],
] as const)('%s that was sent is left for the next start only where it is on disk', async (_, failing, happen) => {
  for (const [steps, isLeft] of [
    [failing, false],
    [[], true],
  ] as const) {
    const { journal } = stage({ open: 7, failing: steps })
    expect(journal.canBeLeft()).toBe(true)
    await journal.sending()
    expect(journal.canBeLeft()).toBe(false)
    await happen(journal)
    expect(journal.canBeLeft()).toBe(isLeft)
  }
})
