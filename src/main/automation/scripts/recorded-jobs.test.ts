import { beforeEach, describe, expect, it } from 'vitest'
import { buildJob } from '../../../../test/support/build-job.ts'
import { requestOf } from '../../../../test/support/request-of.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { QueueView } from '../../../shared/domain/queue.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { recordJobs } from './recorded-jobs.ts'

let stored: JobSnapshot[]
let sent: (string | null | undefined)[]
let canceled: string[]
let resumed: string[]
let entries: QueueView['entries']
let announce: (job: JobSnapshot) => void
let jobs: Jobs
const controller = new AbortController()

beforeEach(() => {
  stored = []
  sent = []
  canceled = []
  resumed = []
  entries = []
  jobs = {
    generate: async (_request, { runId } = {}) => {
      sent.push(runId)
      const job = buildJob({ runId: runId ?? null })
      stored.push(job)
      return { ids: [job.id] }
    },
    ofRuns: async (runIds) => stored.filter(({ runId }) => runIds.includes(runId ?? '')),
    resumeRuns: async (runIds) => void resumed.push(...runIds),
    finished: async (id) => stored.find((job) => job.id === id)!,
    cancel: async (id) => void canceled.push(id),
    queue: { view: async () => ({ entries }) as QueueView },
    onChanged: (listener) => {
      announce = listener
      return () => undefined
    },
  } as Partial<Jobs> as Jobs
})

const record = (isResumed: boolean, wait = async () => undefined as void) =>
  recordJobs(jobs, { runId: 'run', isResumed, signal: controller.signal, wait })

describe('recordJobs', () => {
  it('gives each request an ID of its own below that of the run', async () => {
    const recorded = record(false)
    await recorded.jobs.generate(requestOf({}))
    await recorded.jobs.run([requestOf({}), requestOf({})], { runId: 'of the caller' })
    expect(sent).toEqual(['run.1', 'run.2', 'run.3'])
    expect(await recorded.load()).toHaveLength(3)
  })

  it('returns what an earlier process has queued instead of sending it again', async () => {
    stored = [buildJob({ runId: 'run.1', state: 'done' }), buildJob({ runId: 'other.1' })]
    const recorded = record(true)
    expect(await recorded.jobs.generate(requestOf({}))).toEqual({ ids: [stored[0]!.id] })
    expect(sent).toEqual([])
    // The second request was not made before the kill.
    await recorded.jobs.generate(requestOf({}))
    expect(sent).toEqual(['run.2'])
  })

  it('cancels only what was not sent', async () => {
    const recorded = record(false)
    const first = (await recorded.jobs.generate(requestOf({}))).ids[0]!
    const second = (await recorded.jobs.generate(requestOf({}))).ids[0]!
    announce({ ...stored[0]!, wasSent: true })
    await recorded.jobs.cancel(first)
    await recorded.jobs.cancel(second)
    expect(canceled).toEqual([second])
  })

  it('waits for a job that another process runs', async () => {
    stored = [buildJob({ runId: 'run.1', state: 'running', phase: 'waiting', wasSent: true })]
    const { id } = stored[0]!
    entries = [{ jobIds: [id] } as unknown as QueueView['entries'][number]]
    let waits = 0
    const recorded = record(true, async () => {
      if (++waits === 2) stored = [{ ...stored[0]!, state: 'done' }]
    })
    await recorded.jobs.generate(requestOf({}))
    expect(await recorded.jobs.finished(id)).toMatchObject({ state: 'done' })
    expect(resumed).toContain('run.1')
    expect(waits).toBe(2)
  })

  it('does not wait forever for a job that is in no queue', async () => {
    stored = [buildJob({ runId: 'run.1', state: 'running', phase: 'sending', wasSent: true })]
    const recorded = record(true)
    expect(await recorded.jobs.finished(stored[0]!.id)).toMatchObject({ state: 'failed', isBilled: 'unknown' })
  })
})
