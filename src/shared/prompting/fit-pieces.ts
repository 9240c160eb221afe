/** A sentence or a term, and the part it comes from. */
export interface PromptPiece {
  readonly what: string
  readonly text: string
}

const namedMax = 8

/** Joins as many pieces as there is room for, from the first one on, and notes what is left out. */
export function fitPieces(
  pieces: readonly PromptPiece[],
  joiner: string,
  charsMax: number | null,
  notes: string[],
): string {
  const kept: string[] = []
  let chars = 0
  for (const { text } of pieces) {
    const longer = chars + (kept.length === 0 ? 0 : joiner.length) + text.length
    if (charsMax !== null && longer > charsMax) break
    kept.push(text)
    chars = longer
  }
  const left = pieces.slice(kept.length)
  if (charsMax === null || left.length === 0) return kept.join(joiner)
  const cut = kept.length === 0 ? cutAtWord(left[0]?.text ?? '', charsMax) : null
  notes.push(leftOutNote(cut === null ? left : left.slice(1), cut, charsMax))
  return cut ?? kept.join(joiner)
}

/** As much of a text as fits, up to the end of a word where there is one. */
function cutAtWord(text: string, charsMax: number): string {
  const start = text.slice(0, charsMax)
  const atWord = /\s/u.test(text[charsMax] ?? ' ') ? start : start.replace(/\s\S*$/u, '')
  // A character of two units is not cut in half.
  return (atWord.trim() === '' ? start : atWord).replace(/[\ud800-\udbff]$/u, '').replace(/[\s,]+$/u, '')
}

function leftOutNote(left: readonly PromptPiece[], cut: string | null, charsMax: number): string {
  const limit = `The model takes ${charsMax} characters`
  const ending = cut === null ? '' : 'the end of the prompt is cut off'
  if (left.length === 0) return `${limit}: ${ending}.`
  const named = left.slice(0, namedMax).map(({ what, text }) => `${what} “${text}”`)
  const more = left.length > namedMax ? ` and ${left.length - namedMax} more` : ''
  return `${limit}: ${ending === '' ? '' : `${ending}, and `}left out: ${named.join(', ')}${more}.`
}
