import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import {
  editPlanRunSchema,
  editStepSchema,
  type DocumentPlan,
  type EditPlanRun,
  type EditStep,
  type StepTry,
  type StoredEditPlan,
  type TriedStep,
} from '../../../shared/domain/edit-plan.ts'
import type { AssetId, DocumentId, EditPlanBatchId, EditPlanId, JobId } from '../../../shared/domain/ids.ts'
import { toSnapshot } from './jobs.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

type ById = { id: EditPlanId }
const usable = 'trashed_at_ms IS NULL AND is_purging = 0'

export const editPlanOperations = {
  'editPlans.add': write((db, { id, documentId }: { id: EditPlanId; documentId: DocumentId }): void => {
    // A document that is gone gets none, and is then found to have none.
    const sql = `INSERT INTO edit_plans (id, document_id, steps, is_running)
      SELECT ?, id, '[]', 0 FROM documents WHERE id = ?
      ON CONFLICT (document_id) DO NOTHING`
    change(db, sql, id, documentId)
  }),

  'editPlans.ofDocument': read((db, { documentId }: { documentId: DocumentId }): StoredEditPlan | null => {
    const row = oneRow(db, 'SELECT * FROM edit_plans WHERE document_id = ?', documentId)
    return row === null ? null : toPlan(row)
  }),

  'editPlans.ofDocuments': read((db, _input: null): DocumentPlan[] =>
    allRows(
      db,
      `SELECT edit_plans.id, assets.name, edit_plans.steps FROM edit_plans
        JOIN documents ON documents.id = document_id JOIN assets ON assets.id = base_id
        WHERE edit_plans.steps <> '[]' ORDER BY opened_at_ms DESC, documents.id DESC`,
    ).map((row) => ({
      id: row['id'] as EditPlanId,
      name: String(row['name']),
      steps: z.array(editStepSchema).parse(JSON.parse(String(row['steps']))),
    })),
  ),

  'editPlans.find': read((db, { id }: ById): StoredEditPlan | null => {
    const row = oneRow(db, 'SELECT * FROM edit_plans WHERE id = ?', id)
    return row === null ? null : toPlan(row)
  }),

  /** Of documents, and of batches that this kind of program began. */
  'editPlans.running': read((db, { startedBy }: { startedBy: string }): EditPlanId[] =>
    allRows(
      db,
      `SELECT edit_plans.id FROM edit_plans LEFT JOIN edit_plan_batches ON edit_plan_batches.id = batch_id
        WHERE is_running = 1 AND coalesce(started_by, 'window') = ? ORDER BY edit_plans.id`,
      startedBy,
    ).map(({ id }) => id as EditPlanId),
  ),

  'editPlans.save': write((db, { id, steps }: ById & { steps: readonly EditStep[] }): number =>
    change(db, 'UPDATE edit_plans SET steps = ? WHERE id = ?', JSON.stringify(steps), id),
  ),

  'editPlans.start': write((db, { id, run }: ById & { run: EditPlanRun }): number =>
    change(db, 'UPDATE edit_plans SET run = ?, is_running = 1 WHERE id = ?', JSON.stringify(run), id),
  ),

  'editPlans.end': write((db, { id }: ById): number =>
    change(db, 'UPDATE edit_plans SET is_running = 0 WHERE id = ?', id),
  ),

  'editPlans.addMask': write((db, { id, digest, png }: ById & { digest: string; png: Uint8Array }): void => {
    const sql = 'INSERT INTO edit_plan_masks (plan_id, digest, png) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
    change(db, sql, id, digest, png)
  }),

  'editPlans.mask': read((db, { id, digest }: ById & { digest: string }): Uint8Array<ArrayBuffer> | null => {
    const png = oneRow(db, 'SELECT png FROM edit_plan_masks WHERE plan_id = ? AND digest = ?', id, digest)?.['png']
    return png instanceof Uint8Array ? (png as Uint8Array<ArrayBuffer>) : null
  }),

  /** Keeps only the masks that are named. */
  'editPlans.keepMasks': write((db, { id, digests }: ById & { digests: readonly string[] }): void => {
    const sql = 'DELETE FROM edit_plan_masks WHERE plan_id = ? AND digest NOT IN (SELECT value FROM json_each(?))'
    change(db, sql, id, JSON.stringify(digests))
  }),

  'editPlans.tried': read((db, { id }: ById): TriedStep[] =>
    allRows(
      db,
      `SELECT key, problem, snapshot, EXISTS (SELECT 1 FROM assets
           WHERE assets.id = json_extract(snapshot, '$.resultId') AND ${usable}) AS has_result
         FROM edit_plan_steps LEFT JOIN jobs ON jobs.id = job_id WHERE plan_id = ?`,
      id,
    ).map((row) => ({
      key: String(row['key']),
      job: row['snapshot'] === null ? null : toSnapshot(row),
      problem: typeof row['problem'] === 'string' ? row['problem'] : null,
      hasResult: row['has_result'] === 1,
    })),
  ),

  'editPlans.noteStep': write(
    (db, input: ById & { key: string; jobId: JobId | null; problem: string | null }): void => {
      const sql = `INSERT INTO edit_plan_steps (plan_id, key, job_id, problem) VALUES (?, ?, ?, ?)
        ON CONFLICT (plan_id, key) DO UPDATE SET job_id = excluded.job_id, problem = excluded.problem`
      change(db, sql, input.id, input.key, input.jobId, input.problem)
    },
  ),

  'editPlans.forgetSteps': write((db, { id, tries }: ById & { tries: readonly StepTry[] }): void => {
    forgetTries(db, id, tries)
  }),

  /** Null = none, or it was deleted. */
  'editPlans.image': read((db, { id, key }: ById & { key: string }): AssetId | null => {
    const sql = `SELECT asset_id FROM edit_plan_images JOIN assets ON assets.id = asset_id
      WHERE plan_id = ? AND key = ? AND ${usable}`
    return (oneRow(db, sql, id, key)?.['asset_id'] as AssetId | undefined) ?? null
  }),

  'editPlans.noteImage': write((db, { id, key, assetId }: ById & { key: string; assetId: AssetId }): void => {
    const sql = `INSERT INTO edit_plan_images (plan_id, key, asset_id) VALUES (?, ?, ?)
      ON CONFLICT (plan_id, key) DO UPDATE SET asset_id = excluded.asset_id`
    change(db, sql, id, key, assetId)
  }),
}

/** Only while it is still the latest try: what was queued since then stays known. */
export function forgetTries(db: DatabaseSync, id: EditPlanId, tries: readonly StepTry[]): void {
  const sql = 'DELETE FROM edit_plan_steps WHERE plan_id = ? AND key = ? AND job_id IS ?'
  for (const { key, jobId } of tries) change(db, sql, id, key, jobId)
}

function toPlan(row: Record<string, unknown>): StoredEditPlan {
  const run = row['run']
  return {
    id: row['id'] as EditPlanId,
    documentId: row['document_id'] as DocumentId | null,
    batchId: row['batch_id'] as EditPlanBatchId | null,
    steps: z.array(editStepSchema).parse(JSON.parse(String(row['steps']))),
    run: typeof run === 'string' ? editPlanRunSchema.parse(JSON.parse(run)) : null,
    isRunning: row['is_running'] === 1,
  }
}
