import { colon, formatCount } from '../../../../shared/messages/formats.ts'
import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import * as messages from '../../../../shared/messages/en/prompt.ts'
import { countPrompt, countRuleOf, type PromptCount } from '../../../../shared/prompting/index.ts'
import { useServices } from '../../../client/index.ts'
import { TextArea } from '../../../ui/fields/text-area.tsx'
import type { ModelPick } from '../form/derive-generate-state.ts'
import { usePrompts } from '../form/use-generate.ts'
import { LazyMentionChips, LazyMentionOptions } from '../deferred-parts.ts'
import { useStudio } from '../studio-context.ts'
import type { PromptFieldId as FieldName } from './prompt-fields.ts'
import { samplePrompt } from './sent-prompts.ts'
import { useMentionList, type MentionList } from './mentions/use-mention-list.ts'

interface PromptFieldProps {
  readonly field: FieldName
  readonly label: string
  readonly placeholder: string
  readonly rows?: number | undefined
  readonly ref?: RefObject<HTMLTextAreaElement | null>
}

/** A prompt field with an undo that also restores text overwritten by tools. */
export function PromptField({ field, label, placeholder, rows, ref }: PromptFieldProps) {
  const { prompt } = useStudio().form
  const { isMac } = useServices()
  const ownRef = useRef<HTMLTextAreaElement>(null)
  const element = ref ?? ownRef
  const text = usePrompts()[field]
  useEffect(
    () => (element.current === null ? undefined : prompt.attach(field, element.current)),
    [prompt, field, element],
  )
  useUndoOfMenu(element)
  const mentions = useMentionList(element)
  // Only the prompt is sent with references.
  const hasMentions = field === 'prompt'
  const handleKeyDown = (event: KeyboardEvent) => {
    if (mentions.press(event)) return
    const isMod = isMac ? event.metaKey : event.ctrlKey
    const key = event.key.toLowerCase()
    const isRedo = key === 'y' ? !event.shiftKey : key === 'z' && event.shiftKey
    if (!isMod || event.altKey || (key !== 'z' && !isRedo)) return
    event.preventDefault()
    mentions.close()
    if (isRedo) prompt.redo()
    else prompt.undo()
  }
  return (
    <>
      <TextArea
        ref={element}
        label={label}
        isLabelHidden
        rows={rows}
        placeholder={placeholder}
        value={text}
        {...(hasMentions && mentionProps(mentions))}
        onKeyDown={handleKeyDown}
        onChange={({ target }) => {
          prompt.type(field, target.value)
          if (hasMentions) mentions.noteTyped()
        }}
        onSelect={mentions.noteMoved}
        onBlur={mentions.close}
      />
      {hasMentions && (
        <>
          {mentions.mention !== null && <LazyMentionOptions list={mentions} field={element} />}
          {text.includes('@') && <LazyMentionChips field={element} typed={mentions.mention?.typed ?? null} />}
        </>
      )}
    </>
  )
}

/** A text area may not be a combobox, but it may have the same list. */
function mentionProps({ id, isOpen, active }: MentionList) {
  return {
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-controls': isOpen ? id : undefined,
    'aria-activedescendant': isOpen && active >= 0 ? `${id}-${active}` : undefined,
  } as const
}

/** The browser's own undo, as in the context menu, does not know what tools write. */
function useUndoOfMenu(element: RefObject<HTMLTextAreaElement | null>): void {
  const { prompt } = useStudio().form
  useEffect(() => {
    const field = element.current
    const handle = (event: InputEvent) => {
      if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return
      event.preventDefault()
      if (event.inputType === 'historyUndo') prompt.undo()
      else prompt.redo()
    }
    field?.addEventListener('beforeinput', handle)
    return () => field?.removeEventListener('beforeinput', handle)
  }, [prompt, element])
}

interface Counted {
  readonly pick: ModelPick
  readonly count: PromptCount
}

/** Counts the longest prompt for a model, by that model's rules. */
export function countFor(
  { provider, card, prompts }: ModelPick,
  lists: ReadonlyMap<string, readonly string[]>,
): PromptCount {
  const rule = countRuleOf(provider.id, card)
  const counts = prompts.map((prompt) => countPrompt(samplePrompt(prompt, lists), rule))
  return counts.reduce((most, count) => (count.count > most.count ? count : most))
}

/** The count of the model with the least room left. */
export function tightest(picks: readonly ModelPick[], lists: ReadonlyMap<string, readonly string[]>): Counted | null {
  const counted = picks
    .filter(({ card }) => card.prompt !== 'none')
    .map((pick): Counted => ({ pick, count: countFor(pick, lists) }))
  return counted.reduce<Counted | null>(
    (most, each) => (most === null || shareOf(each.count) > shareOf(most.count) ? each : most),
    null,
  )
}

function shareOf({ count, max, isOver }: PromptCount): number {
  if (isOver) return 2 + count
  return max === null ? -1 : count / max
}

/** "about 34 of 75 tokens" */
export function PromptCountText({ tightest: found }: { readonly tightest: Counted | null }) {
  if (found === null || (found.count.max === null && found.count.count === 0)) return null
  const { count, max, unit, label: prompts, isExact, isOver } = found.count
  const short = max === null ? `${count}` : `${isExact ? '' : '≈ '}${formatCount(count)} / ${formatCount(max)}`
  return (
    <span className="prompt-count" data-over={isOver} title={`${found.pick.card.label}${colon}${prompts}`}>
      {unit === 'tokens' ? messages.tokens({ count: short }) : short}
    </span>
  )
}

/** What happens to a prompt that is too long, before it is sent. A limit in characters has its own disabled reason. */
export function tooLongMessage(found: Counted | null): string | null {
  if (found === null || !found.count.isOver || found.count.unit !== 'tokens') return null
  return messages.promptTooLong({ model: found.pick.card.label, count: found.count.label })
}
