import { createStore, type StoreApi } from 'zustand/vanilla'
import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { PromptMemory, PromptParts } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt.ts'
import { changeWeight } from '../../../../shared/prompting/index.ts'
import { createPromptFields, type PromptFields, type PromptFieldId } from './prompt-fields.ts'
import { createPromptUndo, type PromptChange } from './prompt-undo.ts'
import { isSamePrompt, startWalk, stepWalk, type HistoryWalk } from './history-walk.ts'

/** Prompt tools that open over the form. */
export type PromptTool = 'styles' | 'compile' | 'rewrite' | 'snippets' | 'wildcards' | 'history'

export interface PromptEditorState {
  readonly tool: PromptTool | null
  /** Why a key did nothing; cleared by the next one. */
  readonly note: string | null
  /** The parts of the last compiled prompt, and the result. */
  readonly compiled: { readonly parts: PromptParts; readonly made: string } | null
}

/** All edits to the form's prompts, so that every one of them can be undone. */
export interface PromptEditor extends Pick<PromptFields, 'attach' | 'focused'> {
  readonly store: StoreApi<PromptEditorState>
  /** Whether there is a field to type in. */
  isAttached(): boolean
  type(field: PromptFieldId, text: string): void
  /** Writes the output of a tool as one undo step. */
  write(prompts: Partial<PromptPair>): void
  /** Inserts at the caret of the field last edited. */
  insert(text: string): void
  undo(): void
  redo(): void
  /** Increases or decreases the weight of the selection. */
  weigh(step: number): void
  /** Moves to older sent prompts (1), or back to newer ones (−1) and finally to the user's own text. */
  walk(step: 1 | -1): Promise<void>
  open(tool: PromptTool | null): void
  /** Returns to typing, with the caret unchanged, once the overlay has closed. */
  resume(): void
}

export interface PromptEditorOptions {
  /** Identifies the image the prompts belong to. */
  readonly image: () => string
  readonly prompts: () => PromptPair
  readonly change: (prompts: Partial<PromptPair>) => void
  /** Why weights have no effect; null = a selected model supports them. */
  readonly weightProblem: () => string | null
  /** Newest first. */
  readonly history: () => Promise<readonly PromptMemory[]>
  readonly now: () => number
}

export function createPromptEditor(options: PromptEditorOptions): PromptEditor {
  const store = createStore<PromptEditorState>(() => ({ tool: null, note: null, compiled: null }))
  const fields = createPromptFields()
  const setNote = (note: string | null) => {
    if (store.getState().note !== note) store.setState({ note })
  }
  const writer = createWriter(options, fields, setNote)
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
    type: (field, text) => writer.apply({ [field]: text }, 'typed'),
    write: (prompts) => writer.apply(prompts, 'written'),
    undo: writer.undo,
    redo: writer.redo,
    walk: createWalker(options, writer.apply, setNote),
    insert(text) {
      const field = fields.last()
      const before = options.prompts()[field]
      const element = fields.element(field)
      const start = element?.selectionStart ?? before.length
      writer.apply({ [field]: before.slice(0, start) + text + before.slice(element?.selectionEnd ?? start) }, 'written')
      element?.setSelectionRange(start + text.length, start + text.length)
    },
    weigh(step) {
      const field = fields.focused()
      const element = field === null ? undefined : fields.element(field)
      if (field === null || element === undefined) return
      const problem = options.weightProblem()
      if (problem !== null) return setNote(problem)
      const { selectionStart: start, selectionEnd: end } = element
      const weighted = changeWeight(options.prompts()[field], { start, end }, step)
      writer.apply({ [field]: weighted.text }, 'written')
      element.setSelectionRange(weighted.selection.start, weighted.selection.end)
    },
    open: (tool) => store.setState({ tool, note: null }),
    resume: focusing.want,
  }
}

/** The field may not exist yet: another task has another form. */
const patienceMs = 1_000

function createFocusing({ now }: PromptEditorOptions, fields: PromptFields) {
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

type Apply = (prompts: Partial<PromptPair>, how: PromptChange) => void

function createWriter(
  { image, prompts, change, now }: PromptEditorOptions,
  fields: PromptFields,
  setNote: (note: null) => void,
) {
  const steps = createPromptUndo()
  function replaceWith(after: PromptPair): void {
    setNote(null)
    fields.show(prompts(), after)
    change(after)
  }
  const apply: Apply = (next, how) => {
    const before = prompts()
    const after = { ...before, ...next }
    steps.note(image(), { before, after, how, atMs: now() })
    replaceWith(after)
  }
  const back = (found: PromptPair | null) => {
    if (found !== null) replaceWith(found)
  }
  return { apply, undo: () => back(steps.undo(image())), redo: () => back(steps.redo(image())) }
}

function createWalker(
  { image, prompts, history }: PromptEditorOptions,
  apply: Apply,
  setNote: (note: string | null) => void,
) {
  let walk: HistoryWalk | null = null
  const isGoingOn = (each: HistoryWalk | null): each is HistoryWalk =>
    each?.image === image() && isSamePrompt(each.shown, prompts())
  return async (step: 1 | -1) => {
    if (!isGoingOn(walk)) {
      const older = await history()
      walk = startWalk(image(), prompts(), older)
    }
    const next = stepWalk(walk, step)
    if (next === null) return setNote(step === 1 ? messages.noEarlierPrompts : null)
    walk = next
    apply(next.shown, 'walked')
  }
}
