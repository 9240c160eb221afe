import { Plus, X } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { CompletionList } from '../../../ui/fields/completion-list.tsx'
import { useCompletion } from '../../../ui/fields/use-completion.ts'
import { useGallery } from '../gallery-context.ts'
import type { CommonAnnotations } from './common-annotations.ts'
import { completeTag, tagsIn } from './complete-tag.ts'

interface TagsFieldProps {
  readonly tags: CommonAnnotations['tags']
  /** Number of images. */
  readonly count: number
  readonly isFocused?: boolean | undefined
  readonly onAdd: (tags: readonly string[]) => void
  readonly onRemove: (tag: string) => void
}

/** Tags as chips. A tag that only some images have is dashed, shows its count, and can be added to the rest. */
export function TagsField({ tags, count, isFocused, onAdd, onRemove }: TagsFieldProps) {
  const onAll = useMemo(() => tags.filter((tag) => tag.count === count).map(({ name }) => name), [tags, count])
  return (
    <div className="annotations-tags" role="group" aria-label={messages.tags}>
      {tags.map((tag) => (
        <span key={tag.name} className="annotations-tag" data-partial={tag.count < count}>
          <span className="annotations-tag-name" title={tag.name}>
            {tag.name}
          </span>
          {tag.count < count && (
            <button
              type="button"
              aria-label={messages.tagAllWith({ name: tag.name, tagged: tag.count, count })}
              title={messages.addToAll}
              onClick={() => onAdd([tag.name])}
            >
              {formatNumber(tag.count)}
              <Plus size={11} aria-hidden="true" />
            </button>
          )}
          <button type="button" aria-label={messages.removeTag({ name: tag.name })} onClick={() => onRemove(tag.name)}>
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <TagInput without={onAll} isFocused={isFocused} onAdd={onAdd} />
    </div>
  )
}

interface TagInputProps {
  /** Not suggested again. */
  readonly without: readonly string[]
  readonly isFocused?: boolean | undefined
  readonly onAdd: (tags: readonly string[]) => void
}

const none: readonly [] = []

/** Tag input: Enter or a comma adds a tag; known tags are suggested. */
function TagInput({ without, isFocused, onAdd }: TagInputProps) {
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
        className="annotations-tag-input"
        aria-label={messages.addTag}
        placeholder={messages.addTag}
        spellCheck={false}
        autoComplete="off"
        data-autofocus={isFocused}
        {...completion.inputProps}
        value={text}
        onFocus={() => {
          organize.tags.load().catch((error: unknown) => intents.send({ type: 'report', error }))
        }}
        onChange={(event) => {
          const { value } = event.target
          if (/[,;]$/.test(value)) return add(value)
          setText(value)
          return completion.open()
        }}
        onBlur={() => {
          completion.close()
          // Clicking elsewhere must not lose the text.
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
      <CompletionList completion={completion} label={messages.tags} field={field} />
    </>
  )
}
