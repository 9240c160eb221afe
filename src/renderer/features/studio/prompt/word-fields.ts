import type { Words } from '../../../../shared/domain/canvas-document.ts'

export type WordsFieldId = keyof Words

/** The fields on the screen that words are written in. */
export interface WordFields {
  /** Returns the function that takes it away. */
  attach(field: WordsFieldId, element: HTMLTextAreaElement): () => void
  isEmpty(): boolean
  element(field: WordsFieldId): HTMLTextAreaElement | undefined
  /** The field that is being written in. */
  focused(): WordsFieldId | null
  /** The one that was written in last, if it is still there. */
  last(): WordsFieldId
  /** Puts the words in, with the caret behind what has changed: set by React alone, it would jump to the end. */
  show(before: Words, after: Words): void
}

export function createWordFields(): WordFields {
  const fields = new Map<WordsFieldId, HTMLTextAreaElement>()
  let last: WordsFieldId = 'prompt'

  function show(field: WordsFieldId, before: string, after: string): void {
    const element = fields.get(field)
    if (before === after || element === undefined) return
    // What was typed is there already, and so is its caret.
    if (element.value === after) return
    element.value = after
    const { end } = changedPart(before, after)
    element.setSelectionRange(end, end)
  }

  return {
    attach(field, element) {
      fields.set(field, element)
      const noteFocus = () => {
        last = field
      }
      element.addEventListener('focus', noteFocus)
      return () => {
        element.removeEventListener('focus', noteFocus)
        if (fields.get(field) === element) fields.delete(field)
      }
    },
    isEmpty: () => fields.size === 0,
    element: (field) => fields.get(field),
    focused: () => [...fields].find(([, element]) => element === document.activeElement)?.[0] ?? null,
    last: () => (fields.has(last) ? last : 'prompt'),
    show(before, after) {
      show('negativePrompt', before.negativePrompt, after.negativePrompt)
      show('prompt', before.prompt, after.prompt)
    },
  }
}

/** Where two texts differ, in the new one: between what both begin and what both end with. */
function changedPart(before: string, after: string): { readonly start: number; readonly end: number } {
  const max = Math.min(before.length, after.length)
  let start = 0
  while (start < max && before[start] === after[start]) start++
  let tail = 0
  while (tail < max - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return { start, end: after.length - tail }
}
