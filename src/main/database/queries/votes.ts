import { read, write } from './operation.ts'
import { allRows, change } from './statement.ts'

interface VotedModel {
  /** null = imported from outside. */
  readonly provider: string | null
  readonly model: string | null
}

export interface StoredVote {
  readonly voteId: string
  readonly atMs: number
  readonly winnerId: string
  readonly loserId: string
  readonly isTie: boolean
  readonly winner: VotedModel
  readonly loser: VotedModel
  readonly tags: readonly string[]
}

/** Which votes count; null = all. */
export interface VoteScope {
  /** Of one of the images, at the time. */
  readonly tag: string | null
  /** Of both images. */
  readonly task: string | null
  readonly sinceMs: number | null
  /** Exclusive. */
  readonly beforeMs: number | null
}

/** How often one maker was compared with another, with each outcome. */
export interface VoteCount {
  readonly winner: VotedModel
  readonly loser: VotedModel
  readonly isTie: boolean
  readonly count: number
}

const isTagged = `(?1 IS NULL OR EXISTS (SELECT 1 FROM json_each(votes.tags) WHERE value = ?1 COLLATE NOCASE))`

export const voteOperations = {
  'votes.add': write((db, input: readonly StoredVote[]): void => {
    for (const vote of input) {
      change(
        db,
        `INSERT INTO votes (vote_id, at_ms, winner_id, loser_id, is_tie,
           winner_provider, winner_model, loser_provider, loser_model, tags, winner_task, loser_task)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
           (SELECT task FROM model_results WHERE asset_id = ?3), (SELECT task FROM model_results WHERE asset_id = ?4))`,
        vote.voteId,
        vote.atMs,
        vote.winnerId,
        vote.loserId,
        vote.isTie ? 1 : 0,
        vote.winner.provider,
        vote.winner.model,
        vote.loser.provider,
        vote.loser.model,
        JSON.stringify(vote.tags),
      )
    }
  }),

  /** Returns how many comparisons were removed. */
  'votes.remove': write((db, input: { voteId: string }): number =>
    change(db, 'DELETE FROM votes WHERE vote_id = ?', input.voteId),
  ),

  'votes.counts': read((db, { tag, task, sinceMs, beforeMs }: VoteScope): VoteCount[] =>
    allRows(
      db,
      `SELECT winner_provider, winner_model, loser_provider, loser_model, is_tie, count(*) AS count
       FROM votes WHERE ${isTagged} AND (?2 IS NULL OR (winner_task = ?2 AND loser_task = ?2))
         AND (?3 IS NULL OR at_ms >= ?3) AND (?4 IS NULL OR at_ms < ?4)
       GROUP BY winner_provider, winner_model, loser_provider, loser_model, is_tie`,
      tag,
      task,
      sinceMs,
      beforeMs,
    ).map((row) => ({
      winner: sourceOf(row['winner_provider'], row['winner_model']),
      loser: sourceOf(row['loser_provider'], row['loser_model']),
      isTie: row['is_tie'] === 1,
      count: Number(row['count']),
    })),
  ),

  'votes.tags': read((db, _input: null): { name: string; count: number }[] =>
    allRows(
      db,
      `SELECT min(value) AS name, count(*) AS count FROM votes, json_each(votes.tags)
       GROUP BY value COLLATE NOCASE ORDER BY count DESC, name LIMIT 200`,
    ).map((row) => ({ name: String(row['name']), count: Number(row['count']) })),
  ),
}

function sourceOf(provider: unknown, model: unknown): VotedModel {
  return { provider: textOrNull(provider), model: textOrNull(model) }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
