import type { DatabaseSync } from 'node:sqlite'
import type { DocumentId, JobId } from '../../../shared/domain/ids.ts'
import { jobSnapshotSchema, type JobSnapshot } from '../../../shared/domain/job.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

/** Jobs without an image accumulate forever: the window shows the latest. */
const listedMax = 500

export function toSnapshot(row: Record<string, unknown>): JobSnapshot {
  return jobSnapshotSchema.parse(JSON.parse(String(row['snapshot'])))
}

export function saveJob(db: DatabaseSync, job: JobSnapshot): void {
  change(
    db,
    `INSERT INTO jobs (id, document_id, state, created_at_ms, snapshot) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET document_id = excluded.document_id, state = excluded.state,
       created_at_ms = excluded.created_at_ms, snapshot = excluded.snapshot`,
    job.id,
    job.documentId,
    job.state,
    job.createdAtMs,
    JSON.stringify(job),
  )
}

export const jobOperations = {
  'jobs.save': write((db, { job }: { job: JobSnapshot }): void => saveJob(db, job)),

  'jobs.find': read((db, input: { id: JobId }): JobSnapshot | null => {
    const row = oneRow(db, `SELECT snapshot FROM jobs WHERE id = ?`, input.id)
    return row === null ? null : toSnapshot(row)
  }),

  /** The newest `listedMax`, oldest first. */
  'jobs.ofDocument': read((db, input: { documentId: DocumentId | null }): JobSnapshot[] =>
    allRows(
      db,
      `SELECT snapshot FROM jobs WHERE document_id IS ? ORDER BY created_at_ms DESC, id DESC LIMIT ${listedMax}`,
      input.documentId,
    )
      .map(toSnapshot)
      .toReversed(),
  ),

  /** Jobs of these runs that belong to no document, oldest first. */
  'jobs.ofRuns': read((db, { runIds }: { runIds: readonly string[] }): JobSnapshot[] =>
    jobsWith(db, 'jobs_run', `json_extract(snapshot, '$.runId')`, runIds),
  ),

  /** Jobs of these grids and edit plans that belong to no document, oldest first. */
  'jobs.ofWork': read((db, { ids }: { ids: readonly string[] }): JobSnapshot[] =>
    jobsWith(
      db,
      'jobs_work',
      `coalesce(json_extract(snapshot, '$.gridId'), json_extract(snapshot, '$.editPlanId'))`,
      ids,
    ),
  ),

  /** Jobs without an unfinished call in the queue. */
  'jobs.unfinished': read((db, _input: null): JobSnapshot[] =>
    allRows(
      db,
      `SELECT snapshot FROM jobs WHERE state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM queue_calls
         WHERE call_id = json_extract(jobs.snapshot, '$.callId') AND stage <> 'ended')
       ORDER BY created_at_ms, id`,
    ).map(toSnapshot),
  ),
}

/** Named, as SQLite would rather read all jobs in their order than sort these few. */
function jobsWith(
  db: DatabaseSync,
  index: 'jobs_run' | 'jobs_work',
  value: string,
  wanted: readonly string[],
): JobSnapshot[] {
  return allRows(
    db,
    `SELECT snapshot FROM jobs INDEXED BY ${index} WHERE document_id IS NULL AND ${value} IN (SELECT value FROM json_each(?))
     ORDER BY created_at_ms, id`,
    JSON.stringify(wanted),
  ).map(toSnapshot)
}
