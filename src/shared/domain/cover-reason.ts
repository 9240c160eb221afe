import type { ContentFilter, Safety } from './generation.ts'
import type { SafetyCheck, SafetyScores } from './safety.ts'

/**
 * Scores from which an image is covered. `explicit` applies to hentai and porn together, `bare` to those and sexy. The
 * scores are a softmax over five classes: above 0.5 the model considers one more likely than all others together.
 * `moderate` uses that threshold for explicit content; `strict` covers on suspicion and uses it for suggestive content
 * too; `low` and `off` (only the switch was turned on) cover only what the model is nearly certain of. The model's
 * authors give no thresholds; they report 93 % accuracy on their own images, so every threshold has false negatives and
 * false positives.
 */
const lines: Readonly<Record<ContentFilter, { readonly explicit: number; readonly bare: number }>> = {
  off: { explicit: 0.85, bare: Infinity },
  low: { explicit: 0.85, bare: Infinity },
  moderate: { explicit: 0.5, bare: Infinity },
  strict: { explicit: 0.25, bare: 0.5 },
}

export function isOverLine({ hentai, porn, sexy }: SafetyScores, filter: ContentFilter): boolean {
  const explicit = hentai + porn
  const { explicit: explicitLine, bare } = lines[filter]
  return explicit >= explicitLine || explicit + sexy >= bare
}

/** The fields of an image that the local check uses. */
interface CheckedImage {
  readonly safetyCheck?: SafetyCheck | null | undefined
  readonly recipe: { readonly operation: string }
}

const askedOfServices: readonly string[] = ['generate', 'edit', 'variations']

/**
 * Returns why an image is shown covered; null = it is shown uncovered. `unchecked`: a service made it, and the local
 * model has not checked it yet.
 */
export function coverReason(image: CheckedImage, safety: Safety): 'over' | 'unchecked' | null {
  if (!safety.blockNsfw) return null
  const { safetyCheck, recipe } = image
  if (safetyCheck) return isOverLine(safetyCheck.scores, safety.contentFilter) ? 'over' : null
  return askedOfServices.includes(recipe.operation) ? 'unchecked' : null
}
