import { read } from './operation.ts'
import { allRows, toText } from './statement.ts'

/** Which results count; null = all. */
export interface ResultScope {
  /** Of the image, as it is tagged now. */
  readonly tag: string | null
  readonly task: string | null
  readonly sinceMs: number | null
  /** Exclusive. */
  readonly beforeMs: number | null
}

/** What a model made, summed. */
export interface ModelResults {
  readonly provider: string
  readonly model: string
  readonly images: number
  /** Neither rejected nor in the trash. */
  readonly kept: number
  /** Images whose price was reported, and those with an estimate only. */
  readonly reported: number
  readonly estimated: number
  /** Sum of these prices, USD. */
  readonly usd: number
  /** Milliseconds from sending to the finished image, one for each image where it is known. */
  readonly timesMs: readonly number[]
  /** Images with stars, and the sum of their stars. */
  readonly rated: number
  readonly stars: number
}

const sums = `provider, model, count(*) AS images, sum(is_kept) AS kept, count(cost_usd) AS reported,
  count(estimate_usd) FILTER (WHERE cost_usd IS NULL) AS estimated, total(coalesce(cost_usd, estimate_usd)) AS usd,
  group_concat(CAST(timing_ms AS INTEGER)) AS times, count(*) FILTER (WHERE rating > 0) AS rated, sum(rating) AS stars`
const isInScope = `(?1 IS NULL OR task = ?1) AND (?2 IS NULL OR created_at_ms >= ?2) AND (?3 IS NULL OR created_at_ms < ?3)`
// The table's own order is that of the groups: nothing is sorted.
const ofAll = `SELECT ${sums} FROM model_results WHERE ${isInScope} GROUP BY provider, model`
// CROSS: from the images of the tag to what is known of them, and not the other way round.
const ofTag = `SELECT ${sums} FROM asset_tags CROSS JOIN model_results USING (asset_id)
  WHERE tag = (SELECT number FROM tags WHERE name = ?4) AND ${isInScope} GROUP BY provider, model`

export const modelResultOperations = {
  'results.byModel': read((db, { tag, task, sinceMs, beforeMs }: ResultScope): ModelResults[] => {
    const scope = [task, sinceMs, beforeMs]
    const rows = tag === null ? allRows(db, ofAll, ...scope) : allRows(db, ofTag, ...scope, tag)
    return rows.map(toModelResults)
  }),

  /** How many results each task has, and each tag, most first. */
  'results.scopes': read((db, _input: null): { tasks: Count[]; tags: Count[] } => ({
    tasks: toCounts(allRows(db, 'SELECT task AS name, count(*) AS count FROM model_results GROUP BY task')),
    tags: toCounts(
      allRows(
        db,
        `SELECT name, count(*) AS count FROM asset_tags JOIN tags ON number = tag
         WHERE EXISTS (SELECT 1 FROM model_results WHERE model_results.asset_id = asset_tags.asset_id) GROUP BY tag`,
      ),
    ).slice(0, tagsMost),
  })),
}

interface Count {
  readonly name: string
  readonly count: number
}

/** Longer lists are cut for display. */
const tagsMost = 200

function toCounts(rows: readonly Record<string, unknown>[]): Count[] {
  return rows
    .map((row) => ({ name: toText(row['name']), count: Number(row['count']) }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

function toModelResults(row: Record<string, unknown>): ModelResults {
  const times = toText(row['times'])
  return {
    provider: toText(row['provider']),
    model: toText(row['model']),
    images: Number(row['images']),
    kept: Number(row['kept']),
    reported: Number(row['reported']),
    estimated: Number(row['estimated']),
    usd: Number(row['usd']),
    timesMs: times === '' ? [] : times.split(',').map(Number),
    rated: Number(row['rated']),
    stars: Number(row['stars']),
  }
}
