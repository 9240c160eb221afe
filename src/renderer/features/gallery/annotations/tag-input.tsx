import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../../client/index.ts'
import { CompletionList } from '../../../ui/completion-list.tsx'
import { useCompletion } from '../../../ui/use-completion.ts'
import { useGallery } from '../gallery-context.ts'
import { completeTag, tagsIn } from './complete-tag.ts'

interface TagInputProps {
  /** Not offered again. */
  readonly without: readonly string[]
  readonly isFocused?: boolean | undefined
  readonly onAdd: (tags: readonly string[]) => void
}

const none: readonly [] = []

/** Where a tag is written: Enter or a comma adds it; what is known is offered. */
export function TagInput({ without, isFocused, onAdd }: TagInputProps) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const known = useStore(organize.tags.store, ({ tags }) => tags) ?? none
  const options = useMemo(() => completeTag(known, text, without), [known, text, without])
  const add = (written: string) => {
    const tags = tagsIn(written)
    if (tags.length > 0) onAdd(tags)
    setText('')
  }
  const completion = useCompletion(options, (tag) => {
    add(tag)
    return false
  })
  useEffect(() => {
    if (isFocused === true) field.current?.focus()
  }, [isFocused])
  return (
    <>
      <input
        ref={field}
        className="marks-tag-input"
        aria-label="Add a tag"
        placeholder="Add a tag"
        spellCheck={false}
        autoComplete="off"
        data-autofocus={isFocused}
        {...completion.inputProps}
        value={text}
        onFocus={() => {
          organize.tags.load().catch((error: unknown) => intents.send({ do: 'report', error }))
        }}
        onChange={(event) => {
          const { value } = event.target
          if (/[,;]$/.test(value)) return add(value)
          setText(value)
          return completion.open()
        }}
        onBlur={() => {
          completion.close()
          // What was written is not lost because one clicked elsewhere.
          add(text)
        }}
        onKeyDown={(event) => {
          if (completion.press(event) || event.nativeEvent.isComposing) return
          if (event.key === 'Enter') {
            event.preventDefault()
            add(text)
          } else if (event.key === 'Escape') {
            setText('')
            completion.close()
            if (text === '') event.currentTarget.blur()
            else event.stopPropagation()
          }
        }}
      />
      <CompletionList completion={completion} label="Tags" field={field} />
    </>
  )
}
