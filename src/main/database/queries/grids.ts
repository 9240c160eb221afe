import type { DatabaseSync } from 'node:sqlite'
import { gridSpecSchema, type GridCellState, type GridSpec, type GridSummary } from '../../../shared/domain/grid.ts'
import type { GridId } from '../../../shared/domain/ids.ts'
import { toSnapshot } from './jobs.ts'
import { read, write } from './operation.ts'
import { allRows, change, oneRow } from './statement.ts'

export interface NewGrid {
  readonly id: GridId
  readonly name: string
  readonly spec: GridSpec
  readonly cells: number
  readonly mask: Uint8Array | null
  readonly createdAtMs: number
}

export interface StoredGrid extends GridSummary {
  readonly spec: GridSpec
}

const usable = 'trashed_at_ms IS NULL AND is_purging = 0'
const hasImage = `EXISTS (SELECT 1 FROM assets WHERE assets.id = json_extract(snapshot, '$.resultId') AND ${usable})`
const countJobs = (test: string) =>
  `(SELECT count(*) FROM grid_cells JOIN jobs ON jobs.id = job_id WHERE grid_id = grids.id AND ${test})`
const summary = `grids.id, name, cells, created_at_ms, ${countJobs(hasImage)} AS done,
  ${countJobs(`state IN ('queued', 'running')`)} AS open`

export const gridOperations = {
  'grids.add': write((db, grid: NewGrid): void => {
    const sql = 'INSERT INTO grids (id, name, spec, cells, mask, created_at_ms) VALUES (?, ?, ?, ?, ?, ?)'
    change(db, sql, grid.id, grid.name, JSON.stringify(grid.spec), grid.cells, grid.mask, grid.createdAtMs)
  }),

  /** Newest first. */
  'grids.list': read((db, _input: null): GridSummary[] =>
    allRows(db, `SELECT ${summary} FROM grids WHERE removed_at_ms IS NULL ORDER BY created_at_ms DESC, id DESC`).map(
      toSummary,
    ),
  ),

  'grids.find': read((db, { id }: { id: GridId }): StoredGrid | null => {
    const row = oneRow(db, `SELECT ${summary}, spec FROM grids WHERE id = ? AND removed_at_ms IS NULL`, id)
    return row === null ? null : { ...toSummary(row), spec: gridSpecSchema.parse(JSON.parse(String(row['spec']))) }
  }),

  'grids.mask': read((db, { id }: { id: GridId }): Uint8Array<ArrayBuffer> | null => {
    const mask = oneRow(db, 'SELECT mask FROM grids WHERE id = ?', id)?.['mask']
    return mask instanceof Uint8Array ? (mask as Uint8Array<ArrayBuffer>) : null
  }),

  /** Those that were queued or cannot be made, in order. */
  'grids.cells': read((db, { id }: { id: GridId }): GridCellState[] =>
    allRows(
      db,
      `SELECT cell, problem, snapshot,
         job_id IS NOT NULL AND (snapshot IS NULL OR (state = 'done' AND NOT ${hasImage})) AS is_gone
       FROM grid_cells LEFT JOIN jobs ON jobs.id = job_id WHERE grid_id = ? ORDER BY cell`,
      id,
    ).map(toCell),
  ),

  /** For cells that have no job. */
  'grids.noteProblems': write((db, input: { id: GridId; problems: readonly CellProblem[] }): void => {
    const sql = `INSERT INTO grid_cells (grid_id, cell, problem) VALUES (?, ?, ?)
      ON CONFLICT (grid_id, cell) DO UPDATE SET problem = excluded.problem WHERE job_id IS NULL`
    for (const { cell, problem } of input.problems) change(db, sql, input.id, cell, problem)
  }),

  /** Returns how many were renamed. */
  'grids.rename': write((db, { id, name }: { id: GridId; name: string }): number =>
    change(db, 'UPDATE grids SET name = ? WHERE id = ? AND removed_at_ms IS NULL', name, id),
  ),

  /** Null = brought back. Returns how many have changed. */
  'grids.setRemoved': write((db, { id, atMs }: { id: GridId; atMs: number | null }): number =>
    change(db, 'UPDATE grids SET removed_at_ms = ? WHERE id = ?', atMs, id),
  ),

  /** As if it had never been made: only while nothing of it has been queued. */
  'grids.forget': write((db: DatabaseSync, { id }: { id: GridId }): void => {
    change(
      db,
      'DELETE FROM grids WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM grid_cells WHERE grid_id = ?1 AND job_id IS NOT NULL)',
      id,
    )
  }),
}

interface CellProblem {
  readonly cell: number
  readonly problem: string
}

function toSummary(row: Record<string, unknown>): GridSummary {
  return {
    id: row['id'] as GridId,
    name: String(row['name']),
    cells: Number(row['cells']),
    done: Number(row['done']),
    open: Number(row['open']),
    createdAtMs: Number(row['created_at_ms']),
  }
}

function toCell(row: Record<string, unknown>): GridCellState {
  return {
    cell: Number(row['cell']),
    job: row['snapshot'] === null ? null : toSnapshot(row),
    problem: typeof row['problem'] === 'string' ? row['problem'] : null,
    isGone: row['is_gone'] === 1,
  }
}
