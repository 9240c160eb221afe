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
           winner_provider, winner_model, loser_provider, loser_model, tags)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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

  'votes.counts': read((db, input: { tag: string | null }): VoteCount[] =>
    allRows(
      db,
      `SELECT winner_provider, winner_model, loser_provider, loser_model, is_tie, count(*) AS count
       FROM votes WHERE ${isTagged}
       GROUP BY winner_provider, winner_model, loser_provider, loser_model, is_tie`,
      input.tag,
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
