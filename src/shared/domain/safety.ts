import { z } from 'zod'

const shareSchema = z.number().min(0).max(1)

/** What the local model says a picture is, 0 to 1; together 1. */
export const safetyScoresSchema = z.object({
  /** Drawn or painted, nothing explicit. */
  drawing: shareSchema,
  /** Photographed, nothing explicit. */
  neutral: shareSchema,
  /** Suggestive: little clothing. */
  sexy: shareSchema,
  /** Explicit, drawn. */
  hentai: shareSchema,
  /** Explicit, photographed. */
  porn: shareSchema,
})
export type SafetyScores = z.output<typeof safetyScoresSchema>

/** A look at a picture by a model on this computer. */
export const safetyCheckSchema = z.object({
  /** Name and version of the model, so that another one can look again. */
  model: z.string(),
  scores: safetyScoresSchema,
})
export type SafetyCheck = z.output<typeof safetyCheckSchema>
