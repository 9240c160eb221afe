import { z } from 'zod'
import { assetIdSchema } from './ids.ts'
import { tagSchema } from './annotations.ts'

/** How much two images differ as displayed. */
export const differenceSchema = z.object({
  /** The size they were compared at: that of the first. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** The second had another size and was scaled to that of the first. */
  isScaled: z.boolean(),
  /** Pixel counts by their largest difference in any channel, 0 to 255. */
  counts: z.array(z.int().nonnegative()).length(256),
  /** Structural similarity of the luma (Wang et al. 2004): 1 = the same. */
  ssim: z.number().min(-1).max(1),
  /** Size of the map at `differenceUrl`. */
  map: z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() }),
})
export type Difference = z.output<typeof differenceSchema>

/** A vote for one image over another, or a tie (`isTie`). */
export const judgmentSchema = z.object({ winnerId: assetIdSchema, loserId: assetIdSchema, isTie: z.boolean() })
export type Judgment = z.output<typeof judgmentSchema>

/** A model and its record in the user's blind votes. */
export const rankedModelSchema = z.object({
  provider: z.string(),
  model: z.string().nullable(),
  /** Around 1500; 400 more = ten times as likely to win. null = not enough votes. */
  score: z.number().nullable(),
  /** Half the width of the 95 % interval of the score. */
  plusMinus: z.number().nonnegative().nullable(),
  wins: z.int().nonnegative(),
  losses: z.int().nonnegative(),
  ties: z.int().nonnegative(),
})
export type RankedModel = z.output<typeof rankedModelSchema>

export const modelRankingSchema = z.object({
  /** Players with a score first, best first. */
  players: z.array(rankedModelSchema),
  /** Number of counted comparisons between two models. */
  comparisons: z.int().nonnegative(),
  /** Number of comparisons that say nothing about models: a model with itself, or images that no model made. */
  others: z.int().nonnegative(),
  /** Tags of the images at the time of the votes, most votes first. */
  tags: z.array(z.object({ name: tagSchema, count: z.int().positive() })),
})
export type ModelRanking = z.output<typeof modelRankingSchema>
