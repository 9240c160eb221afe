import { z } from 'zod'
import { tagSchema } from '../domain/annotations.ts'
import { differenceSchema, judgmentSchema, modelRankingSchema } from '../domain/comparison.ts'
import { valueReportSchema, valueScopeSchema } from '../domain/model-value.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { command, event, query } from './define.ts'

/** The light table: how much images differ, and which of them the user prefers. */
export const compare = {
  /** `differenceUrl` of the same two shows where. Canceled when its caller no longer waits. */
  'compare.measure': query('read', z.object({ firstId: assetIdSchema, secondId: assetIdSchema }), differenceSchema),
  /** The result of one decision: the best of nine images side by side beats the other eight. */
  'compare.vote': command(
    'edit',
    z.object({ judgments: z.array(judgmentSchema).min(1).max(36) }),
    z.object({ voteId: z.string().max(40) }),
  ),
  'compare.undoVote': command('edit', z.object({ voteId: z.string().max(40) }), z.void()),
  /** Based on all votes so far: for images that had the tag at the time, or for all. */
  'compare.ranking': query('read', z.object({ tag: tagSchema.nullable() }), modelRankingSchema),
  /** What models are worth in the user's own work: rating, price and time, and which to suggest. */
  'compare.value': query('read', valueScopeSchema, valueReportSchema),
  'compare.voted': event(z.object({})),
}
