import { z } from 'zod'
import { assetIdSchema } from './ids.ts'
import { tagSchema } from './annotations.ts'

/** How much two pictures differ, as they are shown. */
export const differenceSchema = z.object({
  /** The size they were compared in: that of the first. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** The second had another size and was brought to that of the first. */
  isScaled: z.boolean(),
  /** Pixels by their largest difference in any channel, 0 to 255. */
  counts: z.array(z.int().nonnegative()).length(256),
  /** Structural similarity of the luma (Wang et al. 2004): 1 = the same. */
  ssim: z.number().min(-1).max(1),
  /** Of the map at `differenceUrl`. */
  map: z.object({ widthPx: z.int().positive(), heightPx: z.int().positive() }),
})
export type Difference = z.output<typeof differenceSchema>

/** One picture was found better than another, or neither (`isTie`). */
export const judgmentSchema = z.object({ winnerId: assetIdSchema, loserId: assetIdSchema, isTie: z.boolean() })
export type Judgment = z.output<typeof judgmentSchema>

/** A model and how it has fared in a person's blind votes. */
export const leaguePlayerSchema = z.object({
  provider: z.string(),
  model: z.string().nullable(),
  /** Around 1500; 400 more = ten times as likely to win. null = not enough votes to say. */
  score: z.number().nullable(),
  /** Half the width of the 95 % interval of the score. */
  plusMinus: z.number().nonnegative().nullable(),
  wins: z.int().nonnegative(),
  losses: z.int().nonnegative(),
  ties: z.int().nonnegative(),
})
export type LeaguePlayer = z.output<typeof leaguePlayerSchema>

export const leagueSchema = z.object({
  /** Those with a score first, best first. */
  players: z.array(leaguePlayerSchema),
  /** Comparisons between two models that count here. */
  comparisons: z.int().nonnegative(),
  /** Comparisons that say nothing about models: of one model with itself, or of pictures that no model made. */
  others: z.int().nonnegative(),
  /** Tags that pictures had when they were voted on, most votes first. */
  tags: z.array(z.object({ name: tagSchema, count: z.int().positive() })),
})
export type League = z.output<typeof leagueSchema>
