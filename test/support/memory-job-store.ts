import type { DatabaseSync } from 'node:sqlite'
import type { Database } from '../../src/main/database/index.ts'
import { allOperations, type OperationName } from '../../src/main/database/queries/all-operations.ts'
import type { JobId } from '../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import { openMemoryDatabase } from './open-memory-database.ts'

type Overrides = Partial<Record<OperationName, (input: never) => unknown>>

export interface MemoryJobStore extends Pick<Database, 'call'> {
  /** As stored. */
  readonly jobs: Map<JobId, JobSnapshot>
  /** Everything ever stored, in order. */
  readonly saved: JobSnapshot[]
  /** Overrides an operation of the database. */
  readonly instead: Overrides
}

/** The production queries on an in-memory database. Every result is a copy, as from the worker. */
export function createMemoryJobStore(): MemoryJobStore {
  const db = openMemoryDatabase()
  const jobs = new Map<JobId, JobSnapshot>()
  const saved: JobSnapshot[] = []
  const instead: Overrides = {}

  function run(name: OperationName, input: unknown): unknown {
    const operation = allOperations[name].run as (db: DatabaseSync, input: unknown) => unknown
    return structuredClone(operation(db, structuredClone(input)))
  }

  function note(queued: readonly JobSnapshot[]): void {
    for (const job of queued) {
      jobs.set(job.id, job)
      saved.push(job)
    }
  }

  function findUnfinished(): JobSnapshot[] {
    const queued = run('queue.unfinished', { after: '', limit: 10_000 }) as { jobs: JobSnapshot[] }[]
    const inQueue = new Set(queued.flatMap((each) => each.jobs.map(({ id }) => id)))
    const isLeft = ({ id, state }: JobSnapshot) => (state === 'queued' || state === 'running') && !inQueue.has(id)
    return [...jobs.values()].filter(isLeft)
  }

  /** Includes jobs that a test inserted directly. */
  const fromMap: Overrides = {
    'jobs.find': ({ id }: { id: JobId }) => jobs.get(id) ?? null,
    'jobs.ofDocument': (input: { documentId: string | null }) =>
      [...jobs.values()].filter(({ documentId }) => documentId === input.documentId),
    'jobs.unfinished': findUnfinished,
  }

  async function call(name: OperationName, input: unknown): Promise<unknown> {
    const override = instead[name] ?? fromMap[name]
    if (override !== undefined) return override(input as never)
    const value = run(name, input)
    if (name === 'jobs.save') note([(input as { job: JobSnapshot }).job])
    else if (name === 'queue.add' || name === 'queue.end' || (name === 'queue.step' && value === true)) {
      note((input as { jobs: JobSnapshot[] }).jobs)
    }
    return value
  }
  return { jobs, saved, instead, call: call as Database['call'] }
}
