import type { ContentFilter, Safety } from './generation.ts'
import type { SafetyCheck, SafetyScores } from './safety.ts'

/**
 * From what on a picture is covered. `explicit` is against hentai and porn together, `bare` against those and sexy.
 * The scores are a softmax over five kinds: above 0.5 the model holds one thing more likely than everything else together.
 * `moderate` is that line for what is explicit; `strict` covers on a suspicion and holds the line for what is suggestive
 * too; `low` and `off` (the switch alone was turned on) cover only what the model is all but sure of. The model's makers
 * name no numbers; they give 93 % right on their own pictures, so every line lets some through and covers some in vain.
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

/** What the local check is told of a picture. */
interface CheckedPicture {
  readonly safetyCheck?: SafetyCheck | null | undefined
  readonly recipe: { readonly operation: string }
}

const askedOfServices: readonly string[] = ['generate', 'edit', 'variations']

/**
 * Why a picture is shown covered; null = it is shown as it is. `unchecked`: a service made it, and the local model has
 * not looked at it yet.
 */
export function coverReason(picture: CheckedPicture, safety: Safety): 'over' | 'unchecked' | null {
  if (!safety.blockNsfw) return null
  const { safetyCheck, recipe } = picture
  if (safetyCheck) return isOverLine(safetyCheck.scores, safety.contentFilter) ? 'over' : null
  return askedOfServices.includes(recipe.operation) ? 'unchecked' : null
}
