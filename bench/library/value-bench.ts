/**
 * Benchmarks what models are worth in libraries of ten thousand to a million images: the calls of the database worker, and
 * the statistics in main. Prints a table, or writes its rows to the given path. Runs on Electron's Node.
 */
import { writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { valueModels } from '../../src/main/compare/value/value-models.ts'
import { rankModels } from '../../src/main/compare/rank-models.ts'
import { allMigrations } from '../../src/main/database/migrations/all-migrations.ts'
import { allOperations } from '../../src/main/database/queries/all-operations.ts'
import { rowOf, type Row } from '../report/row.ts'
import { median } from '../report/statistics.ts'
import { toTable } from '../report/table.ts'
import { fillLibrary } from './fill-library.ts'

const sizes = [10_000, 100_000, 1_000_000]
const rounds = 5
const votes = 5_000
const everything = { tag: null, task: null, sinceMs: null, beforeMs: null }

function timed(work: () => unknown): number {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}
const medianOf = (work: () => unknown) => median(Array.from({ length: rounds }, () => timed(work)))

function measureSize(count: number): Row[] {
  const db = new DatabaseSync(':memory:')
  const latest = allMigrations.at(-1)
  for (const { apply } of allMigrations.slice(0, -1)) apply(db)
  fillLibrary(db, count)
  const migratedMs = timed(() => latest?.apply(db))
  addVotes(db)
  db.exec('ANALYZE')
  const tag = allOperations['results.scopes'].run(db, null).tags[0]?.name ?? null
  const read = (scope = {}) => allOperations['results.byModel'].run(db, { ...everything, ...scope })
  const counts = allOperations['votes.counts'].run(db, everything)
  const results = read()
  const name = count.toLocaleString('en-GB')
  const mostMs = count > 100_000 ? null : 200
  const rows = [
    rowOf(
      `${name}: value of models, all`,
      medianOf(() => read()),
      'ms',
      mostMs,
    ),
    rowOf(
      `${name}: value of models, a task`,
      medianOf(() => read({ task: 'generate' })),
      'ms',
      mostMs,
    ),
    rowOf(
      `${name}: value of models, a tag`,
      medianOf(() => read({ tag })),
      'ms',
      mostMs,
    ),
    rowOf(
      `${name}: tasks and tags to filter by`,
      medianOf(() => allOperations['results.scopes'].run(db, null)),
      'ms',
      mostMs,
    ),
    rowOf(
      `${name}: ${votes} votes counted`,
      medianOf(() => allOperations['votes.counts'].run(db, everything)),
      'ms',
      mostMs,
    ),
    rowOf(
      `${name}: ratings and suggestions`,
      medianOf(() => {
        const ranked = rankModels(counts).players
        return valueModels({ basis: 'votes', results, ranked, isAvailable: () => true })
      }),
      'ms',
      50,
    ),
    rowOf(`${name}: upgrade of a library, once`, migratedMs, 'ms', null),
  ]
  db.close()
  return rows
}

/** Between all pairs of images in turn, of whatever models. */
function addVotes(db: DatabaseSync): void {
  const made = db
    .prepare('SELECT asset_id, provider, model FROM model_results ORDER BY asset_id LIMIT ?')
    .all(2 * votes)
  const insert = db.prepare(
    `INSERT INTO votes (vote_id, at_ms, winner_id, loser_id, is_tie, winner_provider, winner_model, loser_provider, loser_model, tags)
     VALUES ('1', 1, ?, ?, 0, ?, ?, ?, ?, '[]')`,
  )
  for (let n = 0; n + 1 < made.length; n += 2) {
    const [winner, loser] = [made[n]!, made[n + 1]!]
    insert.run(
      winner['asset_id']!,
      loser['asset_id']!,
      winner['provider']!,
      winner['model']!,
      loser['provider']!,
      loser['model']!,
    )
  }
}

const rows = sizes.flatMap(measureSize)
const [rowsPath] = process.argv.slice(2)
if (rowsPath === undefined) console.log(toTable(rows))
else await writeFile(rowsPath, JSON.stringify(rows))
