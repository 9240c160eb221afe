import type { Words } from '../../../../shared/domain/canvas-document.ts'

/** Where a walk through older words stands. */
export interface WordsWalk {
  /** Of which picture the words are. */
  readonly picture: string
  /** −1 = one's own words. */
  readonly at: number
  readonly own: Words
  /** Newest first. */
  readonly entries: readonly Words[]
  /** What the walk has put there: anything else ends it. */
  readonly shown: Words
}

export function sameWords(one: Words, other: Words): boolean {
  return one.prompt === other.prompt && one.negativePrompt === other.negativePrompt
}

/** From what is being written, which is found again at the end of the way back. */
export function startWalk(picture: string, own: Words, history: readonly Words[]): WordsWalk {
  const trimmed = { prompt: own.prompt.trim(), negativePrompt: own.negativePrompt.trim() }
  const entries = history
    .map(({ prompt, negativePrompt }) => ({ prompt, negativePrompt }))
    .filter((each) => !sameWords(each, trimmed))
  return { picture, at: -1, own, entries, shown: own }
}

/** One step to older words (1) or newer ones (−1); null at either end. */
export function stepWalk(walk: WordsWalk, step: 1 | -1): WordsWalk | null {
  const at = walk.at + step
  if (at < -1 || at >= walk.entries.length) return null
  return { ...walk, at, shown: walk.entries[at] ?? walk.own }
}
