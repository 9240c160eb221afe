import { z } from 'zod'

/** How far the library can be searched by what its images show. */
export const meaningIndexSchema = z.object({
  /** The model's name; null = none is installed. */
  model: z.string().nullable(),
  /** Another model, whose index covers more, answers until this one's does; null = `model` itself answers. */
  meanwhile: z.string().nullable(),
  embedded: z.int().nonnegative(),
  total: z.int().nonnegative(),
  isRunning: z.boolean(),
  /** Why the last run ended early; null = it did not. */
  problem: z.string().nullable(),
})
export type MeaningIndex = z.output<typeof meaningIndexSchema>
