import { DatabaseSync } from 'node:sqlite'
import { createStoredQueue } from '../../src/main/database/create-queue-store.ts'
import type { Database } from '../../src/main/database/index.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import type { JobStore } from '../../src/main/jobs/jobs.ts'
import type { JobId } from '../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'

export interface MemoryJobStore extends JobStore {
  /** As they are kept. */
  readonly jobs: Map<JobId, JobSnapshot>
  /** Everything that was ever kept, in order. */
  readonly saved: JobSnapshot[]
}

/** The production's own queries on a database in memory. Every answer is a copy, as from the worker. */
export function createMemoryJobStore(): MemoryJobStore {
  const db = new DatabaseSync(':memory:')
  for (const { apply } of allMigrations) apply(db)
  const jobs = new Map<JobId, JobSnapshot>()
  const saved: JobSnapshot[] = []

  function note(kept: readonly JobSnapshot[]): void {
    for (const job of kept) {
      jobs.set(job.id, job)
      saved.push(job)
    }
  }
  const call = (async (name: keyof typeof allOperations, input: unknown) => {
    const run = allOperations[name].run as (db: DatabaseSync, input: unknown) => unknown
    return structuredClone(run(db, structuredClone(input)))
  }) as Database['call']
  const queue = createStoredQueue(call)

  return {
    jobs,
    saved,
    async saveJob(job) {
      await call('jobs.save', { job })
      note([job])
    },
    findJob: async (id) => jobs.get(id) ?? null,
    listJobs: async (id) => [...jobs.values()].filter((job) => job.documentId === id),
    listUnfinishedJobs: async () => {
      const kept = await queue.unfinished({ after: '', limit: 10_000 })
      const inQueue = new Set(kept.flatMap((each) => each.jobs.map(({ id }) => id)))
      const isLeft = ({ id, state }: JobSnapshot) => (state === 'queued' || state === 'running') && !inQueue.has(id)
      return [...jobs.values()].filter(isLeft)
    },
    queue: {
      ...queue,
      async add(input) {
        await queue.add(input)
        note(input.jobs)
      },
      async step(input) {
        const isOurs = await queue.step(input)
        if (isOurs) note(input.jobs)
        return isOurs
      },
      async end(input) {
        await queue.end(input)
        note(input.jobs)
      },
    },
  }
}
