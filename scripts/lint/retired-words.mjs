/**
 * Words retired from exported names, file names, and texts: a stem, then its replacement (docs/glossary.md). British
 * spellings first; the words of an area follow when it is rewritten.
 * @type {readonly (readonly [retired: string, instead: string])[]}
 */
export const retiredWords = [
  ['behaviour', 'behavior'],
  ['cancelled', 'canceled'],
  ['cancelling', 'canceling'],
  ['centre', 'center'],
  ['colour', 'color'],
  ['favourite', 'favorite'],
  ['grey', 'gray'],
  ['honour', 'honor'],
  ['judgement', 'judgment'],
  ['labelled', 'labeled'],
  ['league', 'ranking'],
  ['licence', 'license'],
  ['neighbour', 'neighbor'],
  ['obstacle', 'disabledReason, blocker'],
  ['organis', 'organiz'],
  ['parcel', 'part, item'],
  ['picture', 'image'],
  ['recognis', 'recogniz'],
  ['shelf', 'section'],
  ['shelves', 'sections'],
  ['teller', 'reporter, emitter'],
]

/** Strings in the command line's reports, which other programs parse. */
const kept = /cancelled (before|after) sending/g

const stems = new RegExp(retiredWords.map(([stem]) => stem).join('|'), 'i')

/**
 * Returns the retired word in a name or text, and its replacement.
 * @param {string} text
 * @returns {{ word: string, instead: string } | null}
 */
export function findRetiredWord(text) {
  const word = stems.exec(text.replaceAll(kept, ''))?.[0]?.toLowerCase()
  const found = retiredWords.find(([stem]) => stem === word)
  return found === undefined ? null : { word: found[0], instead: found[1] }
}

/**
 * Returns whether a string is user-visible text: words that are no id, code, or path.
 * @param {string} text
 */
export function isProse(text) {
  return /\s/.test(text.trim()) || /^[A-Z][a-z]/.test(text)
}
