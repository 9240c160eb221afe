import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'

export type PromptFieldId = keyof PromptPair

/** The mounted prompt fields. */
export interface PromptFields {
  /** Returns a function that detaches it. */
  attach(field: PromptFieldId, element: HTMLTextAreaElement): () => void
  isEmpty(): boolean
  element(field: PromptFieldId): HTMLTextAreaElement | undefined
  /** The focused field. */
  focused(): PromptFieldId | null
  /** The field last edited, if it is still mounted. */
  last(): PromptFieldId
  /** Sets the texts, with the caret after the change: set by React alone, it would jump to the end. */
  show(before: PromptPair, after: PromptPair): void
}

export function createPromptFields(): PromptFields {
  const fields = new Map<PromptFieldId, HTMLTextAreaElement>()
  let last: PromptFieldId = 'prompt'

  function show(field: PromptFieldId, before: string, after: string): void {
    const element = fields.get(field)
    if (before === after || element === undefined) return
    // Typed text is already there, with the right caret.
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

/** The range of the new text that differs: between the common prefix and the common suffix. */
function changedPart(before: string, after: string): { readonly start: number; readonly end: number } {
  const max = Math.min(before.length, after.length)
  let start = 0
  while (start < max && before[start] === after[start]) start++
  let tail = 0
  while (tail < max - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return { start, end: after.length - tail }
}
