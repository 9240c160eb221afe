import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'

/** State of browsing the prompt history. */
export interface HistoryWalk {
  /** The image the prompts belong to. */
  readonly image: string
  /** −1 = the user's own text. */
  readonly at: number
  readonly draft: PromptPair
  /** Newest first. */
  readonly entries: readonly PromptPair[]
  /** The prompts shown by history browsing: any other change ends it. */
  readonly shown: PromptPair
}

export function isSamePrompt(first: PromptPair, second: PromptPair): boolean {
  return first.prompt === second.prompt && first.negativePrompt === second.negativePrompt
}

/** Starts at the current text, which is restored at the end of the way back. */
export function startWalk(image: string, draft: PromptPair, history: readonly PromptPair[]): HistoryWalk {
  const trimmed = { prompt: draft.prompt.trim(), negativePrompt: draft.negativePrompt.trim() }
  const entries = history
    .map(({ prompt, negativePrompt }) => ({ prompt, negativePrompt }))
    .filter((each) => !isSamePrompt(each, trimmed))
  return { image, at: -1, draft, entries, shown: draft }
}

/** Moves one step to older prompts (1) or newer ones (−1); null at either end. */
export function stepWalk(walk: HistoryWalk, step: 1 | -1): HistoryWalk | null {
  const index = walk.at + step
  if (index < -1 || index >= walk.entries.length) return null
  return { ...walk, at: index, shown: walk.entries[index] ?? walk.draft }
}
