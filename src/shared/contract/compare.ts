import { z } from 'zod'
import { differenceSchema, judgmentSchema, leagueSchema } from '../domain/comparison.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { tagSchema } from '../domain/annotations.ts'
import { command, event, query } from './define.ts'

/** The light table: how much pictures differ, and which of them a person finds better. */
export const compare = {
  /** `differenceUrl` of the same two shows where. Canceled when nobody waits for it any more. */
  'compare.measure': query(z.object({ firstId: assetIdSchema, secondId: assetIdSchema }), differenceSchema),
  /** What one look decided: of nine pictures laid side by side the best one beats eight. */
  'compare.vote': command(
    z.object({ judgments: z.array(judgmentSchema).min(1).max(36) }),
    z.object({ voteId: z.string().max(40) }),
  ),
  'compare.undoVote': command(z.object({ voteId: z.string().max(40) }), z.void()),
  /** By what was voted so far; of pictures that had the tag then, or of all. */
  'compare.league': query(z.object({ tag: tagSchema.nullable() }), leagueSchema),
  'compare.voted': event(z.object({})),
}
