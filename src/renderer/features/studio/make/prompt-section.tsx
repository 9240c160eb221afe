import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import type { ChosenModel } from './derive-make.ts'
import { useFormChange, useMakeState } from './make-context.ts'

const placeholders = {
  generate: 'What do you want to see?',
  edit: 'What should it become?',
  variations: 'Anything that should be different?',
} as const

/** What to draw, what to leave out, and in which style. */
export function PromptSection() {
  const { model, operation } = useMakeState()
  const { store, make } = useStudio()
  const { isMac } = useServices()
  const prompt = useStudioState((state) => state.form.prompt)
  const field = usePromptFocus()
  const max = model?.card.promptCharsMax ?? null
  const isWordless = model?.card.prompt === 'none'
  const handleKeyDown = (event: KeyboardEvent) => {
    const isMod = isMac ? event.metaKey : event.ctrlKey
    // Back to the canvas, where keys are commands again.
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
    if (event.key !== 'Enter' || !isMod) return
    event.preventDefault()
    void make.generate()
  }
  return (
    <PanelSection title="Prompt" aside={!isWordless && promptCount(prompt, max)}>
      <div className="make-prompt" onKeyDown={handleKeyDown}>
        {isWordless ? (
          <p className="make-hint">{model.card.label} takes no words.</p>
        ) : (
          <TextArea
            ref={field}
            label="Prompt"
            isLabelHidden
            placeholder={placeholders[operation]}
            value={prompt}
            onChange={({ target }) => store.setState(({ form }) => ({ form: { ...form, prompt: target.value } }))}
          />
        )}
        {model !== null && <NegativePrompt model={model} />}
      </div>
      {model !== null && <StylePreset model={model} />}
    </PanelSection>
  )
}

function promptCount(prompt: string, max: number | null): string | null {
  if (max === null) return null
  return `${formatNumber(prompt.length)} / ${formatNumber(max)}`
}

/** Somebody wants to write: the field takes the focus, with the end of the text in view. */
function usePromptFocus() {
  const field = useRef<HTMLTextAreaElement>(null)
  const count = useStudioState((state) => state.promptFocus)
  const seen = useRef(count)
  useEffect(() => {
    if (seen.current === count) return
    seen.current = count
    field.current?.focus()
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [count])
  return field
}

function NegativePrompt({ model }: { readonly model: ChosenModel }) {
  const negativePrompt = useStudioState((state) => state.form.negativePrompt)
  const change = useFormChange(model)
  if (!model.card.hasNegativePrompt) return null
  return (
    <TextArea
      label="Leave out"
      isLabelHidden
      rows={1}
      placeholder="leave out …"
      value={negativePrompt}
      onChange={(event) => change.form({ negativePrompt: event.target.value })}
    />
  )
}

function StylePreset({ model }: { readonly model: ChosenModel }) {
  const change = useFormChange(model)
  const { stylePresets } = model.card
  if (stylePresets.length === 0) return null
  return (
    <SelectField
      label="Style"
      value={model.values.stylePreset ?? ''}
      options={[
        { value: '', label: 'none' },
        ...stylePresets.map((value) => ({ value, label: value.replaceAll(/[-_]/g, ' ') })),
      ]}
      onChange={(value) => change.value('stylePreset', value === '' ? null : value)}
    />
  )
}
