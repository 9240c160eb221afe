/** A run of words that both texts have, only the new one, or only the old one. */
export interface WordChange {
  readonly is: 'same' | 'added' | 'removed'
  /** With the blanks behind the words: what is the same and added, joined, is the new text. */
  readonly text: string
}

/** Longer texts are told apart as a whole: nobody reads such a comparison. */
const wordsMax = 3_000

/** What has changed from one wording to another, word by word, in reading order; what goes stands before what comes. */
export function diffWords(before: string, after: string): WordChange[] {
  const [old, fresh] = [wordsOf(before), wordsOf(after)]
  if (Math.max(old.length, fresh.length) > wordsMax) return joined([...as('removed', old), ...as('added', fresh)])
  const lengths = commonLengths(old, fresh)
  const changes: WordChange[] = []
  let [at, to] = [0, 0]
  while (at < old.length || to < fresh.length) {
    const [from, into] = [old[at], fresh[to]]
    if (from !== undefined && into !== undefined && isSame(from, into)) {
      changes.push({ is: 'same', text: into })
      at++
      to++
    } else if (from !== undefined && (into === undefined || lengthAt(at + 1, to) >= lengthAt(at, to + 1))) {
      changes.push({ is: 'removed', text: from })
      at++
    } else {
      changes.push({ is: 'added', text: into ?? '' })
      to++
    }
  }
  return joined(changes)

  function lengthAt(row: number, column: number): number {
    return lengths[row * (fresh.length + 1) + column] ?? 0
  }
}

/** Words and signs, each with the blanks behind it; those in front of the first belong to it. */
function wordsOf(text: string): string[] {
  return text.match(/^\s+$|(?:^\s+)?(?:[\p{L}\p{N}\p{M}_'’-]+|[^\s\p{L}\p{N}\p{M}_'’-])\s*/gu) ?? []
}

function isSame(a: string, b: string): boolean {
  return a.trim() === b.trim()
}

/** Of the longest row of words that both have from here on: the table behind the usual comparison of texts. */
function commonLengths(old: readonly string[], fresh: readonly string[]): Uint16Array {
  const width = fresh.length + 1
  const lengths = new Uint16Array((old.length + 1) * width)
  const trimmed = fresh.map((word) => word.trim())
  for (let row = old.length - 1; row >= 0; row--) {
    const word = old[row]?.trim()
    for (let column = fresh.length - 1; column >= 0; column--) {
      const here = row * width + column
      lengths[here] =
        word === trimmed[column]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0)
    }
  }
  return lengths
}

function as(is: WordChange['is'], words: readonly string[]): WordChange[] {
  return words.map((text) => ({ is, text }))
}

/** Runs of the same kind in one piece; between two that are the same, what goes stands before what comes. */
function joined(changes: readonly WordChange[]): WordChange[] {
  const runs: WordChange[] = []
  let gone = ''
  let come = ''
  const flush = () => {
    if (gone !== '') runs.push({ is: 'removed', text: gone })
    if (come !== '') runs.push({ is: 'added', text: come })
    gone = ''
    come = ''
  }
  for (const { is, text } of changes) {
    if (is === 'removed') gone += text
    else if (is === 'added') come += text
    else {
      flush()
      const last = runs.at(-1)
      if (last?.is === 'same') runs.splice(-1, 1, { is, text: last.text + text })
      else runs.push({ is, text })
    }
  }
  flush()
  return runs
}
