import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'

/** State of browsing the prompt history. */
export interface HistoryWalk {
  /** The image the prompts belong to. */
  readonly image: string
  /** −1 = the user's own text. */
  readonly at: number
  readonly own: PromptPair
  /** Newest first. */
  readonly entries: readonly PromptPair[]
  /** The prompts shown by history browsing: any other change ends it. */
  readonly shown: PromptPair
}

export function isSamePrompt(one: PromptPair, other: PromptPair): boolean {
  return one.prompt === other.prompt && one.negativePrompt === other.negativePrompt
}

/** Starts at the current text, which is restored at the end of the way back. */
export function startWalk(image: string, own: PromptPair, history: readonly PromptPair[]): HistoryWalk {
  const trimmed = { prompt: own.prompt.trim(), negativePrompt: own.negativePrompt.trim() }
  const entries = history
    .map(({ prompt, negativePrompt }) => ({ prompt, negativePrompt }))
    .filter((each) => !isSamePrompt(each, trimmed))
  return { image, at: -1, own, entries, shown: own }
}

/** Moves one step to older prompts (1) or newer ones (−1); null at either end. */
export function stepWalk(walk: HistoryWalk, step: 1 | -1): HistoryWalk | null {
  const at = walk.at + step
  if (at < -1 || at >= walk.entries.length) return null
  return { ...walk, at, shown: walk.entries[at] ?? walk.own }
}
