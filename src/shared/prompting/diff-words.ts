/** A run of words in both texts, only in the new one, or only in the old one. */
export interface WordChange {
  readonly type: 'same' | 'added' | 'removed'
  /** Includes the whitespace after the words: the same and added runs, joined, are the new text. */
  readonly text: string
}

/** Longer texts are compared as a whole: a word-by-word comparison would be unreadable. */
const wordsMax = 3_000

/** Returns the changes between two texts, word by word, in reading order; removed runs precede added ones. */
export function diffWords(before: string, after: string): WordChange[] {
  const [old, fresh] = [wordsOf(before), wordsOf(after)]
  if (Math.max(old.length, fresh.length) > wordsMax)
    return joined([...toChanges('removed', old), ...toChanges('added', fresh)])
  const lengths = commonLengths(old, fresh)
  const changes: WordChange[] = []
  let [at, to] = [0, 0]
  while (at < old.length || to < fresh.length) {
    const [from, into] = [old[at], fresh[to]]
    if (from !== undefined && into !== undefined && isSame(from, into)) {
      changes.push({ type: 'same', text: into })
      at++
      to++
    } else if (from !== undefined && (into === undefined || lengthAt(at + 1, to) >= lengthAt(at, to + 1))) {
      changes.push({ type: 'removed', text: from })
      at++
    } else {
      changes.push({ type: 'added', text: into ?? '' })
      to++
    }
  }
  return joined(changes)

  function lengthAt(row: number, column: number): number {
    return lengths[row * (fresh.length + 1) + column] ?? 0
  }
}

/** Splits a text into words and symbols, each with its trailing whitespace; leading whitespace belongs to the first. */
function wordsOf(text: string): string[] {
  return text.match(/^\s+$|(?:^\s+)?(?:[\p{L}\p{N}\p{M}_'’-]+|[^\s\p{L}\p{N}\p{M}_'’-])\s*/gu) ?? []
}

function isSame(a: string, b: string): boolean {
  return a.trim() === b.trim()
}

/** Lengths of the longest common subsequences from each position on: the standard table for text diffs. */
function commonLengths(oldWords: readonly string[], newWords: readonly string[]): Uint16Array {
  const width = newWords.length + 1
  const lengths = new Uint16Array((oldWords.length + 1) * width)
  const trimmed = newWords.map((word) => word.trim())
  for (let row = oldWords.length - 1; row >= 0; row--) {
    const word = oldWords[row]?.trim()
    for (let column = newWords.length - 1; column >= 0; column--) {
      const cell = row * width + column
      lengths[cell] =
        word === trimmed[column]
          ? (lengths[cell + width + 1] ?? 0) + 1
          : Math.max(lengths[cell + width] ?? 0, lengths[cell + 1] ?? 0)
    }
  }
  return lengths
}

function toChanges(type: WordChange['type'], words: readonly string[]): WordChange[] {
  return words.map((text) => ({ type, text }))
}

/** Merges adjacent runs of the same type; between two common runs, removed precedes added. */
function joined(changes: readonly WordChange[]): WordChange[] {
  const runs: WordChange[] = []
  let removed = ''
  let added = ''
  const flush = () => {
    if (removed !== '') runs.push({ type: 'removed', text: removed })
    if (added !== '') runs.push({ type: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const { type, text } of changes) {
    if (type === 'removed') removed += text
    else if (type === 'added') added += text
    else {
      flush()
      const last = runs.at(-1)
      if (last?.type === 'same') runs.splice(-1, 1, { type, text: last.text + text })
      else runs.push({ type, text })
    }
  }
  flush()
  return runs
}
