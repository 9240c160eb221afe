import { z } from 'zod'

const shareSchema = z.number().min(0).max(1)

/** The local model's classification of an image, 0 to 1; adds up to 1. */
export const safetyScoresSchema = z.object({
  /** Drawn or painted, not explicit. */
  drawing: shareSchema,
  /** Photographed, not explicit. */
  neutral: shareSchema,
  /** Suggestive: little clothing. */
  sexy: shareSchema,
  /** Explicit, drawn. */
  hentai: shareSchema,
  /** Explicit, photographed. */
  porn: shareSchema,
})
export type SafetyScores = z.output<typeof safetyScoresSchema>

/** The check of an image by a local model. */
export const safetyCheckSchema = z.object({
  /** Name and version of the model, so that images can be checked again with another one. */
  model: z.string(),
  scores: safetyScoresSchema,
})
export type SafetyCheck = z.output<typeof safetyCheckSchema>
