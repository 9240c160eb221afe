import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Words } from '../../../../shared/domain/canvas-document.ts'
import type { PromptMemory, PromptParts } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt.ts'
import { changeWeight } from '../../../../shared/prompting/index.ts'
import { createWordFields, type WordFields, type WordsFieldId } from './word-fields.ts'
import { createWordsUndo, type WordsChange } from './words-undo.ts'
import { sameWords, startWalk, stepWalk, type WordsWalk } from './words-walk.ts'

/** What opens over the form, for the words. */
export type PromptTool = 'styles' | 'compile' | 'rewrite' | 'snippets' | 'wildcards' | 'history'

export interface PromptEditorState {
  readonly tool: PromptTool | null
  /** Why a key did nothing; until the next one. */
  readonly note: string | null
  /** What the prompt was put together of last, and what came of it. */
  readonly compiled: { readonly parts: PromptParts; readonly made: string } | null
}

/** Everything that changes the words of the form, so that all of it can be undone. */
export interface PromptEditor extends Pick<WordFields, 'attach' | 'focused'> {
  readonly store: StoreApi<PromptEditorState>
  /** Whether there is a field to write in. */
  isAttached(): boolean
  type(field: WordsFieldId, text: string): void
  /** What a tool made: one step. */
  write(words: Partial<Words>): void
  /** At the caret of the field that was written in last. */
  insert(text: string): void
  undo(): void
  redo(): void
  /** Makes what is selected weigh more or less. */
  weigh(step: number): void
  /** To older words that were sent (1), or back to newer ones (−1) and at last to one's own. */
  walk(step: 1 | -1): Promise<void>
  open(tool: PromptTool | null): void
  /** Back to writing, with the caret where it is, once what lay over the form has gone. */
  resume(): void
}

export interface PromptEditorOptions {
  /** Names the picture the words belong to. */
  readonly picture: () => string
  readonly words: () => Words
  readonly change: (words: Partial<Words>) => void
  /** Why weights are of no use; null = a ticked model knows them. */
  readonly weightProblem: () => string | null
  /** Newest first. */
  readonly history: () => Promise<readonly PromptMemory[]>
  readonly now: () => number
}

export function createPromptEditor(options: PromptEditorOptions): PromptEditor {
  const store = createStore<PromptEditorState>(() => ({ tool: null, note: null, compiled: null }))
  const fields = createWordFields()
  const say = (note: string | null) => {
    if (store.getState().note !== note) store.setState({ note })
  }
  const writer = createWriter(options, fields, say)
  const focusing = createFocusing(options, fields)
  return {
    store,
    attach(field, element) {
      const detach = fields.attach(field, element)
      focusing.tryNow()
      return detach
    },
    focused: fields.focused,
    isAttached: () => !fields.isEmpty(),
    type: (field, text) => writer.put({ [field]: text }, 'typed'),
    write: (words) => writer.put(words, 'written'),
    undo: writer.undo,
    redo: writer.redo,
    walk: createWalker(options, writer.put, say),
    insert(text) {
      const field = fields.last()
      const before = options.words()[field]
      const element = fields.element(field)
      const start = element?.selectionStart ?? before.length
      writer.put({ [field]: before.slice(0, start) + text + before.slice(element?.selectionEnd ?? start) }, 'written')
      element?.setSelectionRange(start + text.length, start + text.length)
    },
    weigh(step) {
      const field = fields.focused()
      const element = field === null ? undefined : fields.element(field)
      if (field === null || element === undefined) return
      const problem = options.weightProblem()
      if (problem !== null) return say(problem)
      const { selectionStart: start, selectionEnd: end } = element
      const made = changeWeight(options.words()[field], { start, end }, step)
      writer.put({ [field]: made.text }, 'written')
      element.setSelectionRange(made.selection.start, made.selection.end)
    },
    open: (tool) => store.setState({ tool, note: null }),
    resume: focusing.want,
  }
}

/** The field may not be there yet: another task has another form. */
const patienceMs = 1_000

function createFocusing({ now }: PromptEditorOptions, fields: WordFields) {
  let wantedUntilMs = -Infinity
  const tryNow = () => {
    if (now() > wantedUntilMs) return
    const element = fields.element(fields.last())
    element?.focus()
    if (element !== undefined && element === document.activeElement) wantedUntilMs = -Infinity
  }
  const want = () => {
    wantedUntilMs = now() + patienceMs
    setTimeout(tryNow)
  }
  return { tryNow, want }
}

type Put = (words: Partial<Words>, how: WordsChange) => void

function createWriter(
  { picture, words, change, now }: PromptEditorOptions,
  fields: WordFields,
  say: (note: null) => void,
) {
  const steps = createWordsUndo()
  function apply(after: Words): void {
    say(null)
    fields.show(words(), after)
    change(after)
  }
  const put: Put = (next, how) => {
    const before = words()
    const after = { ...before, ...next }
    steps.note(picture(), { before, after, how, atMs: now() })
    apply(after)
  }
  const back = (found: Words | null) => {
    if (found !== null) apply(found)
  }
  return { put, undo: () => back(steps.undo(picture())), redo: () => back(steps.redo(picture())) }
}

function createWalker({ picture, words, history }: PromptEditorOptions, put: Put, say: (note: string | null) => void) {
  let walk: WordsWalk | null = null
  const isGoingOn = (each: WordsWalk | null): each is WordsWalk =>
    each?.picture === picture() && sameWords(each.shown, words())
  return async (step: 1 | -1) => {
    if (!isGoingOn(walk)) {
      const older = await history()
      walk = startWalk(picture(), words(), older)
    }
    const next = stepWalk(walk, step)
    if (next === null) return say(step === 1 ? messages.noEarlierPrompts : null)
    walk = next
    put(next.shown, 'walked')
  }
}
