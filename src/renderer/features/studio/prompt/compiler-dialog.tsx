import { arrowInReadingOrder } from '../../../lib/reading-order.ts'
import { useMemo, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { CompiledPrompt, PromptParts } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import {
  compilePrompt,
  plainTarget,
  promptPartNames,
  promptTargetOf,
  type PromptPartName,
} from '../../../../shared/prompting/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import type { ModelPick } from '../form/derive-generate-state.ts'
import { useGenerateState } from '../form/generate-context.ts'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { partLabels } from './compile-suggestions.ts'
import type { PromptEditorState } from './create-prompt-editor.ts'
import type { ToolDialogProps } from './prompt-dialog-hooks.ts'

/** Compiles a prompt from its parts, in the wording each selected model prefers. */
export function CompilerDialog({ onClose }: ToolDialogProps) {
  const { form } = useStudio()
  const { picks } = useGenerateState()
  const { prompt, negativePrompt } = usePrompts()
  const last = useStore(form.prompt.store, (state) => state.compiled)
  const [parts, setParts] = useState(() => startParts(last, prompt, negativePrompt))
  const change = (part: Partial<PromptParts>) => setParts({ ...parts, ...part })
  const results = useMemo(() => compileFor(parts, picks), [parts, picks])
  const use = ({ compiled }: Result) => {
    form.prompt.store.setState({ compiled: { parts, made: compiled.prompt } })
    form.prompt.write({
      prompt: compiled.prompt,
      ...(compiled.negativePrompt !== null && { negativePrompt: compiled.negativePrompt }),
    })
    onClose()
    form.prompt.resume()
  }
  return (
    <Dialog title={messages.promptBuilder} className="compiler" onClose={onClose}>
      <div className="compiler-body">
        <div className="compiler-parts">
          <TextArea
            label={messages.subject}
            rows={3}
            data-autofocus
            value={parts.base}
            onChange={({ target }) => change({ base: target.value })}
          />
          {promptPartNames.map((name) => (
            <PartField key={name} name={name} value={parts[name]} onChange={(value) => change({ [name]: value })} />
          ))}
          <TextField
            label={messages.negativePrompt}
            placeholder={messages.negativePlaceholder}
            value={parts.negative}
            onChange={({ target }) => change({ negative: target.value })}
          />
        </div>
        <div className="compiler-results" aria-live="polite">
          {results.map((result) => (
            <CompiledResult key={result.modelLabel} result={result} onUse={() => use(result)} />
          ))}
        </div>
      </div>
    </Dialog>
  )
}

/** Reopening continues with the parts of the last compiled prompt. */
function startParts(last: PromptEditorState['compiled'], prompt: string, negative: string): PromptParts {
  if (last?.made === prompt) return last.parts
  const blank = { style: '', mood: '', lighting: '', composition: '', camera: '', palette: '', medium: '' }
  return { ...blank, base: prompt.trim().slice(0, 20_000), negative: negative.trim().slice(0, 4_000) }
}

interface PartFieldProps {
  readonly name: PromptPartName
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A part as free text, or one of the suggestions shown while editing. */
function PartField({ name, value, onChange }: PartFieldProps) {
  const { label, placeholder, suggestions } = partLabels[name]
  const terms = value
    .split(',')
    .map((term) => term.trim())
    .filter(Boolean)
  const toggle = (term: string) =>
    onChange((terms.includes(term) ? terms.filter((each) => each !== term) : [...terms, term]).join(', '))
  return (
    <div className="compiler-part" onKeyDown={walkSuggestions}>
      <TextField
        label={label}
        placeholder={placeholder}
        maxLength={1_000}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <div className="compiler-suggestions" role="group" aria-label={messages.partSuggestions({ part: label })}>
        {suggestions.map((term) => (
          <button
            key={term}
            type="button"
            tabIndex={-1}
            aria-pressed={terms.includes(term)}
            onClick={() => toggle(term)}
          >
            {term}
          </button>
        ))}
      </div>
    </div>
  )
}

/** Tab moves between fields; the arrows move from a field into its suggestions, and back. */
function walkSuggestions(event: KeyboardEvent<HTMLElement>): void {
  const part = event.currentTarget
  const stops = [...part.querySelectorAll<HTMLElement>('input, .compiler-suggestions button')]
  const at = stops.indexOf(event.target as HTMLElement)
  const isField = at === 0
  const step = isField
    ? { ArrowDown: 1 }[event.key]
    : { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[arrowInReadingOrder(event.key)]
  if (at < 0 || step === undefined) return
  event.preventDefault()
  stops[at + step]?.focus()
}

interface Result {
  /** Names of its models. */
  readonly modelLabel: string
  readonly compiled: CompiledPrompt
}

/** Models with the same compiled prompt share one result. */
function compileFor(parts: PromptParts, picks: readonly ModelPick[]): readonly Result[] {
  const targets = picks
    .filter(({ card }) => card.prompt !== 'none')
    .map(({ provider, card }) => ({ modelLabel: card.label, target: promptTargetOf(provider.id, card) }))
  if (targets.length === 0) targets.push({ modelLabel: messages.anyModel, target: plainTarget('sentence') })
  const results = new Map<string, Result>()
  for (const { modelLabel, target } of targets) {
    const compiled = compilePrompt(parts, target)
    const key = JSON.stringify(compiled)
    const before = results.get(key)
    results.set(key, {
      modelLabel: before === undefined ? modelLabel : `${before.modelLabel}, ${modelLabel}`,
      compiled,
    })
  }
  return [...results.values()]
}

const dialectLabels = {
  sentence: messages.sentences,
  tags: messages.keywords,
  weights: messages.weightedKeywords,
}

function CompiledResult({
  result: { modelLabel, compiled },
  onUse,
}: {
  readonly result: Result
  readonly onUse: () => void
}) {
  return (
    <section className="compiler-result" aria-label={messages.forModels({ models: modelLabel })}>
      <header>
        <div>
          <strong>{modelLabel}</strong>
          <span>{dialectLabels[compiled.dialect]}</span>
        </div>
        <Button variant="primary" size="small" disabled={compiled.prompt === ''} onClick={onUse}>
          {messages.applyPrompt}
        </Button>
      </header>
      <p className="compiler-words selectable">{compiled.prompt || messages.describeSubjectFirst}</p>
      {compiled.negativePrompt !== null && compiled.negativePrompt !== '' && (
        <p className="compiler-negative selectable">{messages.excluded({ text: compiled.negativePrompt })}</p>
      )}
      {compiled.notes.map((note) => (
        <p key={note} className="prompt-hint">
          {note}
        </p>
      ))}
    </section>
  )
}
