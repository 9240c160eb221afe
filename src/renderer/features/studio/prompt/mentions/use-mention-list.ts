import { useId, useState, type KeyboardEvent, type RefObject } from 'react'
import { mentionAt } from '../../../../../shared/prompting/index.ts'
import { useReferences, useServices } from '../../../../client/index.ts'
import type { Completion } from '../../../../ui/fields/use-completion.ts'
import { useStudio } from '../../studio-context.ts'
import { isFreeName, matchReferences, mentionInsert } from './match-references.ts'

/** The option that makes a new reference; others are ids of references. */
export const newOption = 'new'

export interface MentionList extends Pick<
  Completion<string>,
  'id' | 'options' | 'isOpen' | 'active' | 'accept' | 'point' | 'press'
> {
  /** What is being typed after an `@`; null = nothing, or the list was closed. */
  readonly mention: { readonly start: number; readonly typed: string } | null
  /** After each change that a user types. */
  noteTyped(): void
  /** After the caret was moved. */
  noteMoved(): void
  close(): void
}

/** The list of references that opens when a user types an `@`. */
export function useMentionList(field: RefObject<HTMLTextAreaElement | null>): MentionList {
  const id = useId()
  const { intents } = useServices()
  const { prompt } = useStudio().form
  const [mention, setMention] = useState<MentionList['mention']>(null)
  const all = useReferences(mention !== null)
  const [pointed, setPointed] = useState<number | null>(null)
  const found = mention === null || all === null ? [] : matchReferences(all, mention.typed)
  const hasNew = mention !== null && all !== null && (mention.typed === '' || isFreeName(all, mention.typed))
  const options = [...found.map((each) => each.id as string), ...(hasNew ? [newOption] : [])]
  const isOpen = options.length > 0
  // Enter behind an unknown name is a new line: a new reference is made only where it is pointed at.
  const initial = found.length > 0 ? 0 : -1
  const active = pointed !== null && pointed < options.length ? pointed : initial
  const close = () => setMention(null)
  return { id, options, isOpen, active, mention, close, accept, point: setPointed, press, noteTyped, noteMoved }

  function current(): MentionList['mention'] {
    const element = field.current
    if (element === null || element.selectionStart !== element.selectionEnd) return null
    return mentionAt(element.value, element.selectionStart)
  }
  function noteTyped(): void {
    setPointed(null)
    setMention(current())
  }
  function noteMoved(): void {
    if (mention === null) return
    const next = current()
    if (next?.start !== mention.start) setMention(null)
    else if (next.typed !== mention.typed) setMention(next)
  }
  function accept(option: string): void {
    const element = field.current
    if (element === null || mention === null) return
    close()
    const reference = all?.find((each) => each.id === option)
    if (reference === undefined) {
      return intents.send({ type: 'edit-references', at: { type: 'new', name: mention.typed, imageIds: [] } })
    }
    const at = { text: element.value, start: mention.start, caret: element.selectionStart }
    const insert = mentionInsert(at, reference.name)
    element.setSelectionRange(insert.start, insert.end)
    prompt.insert(insert.text)
  }
  function press(event: KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false
    const chosen = options[active]
    if (event.key === 'ArrowDown') setPointed((active + 1) % options.length)
    else if (event.key === 'ArrowUp') setPointed(active > 0 ? active - 1 : options.length - 1)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined && !event.shiftKey) accept(chosen)
    else if (event.key === 'Escape') close()
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
}
