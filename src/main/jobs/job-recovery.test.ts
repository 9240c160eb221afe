import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, it, vi } from 'vitest'
import { buildJob } from '../../../test/support/build-job.ts'
import { createFakeTime } from '../../../test/support/fake-time.ts'
import { createRecordingLogger } from '../../../test/support/recording-logger.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import type { Database } from '../database/index.ts'
import { createJobRecovery } from './job-recovery.ts'

const disposers: (() => void)[] = []
afterEach(() => {
  for (const dispose of disposers.splice(0)) dispose()
})

function setUp(jobs: JobSnapshot[]) {
  const stored = new Map(jobs.map((job) => [job.id, job]))
  const call = async (name: string, input: { id: JobId } | null) =>
    name === 'jobs.find' ? (stored.get(input!.id) ?? null) : [...stored.values()]
  const emitted: JobSnapshot[] = []
  const time = createFakeTime()
  const recovery = createJobRecovery({
    database: { call: call as Database['call'] },
    findLive: () => null,
    save: async (job) => void stored.set(job.id, job),
    feed: { emit: (job) => emitted.push(job) },
    logger: createRecordingLogger(),
    sleep: time.sleep,
  })
  disposers.push(() => recovery.dispose())
  return { stored, emitted, recovery, time }
}

const sending = {
  operation: 'generate',
  provider: 'openai',
  state: 'running',
  phase: 'sending',
  estimateUsd: 0.04,
} as const

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
  await once(child, 'exit')
  return child.pid!
}

it('ends jobs of a process that has ended or is unknown', async () => {
  const now = Date.now()
  const jobs = [
    buildJob({ ...sending, createdAtMs: now, processId: await endedProcess() }),
    buildJob({ ...sending, createdAtMs: now }),
    buildJob({ ...sending, createdAtMs: now, processId: process.pid }),
    // The process id is in use again, by a process that started later.
    buildJob({ ...sending, createdAtMs: 1_000, processId: process.ppid }),
  ]
  const { emitted, recovery } = setUp(jobs)
  await recovery.recover()
  expect(emitted.map(({ id, state }) => [id, state])).toEqual(jobs.map(({ id }) => [id, 'failed']))
})

it('names the provider whose account is worth a look', async () => {
  const { emitted, recovery } = setUp([buildJob({ ...sending, createdAtMs: Date.now() })])
  await recovery.recover()
  expect(emitted[0]?.error?.message).toContain('Check your OpenAI account before retrying.')
})

it('leaves jobs of another running process alone and emits their changes', async () => {
  const job = buildJob({ ...sending, createdAtMs: Date.now(), processId: process.ppid })
  const { stored, emitted, recovery, time } = setUp([job])
  await recovery.recover()
  expect(emitted).toEqual([])
  await time.advance(3_000)
  await vi.waitFor(() => expect(emitted.map(({ state }) => state)).toEqual(['running']))
  stored.set(job.id, { ...job, state: 'done', phase: null })
  await time.advance(30_000)
  await vi.waitFor(() => expect(emitted.map(({ state }) => state)).toEqual(['running', 'done']))
})

it('ends jobs whose other process ended without finishing them', async () => {
  const job = buildJob({ ...sending, createdAtMs: Date.now(), processId: process.ppid })
  const { stored, emitted, recovery, time } = setUp([job])
  await recovery.recover()
  stored.set(job.id, { ...job, processId: await endedProcess() })
  await time.advance(3_000)
  await vi.waitFor(() => expect(emitted.at(-1)).toMatchObject({ state: 'failed', isBilled: 'unknown' }))
})
