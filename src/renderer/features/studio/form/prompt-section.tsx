import { AtSign, BookText, Dices, History, Palette, PencilRuler, WandSparkles, X, type LucideIcon } from 'lucide-react'
import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/form.ts'
import { references } from '../../../../shared/messages/en/commands.ts'
import { countCombinations, isTemplate } from '../../../../shared/prompting/index.ts'
import { useServices } from '../../../client/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { LazyPromptToolDialog, LazyVariants } from '../deferred-parts.ts'
import type { PromptTool } from '../prompt/create-prompt-editor.ts'
import { PromptCountText, tightest, tooLongMessage, PromptField } from '../prompt/prompt-field.tsx'
import '../prompt/prompt.css'
import { useStudio, useStudioState } from '../studio-context.ts'
import { taskTexts } from '../tasks.ts'
import type { ChosenModel } from './derive-generate-state.ts'
import { useFormChange, useGenerateState } from './generate-context.ts'
import { usePrompts } from './use-generate.ts'

const tools: readonly ToolEntry[] = [
  { tool: 'styles', label: messages.styles, word: messages.styles, icon: Palette },
  { tool: 'compile', label: messages.promptBuilder, word: messages.builder, icon: PencilRuler },
  { tool: 'rewrite', label: messages.rewriteWithAi, word: messages.rewrite, icon: WandSparkles },
  { tool: 'snippets', label: messages.snippets, word: messages.snippets, icon: BookText },
  { tool: 'wildcards', label: messages.wildcards, word: messages.wildcards, icon: Dices },
  { tool: 'history', label: messages.promptHistory, word: messages.history, icon: History },
]

/** Prompt, negative prompt and styles. A document keeps its own. */
export function PromptSection() {
  const { model, picks, task } = useGenerateState()
  const { form } = useStudio()
  const { isMac, prompts } = useServices()
  const lists = useStore(prompts.store, (state) => state.lists)
  const field = usePromptFocus()
  const isWordless = picks.length === 1 && model?.card.prompt === 'none'
  const count = tightest(picks, lists)
  const handleKeyDown = (event: KeyboardEvent) => {
    const isMod = isMac ? event.metaKey : event.ctrlKey
    // Returns to the canvas, where keys are commands again.
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
    if (event.key !== 'Enter' || !isMod) return
    event.preventDefault()
    void form.generate()
  }
  return (
    <PanelSection title={messages.prompt} aside={!isWordless && <PromptCountText tightest={count} />}>
      <div className="generate-prompt" onKeyDown={handleKeyDown}>
        {isWordless ? (
          <p className="generate-hint">{messages.noPromptUsed({ model: model.card.label })}</p>
        ) : (
          <>
            <PromptField ref={field} field="prompt" label={messages.prompt} placeholder={taskTexts[task].placeholder} />
            <PromptHints tooLong={tooLongMessage(count)} />
          </>
        )}
        {picks.some(({ card }) => card.hasNegativePrompt) && (
          <PromptField
            field="negativePrompt"
            label={messages.negativePromptField}
            placeholder={messages.negativePromptPlaceholder}
            rows={1}
          />
        )}
        {!isWordless && (
          <>
            <StyleChips />
            <PromptTools />
          </>
        )}
      </div>
      {model !== null && <StylePreset model={model} />}
      {!isWordless && <LazyVariants />}
      <OpenTool />
    </PanelSection>
  )
}

function PromptHints({ tooLong }: { readonly tooLong: string | null }) {
  const note = useStore(useStudio().form.prompt.store, (state) => state.note)
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
  const { prompt } = useStudio().form
  const tool = useStore(prompt.store, (state) => state.tool)
  return tool !== null && <LazyPromptToolDialog tool={tool} onClose={() => prompt.open(null)} />
}

/** Focuses the field, with the cursor at the end, when it is requested. */
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
      label={messages.stylePreset}
      value={model.values.stylePreset ?? ''}
      options={[
        { value: '', label: messages.noStyle },
        ...stylePresets.map((value) => ({ value, label: value.replaceAll(/[-_]/g, ' ') })),
      ]}
      onChange={(value) => change.value('stylePreset', value === '' ? null : value)}
    />
  )
}

/** The styles applied to the prompt; a click removes one. */
function StyleChips() {
  const { store } = useStudio()
  const ids = useStudioState((state) => state.form.styleIds)
  const styles = useStore(useServices().prompts.store, (state) => state.styles)
  const remove = (id: string) =>
    store.setState(({ form }) => ({ form: { ...form, styleIds: form.styleIds.filter((each) => each !== id) } }))
  const chosen = ids.flatMap((id) => styles?.find((style) => style.id === id) ?? [])
  if (chosen.length === 0) return null
  return (
    <ul className="style-chips" aria-label={messages.styles}>
      {chosen.map(({ id, name }) => (
        <li key={id}>
          <button type="button" aria-label={messages.removeStyle({ name })} onClick={() => remove(id)}>
            {name}
            <X size={11} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}

interface ToolEntry {
  readonly tool: PromptTool
  readonly label: string
  /** A short label for the panel. */
  readonly word: string
  readonly icon: LucideIcon
}

function PromptTools() {
  const { form } = useStudio()
  const { intents } = useServices()
  return (
    <div className="prompt-tools" role="toolbar" aria-label={messages.promptTools}>
      {tools.map(({ tool, label, word, icon: Icon }) => (
        <IconButton
          key={tool}
          label={label}
          word={word}
          command={`prompt.${tool}`}
          size="small"
          onClick={() => form.prompt.open(tool)}
        >
          <Icon size={14} aria-hidden="true" />
        </IconButton>
      ))}
      <IconButton
        label={references}
        word={references}
        command="prompt.references"
        size="small"
        onClick={() => intents.send({ type: 'edit-references', at: { type: 'list' } })}
      >
        <AtSign size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** The number of combinations of a template, or what is wrong with it. */
function TemplateHint() {
  const { prompts, intents } = useServices()
  const { form } = useStudio()
  const { prompt: text } = usePrompts()
  const lists = useStore(prompts.store, (state) => state.lists)
  const isLoaded = useStore(prompts.store, (state) => state.wildcards !== null)
  const choices = useStudioState((state) => state.form.runs.choices)
  const hasChoices = useMemo(() => isTemplate(text), [text])
  const needsLists = hasChoices && text.includes('__')
  useEffect(() => {
    if (needsLists) prompts.want('wildcards').catch((error: unknown) => intents.send({ type: 'report', error }))
  }, [needsLists, prompts, intents])
  const found = useMemo(
    () => (hasChoices ? countCombinations(text, { wildcards: lists }) : null),
    [hasChoices, text, lists],
  )
  if (found === null || (needsLists && !isLoaded)) return null
  if (found.type === 'problem') {
    return (
      <p className="prompt-hint prompt-hint-problem" role="alert">
        {found.message}{' '}
        {needsLists && (
          <button type="button" className="generate-link" onClick={() => form.prompt.open('wildcards')}>
            {messages.wildcards}
          </button>
        )}
      </p>
    )
  }
  return <p className="prompt-hint">{combinationsHint(found.count, choices === 'all')}</p>
}

function combinationsHint(count: number, isEachSent: boolean): string {
  if (!Number.isSafeInteger(count)) return isEachSent ? messages.countlessAllSent : messages.countlessBySeed
  return (isEachSent ? messages.combinationsAllSent : messages.combinationsBySeed)({ count })
}
