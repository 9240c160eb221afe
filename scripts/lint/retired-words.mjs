/**
 * What exported names, file names and texts no longer say: a stem, then what it became (docs/glossary.md). British
 * spellings first; the words of an area follow when the area is rewritten.
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
  ['licence', 'license'],
  ['neighbour', 'neighbor'],
  ['organis', 'organiz'],
  ['recognis', 'recogniz'],
]

/** Parts of the command line's reports, which other programs read. */
const kept = /cancelled (before|after) sending/g

const stems = new RegExp(retiredWords.map(([stem]) => stem).join('|'), 'i')

/**
 * The retired word that a name or a text holds, and what to write instead.
 * @param {string} text
 * @returns {{ word: string, instead: string } | null}
 */
export function findRetiredWord(text) {
  const word = stems.exec(text.replaceAll(kept, ''))?.[0]?.toLowerCase()
  const found = retiredWords.find(([stem]) => stem === word)
  return found === undefined ? null : { word: found[0], instead: found[1] }
}

/**
 * Whether people read it: words between quotes that are no id, code or path.
 * @param {string} text
 */
export function isProse(text) {
  return /\s/.test(text.trim()) || /^[A-Z][a-z]/.test(text)
}
