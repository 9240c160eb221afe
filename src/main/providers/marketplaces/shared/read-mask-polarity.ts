import type { ModelCard } from '../../../../shared/domain/model-card.ts'

type Polarity = ModelCard['maskPolarity']

const changes = /inpaint|repaint|redraw|edit|replac|regenerat|generat|fill|eras|remov|modif|chang|alter|paint/
const keeps = /preserv|keep|kept|unchanged|untouched|protect|remain|retain|ignor/
const opposite: Record<Polarity, Polarity> = { white: 'black', black: 'white', transparent: 'transparent' }

/**
 * Determines which part of a mask a model repaints from the description of its mask field; null = unstated or
 * contradictory.
 */
export function readMaskPolarity(description: string | null): Polarity | null {
  const polarities = new Set(clausesOf(description ?? '').flatMap(readClause))
  const [polarity] = polarities
  return polarities.size === 1 && polarity !== undefined ? polarity : null
}

/** Splits the text into parts about one color each. "A black and white image" is about none. */
function clausesOf(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/black\s*(?:-and-|and|&|\/|-)\s*white|white\s*(?:-and-|and|&|\/|-)\s*black/g, ' ')
    .split(/[.,;()]|\b(?:and|while|whereas|but)\b/)
}

function readClause(clause: string): Polarity[] {
  const colors = (['white', 'black', 'transparent'] as const).filter((color) => clause.includes(color))
  const [color] = colors
  if (color === undefined || colors.length > 1) return []
  // Keeping is checked first: "will not be changed" and "remains unchanged" mention change too.
  if (keeps.test(clause) || /\bnot\b/.test(clause)) return color === 'transparent' ? [] : [opposite[color]]
  return changes.test(clause) ? [color] : []
}
