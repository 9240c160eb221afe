import { z } from 'zod'
import type {
  BatchDriver,
  BatchImage,
  BatchStarter,
  StoredBatch,
  StoredBatchImage,
  EditPlanRun,
  EditStep,
  StepTry,
} from '../../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId, EditPlanId } from '../../../shared/domain/ids.ts'
import { forgetTries } from './edit-plans.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

type ById = { id: EditPlanBatchId }

interface NewBatch extends ById {
  readonly templateId: EditPlanId | null
  readonly name: string
  readonly startedBy: BatchStarter
  readonly createdAtMs: number
}

interface NewBatchImage extends ById, Readonly<Pick<BatchImage, 'planId' | 'sourceId' | 'problem'>> {
  readonly position: number
  readonly steps: readonly EditStep[]
  readonly warnings: readonly string[]
}

/** What a start writes. */
interface BatchStart {
  readonly driver: BatchDriver
  readonly plans: readonly {
    readonly planId: EditPlanId
    readonly steps: readonly EditStep[]
    /** What it runs once its turn comes. */
    readonly run: EditPlanRun
    /** Failed steps to make again. */
    readonly again: readonly StepTry[]
  }[]
}

interface DriverChange {
  readonly from: BatchDriver | null
  readonly driver: BatchDriver
}

interface LatestBatch {
  readonly templateId: EditPlanId | null
  readonly startedBy: BatchStarter
}

export const editPlanBatchOperations = {
  'planBatches.add': write((db, { id, templateId, name, startedBy, createdAtMs }: NewBatch): void => {
    const sql = `INSERT INTO edit_plan_batches (id, template_id, name, started_by, state, created_at_ms)
      VALUES (?, ?, ?, ?, 'preparing', ?)`
    change(db, sql, id, templateId, name, startedBy, createdAtMs)
  }),

  /** Begins the plan of an image; its masks follow, then `settleImage`. */
  'planBatches.addImage': write(
    (db, { id, planId, sourceId, position }: Pick<NewBatchImage, 'id' | 'planId' | 'sourceId' | 'position'>): void => {
      const sql = `INSERT INTO edit_plans (id, document_id, steps, is_running, batch_id, source_id, position)
        VALUES (?, NULL, '[]', 0, ?, ?, ?)`
      change(db, sql, planId, id, sourceId, position)
    },
  ),

  'planBatches.settleImage': write(
    (db, input: Pick<NewBatchImage, 'planId' | 'steps' | 'problem' | 'warnings'>): void => {
      const { planId, steps, problem, warnings } = input
      const sql = 'UPDATE edit_plans SET steps = ?, problem = ?, warnings = ? WHERE id = ?'
      change(db, sql, JSON.stringify(steps), problem, JSON.stringify(warnings), planId)
    },
  ),

  /**
   * Begins a batch that is not running, in one transaction: of two at the same time, one does. Its plans wait for their
   * turns. False = it is running, or gone.
   */
  'planBatches.begin': write((db, { id, driver, plans }: ById & BatchStart): boolean => {
    const sql = `UPDATE edit_plan_batches SET state = 'running', driven_by = ?, driven_at_ms = ?
      WHERE id = ? AND state IN ('ready', 'ended')`
    if (change(db, sql, driver.pid, driver.atMs, id) === 0) return false
    for (const { planId, steps, run, again } of plans) {
      forgetTries(db, planId, again)
      const planSql = 'UPDATE edit_plans SET steps = ?, run = ?, is_waiting = 1 WHERE id = ?'
      change(db, planSql, JSON.stringify(steps), JSON.stringify(run), planId)
    }
    return true
  }),

  /** Another process runs it from now on, if it is running and `from` does. */
  'planBatches.takeUp': write((db, { id, from, driver }: ById & DriverChange): boolean => {
    const sql = `UPDATE edit_plan_batches SET driven_by = ?, driven_at_ms = ?
      WHERE id = ? AND state = 'running' AND driven_by IS ? AND driven_at_ms IS ?`
    return change(db, sql, driver.pid, driver.atMs, id, from?.pid ?? null, from?.atMs ?? null) > 0
  }),

  'planBatches.setState': write((db, { id, state }: ById & { state: StoredBatch['state'] }): void => {
    change(db, 'UPDATE edit_plan_batches SET state = ? WHERE id = ?', state, id)
  }),

  'planBatches.find': read((db, { id }: ById): StoredBatch | null => {
    const row = oneRow(db, 'SELECT * FROM edit_plan_batches WHERE id = ?', id)
    return row === null ? null : toBatch(row)
  }),

  /** The newest one that was begun of a document's plan, or of any plan or file (null); null = none. */
  'planBatches.latestOf': read((db, input: LatestBatch): EditPlanBatchId | null => {
    const { templateId, startedBy } = input
    const sql = `SELECT id FROM edit_plan_batches WHERE state IN ('running', 'ended') AND started_by = ?1
      AND (?2 IS NULL OR template_id = ?2) ORDER BY id DESC LIMIT 1`
    return (oneRow(db, sql, startedBy, templateId)?.['id'] as EditPlanBatchId | undefined) ?? null
  }),

  'planBatches.running': read((db, { startedBy }: { startedBy: BatchStarter }): EditPlanBatchId[] =>
    allRows(
      db,
      `SELECT id FROM edit_plan_batches WHERE state = 'running' AND started_by = ? ORDER BY id`,
      startedBy,
    ).map(({ id }) => id as EditPlanBatchId),
  ),

  'planBatches.images': read((db, { id }: ById): StoredBatchImage[] =>
    allRows(
      db,
      `SELECT id, source_id, is_waiting, is_running, problem, warnings FROM edit_plans WHERE batch_id = ?
        ORDER BY position`,
      id,
    ).map((row) => ({
      planId: row['id'] as EditPlanId,
      sourceId: row['source_id'] as AssetId,
      isWaiting: row['is_waiting'] === 1,
      isRunning: row['is_running'] === 1,
      problem: typeof row['problem'] === 'string' ? row['problem'] : null,
      warnings: z.array(z.string()).parse(JSON.parse(String(row['warnings']))),
    })),
  ),

  'planBatches.setWaiting': write(
    (db, { planIds, isWaiting }: { planIds: readonly EditPlanId[]; isWaiting: boolean }): void => {
      const sql = 'UPDATE edit_plans SET is_waiting = ? WHERE id IN (SELECT value FROM json_each(?))'
      change(db, sql, Number(isWaiting), JSON.stringify(planIds))
    },
  ),

  /**
   * Lets waiting plans run until so many do, in one transaction, and returns those. Nothing if the batch is not running;
   * it ends where no plan waits or runs.
   */
  'planBatches.takeTurns': write((db, { id, most }: ById & { most: number }): EditPlanId[] => {
    if (oneRow(db, `SELECT 1 FROM edit_plan_batches WHERE id = ? AND state = 'running'`, id) === null) return []
    const running = oneRow(db, 'SELECT count(*) AS n FROM edit_plans WHERE batch_id = ? AND is_running = 1', id)
    const free = Math.max(0, most - Number(running?.['n'] ?? 0))
    const next = allRows(
      db,
      'SELECT id FROM edit_plans WHERE batch_id = ? AND is_waiting = 1 ORDER BY position LIMIT ?',
      id,
      free,
    ).map((row) => row['id'] as EditPlanId)
    const sql = `UPDATE edit_plans SET is_waiting = 0, is_running = 1 WHERE id IN (SELECT value FROM json_each(?))`
    change(db, sql, JSON.stringify(next))
    if (next.length === 0 && free === most) {
      change(db, `UPDATE edit_plan_batches SET state = 'ended' WHERE id = ?`, id)
    }
    return next
  }),

  'planBatches.remove': write((db, { id }: ById): void => {
    change(db, 'DELETE FROM edit_plan_batches WHERE id = ?', id)
  }),

  /** What was prepared and never begun, longer ago than this. */
  'planBatches.sweep': write((db, { beforeMs, except }: { beforeMs: number; except: string }): void => {
    const sql = `DELETE FROM edit_plan_batches WHERE state IN ('preparing', 'ready') AND created_at_ms < ? AND id <> ?`
    change(db, sql, beforeMs, except)
  }),
}

function toBatch(row: Record<string, unknown>): StoredBatch {
  return {
    id: row['id'] as EditPlanBatchId,
    name: String(row['name']),
    startedBy: row['started_by'] as BatchStarter,
    state: row['state'] as StoredBatch['state'],
    driver: typeof row['driven_by'] === 'number' ? { pid: row['driven_by'], atMs: Number(row['driven_at_ms']) } : null,
  }
}
