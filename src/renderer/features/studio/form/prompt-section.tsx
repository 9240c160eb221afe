import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../../client/index.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { PromptToolDialog } from '../deferred-parts.ts'
import { PromptCountText, tightest, tooLongWords } from '../prompt/prompt-count.tsx'
import '../prompt/prompt.css'
import { PromptTools } from '../prompt/prompt-tools.tsx'
import { StyleChips } from '../prompt/style-chips.tsx'
import { TemplateHint } from '../prompt/template-hint.tsx'
import { Variants } from '../prompt/variants.tsx'
import { WordsField } from '../prompt/words-field.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import { taskWords } from '../tasks.ts'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange, useMakeState } from './make-context.ts'

/** What to draw, what to leave out, and in which style. An open picture keeps its words. */
export function PromptSection() {
  const { model, picks, task } = useMakeState()
  const { make } = useStudio()
  const { isMac, prompts } = useServices()
  const lists = useStore(prompts.store, (state) => state.lists)
  const field = usePromptFocus()
  const isWordless = picks.length === 1 && model?.card.prompt === 'none'
  const count = tightest(picks, lists)
  const handleKeyDown = (event: KeyboardEvent) => {
    const isMod = isMac ? event.metaKey : event.ctrlKey
    // Back to the canvas, where keys are commands again.
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
    if (event.key !== 'Enter' || !isMod) return
    event.preventDefault()
    void make.generate()
  }
  return (
    <PanelSection title="Prompt" aside={!isWordless && <PromptCountText tightest={count} />}>
      <div className="make-prompt" onKeyDown={handleKeyDown}>
        {isWordless ? (
          <p className="make-hint">{model.card.label} takes no words.</p>
        ) : (
          <>
            <WordsField ref={field} field="prompt" label="Prompt" placeholder={taskWords[task].placeholder} />
            <PromptHints tooLong={tooLongWords(count)} />
          </>
        )}
        {picks.some(({ card }) => card.hasNegativePrompt) && (
          <WordsField field="negativePrompt" label="Negative prompt" placeholder="negative prompt…" rows={1} />
        )}
        {!isWordless && (
          <>
            <StyleChips />
            <PromptTools />
          </>
        )}
      </div>
      {model !== null && <StylePreset model={model} />}
      {!isWordless && <Variants />}
      <OpenTool />
    </PanelSection>
  )
}

function PromptHints({ tooLong }: { readonly tooLong: string | null }) {
  const note = useStore(useStudio().make.prompt.store, (state) => state.note)
  return (
    <>
      {tooLong !== null && <p className="prompt-hint prompt-hint-problem">{tooLong}</p>}
      <TemplateHint />
      <p className="prompt-hint" role="status">
        {note}
      </p>
    </>
  )
}

function OpenTool() {
  const { prompt } = useStudio().make
  const tool = useStore(prompt.store, (state) => state.tool)
  return tool !== null && <PromptToolDialog tool={tool} onClose={() => prompt.open(null)} />
}

/** Somebody wants to write: the field takes the focus, with the end of the text in view. */
function usePromptFocus() {
  const { store } = useStudio()
  const field = useRef<HTMLTextAreaElement>(null)
  const isWanted = useStudioState((state) => state.isPromptWanted)
  useEffect(() => {
    if (!isWanted || field.current === null) return
    store.setState({ isPromptWanted: false })
    field.current.focus()
    field.current.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [store, isWanted])
  return field
}

function StylePreset({ model }: { readonly model: ChosenModel }) {
  const change = useFormChange(model)
  const { stylePresets } = model.card
  if (stylePresets.length === 0) return null
  return (
    <SelectField
      label="Its own style"
      value={model.values.stylePreset ?? ''}
      options={[
        { value: '', label: 'none' },
        ...stylePresets.map((value) => ({ value, label: value.replaceAll(/[-_]/g, ' ') })),
      ]}
      onChange={(value) => change.value('stylePreset', value === '' ? null : value)}
    />
  )
}
