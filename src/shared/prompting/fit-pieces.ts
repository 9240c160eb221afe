/** A sentence or a term, and the part it comes from. */
export interface PromptPiece {
  readonly what: string
  readonly text: string
  /** What stands between it and the one before; a comma where it is left out. */
  readonly joiner?: string
}

const namedMax = 8

/** Joins as many pieces as there is room for, from the first one on, and notes what is left out. */
export function fitPieces(pieces: readonly PromptPiece[], charsMax: number | null, notes: string[]): string {
  let prompt = ''
  let count = 0
  for (const { text, joiner = ', ' } of pieces) {
    const longer = count === 0 ? text : `${prompt}${afterStop(prompt, joiner)}${text}`
    if (charsMax !== null && longer.length > charsMax) break
    prompt = longer
    count += 1
  }
  const left = pieces.slice(count)
  if (charsMax === null || left.length === 0) return prompt
  const cut = count === 0 ? cutAtWord(left[0]?.text ?? '', charsMax) : null
  notes.push(leftOutNote(cut === null ? left : left.slice(1), cut, charsMax))
  return cut ?? prompt
}

/** A stop that is there already is not written again. */
function afterStop(text: string, joiner: string): string {
  return joiner === '. ' && /[.!?…。！？]["”’)]?$/u.test(text) ? ' ' : joiner
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
