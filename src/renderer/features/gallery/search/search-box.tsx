import { BookmarkPlus, Search, TriangleAlert, X } from 'lucide-react'
import { useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { CompletionList } from '../../../ui/completion-list.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCompletion } from '../../../ui/use-completion.ts'
import { useGallery } from '../gallery-context.ts'
import './search.css'
import { LikeChip } from './like-chip.tsx'
import { queryToKeep } from './query-to-keep.ts'
import { QueryMirror } from './query-mirror.tsx'
import { QueryProblems, useRestedProblems } from './query-problems.tsx'
import { readQuery } from './read-query.ts'
import { useQueryText } from './use-query-text.ts'
import { useSuggestions } from './use-suggestions.ts'

/** One line of words and `field:value`, shown as it is understood while one types. */
export function SearchBox() {
  const field = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const problemsId = useId()
  const { text, write, settle } = useQueryText()
  const parsed = useMemo(() => readQuery(text), [text])
  const [caret, setCaret] = useState<number | null>(null)
  const suggestions = useSuggestions(caret === null ? null : { query: text, at: Math.min(caret, text.length) })
  const accept = (term: string) => {
    const isDone = !term.endsWith(':')
    const { from, to } = suggestions
    const rest = text.slice(to)
    const start = `${text.slice(0, from)}${term}${isDone && !/^\s/.test(rest) ? ' ' : ''}`
    write(start + rest)
    moveCaret(input, start.length)
    setCaret(start.length)
    return !isDone
  }
  const completion = useCompletion(suggestions.terms, accept)
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (completion.press(event) || event.nativeEvent.isComposing) return
    if (event.key === 'Enter') {
      settle()
      completion.close()
      leave()
    } else if (event.key === 'Escape') {
      event.preventDefault()
      completion.close()
      if (text === '') leave()
      else write('', 0)
    }
  }
  const problems = useRestedProblems(parsed, text, caret)
  return (
    <div ref={field} className="search-box" role="search">
      <Search size={14} aria-hidden="true" />
      <LikeChip />
      <div className="search-box-line">
        <QueryMirror text={text} parsed={{ ...parsed, problems }} input={input} />
        <input
          ref={input}
          id="gallery-search"
          type="text"
          aria-label="Search images"
          aria-describedby={problems.length > 0 ? problemsId : undefined}
          placeholder="Search: words, rating:>3, tag:sea …"
          maxLength={2_000}
          spellCheck={false}
          autoComplete="off"
          {...completion.inputProps}
          value={text}
          onChange={(event) => {
            const { value, selectionStart } = event.target
            write(value)
            setCaret(selectionStart)
            // Between words nobody has asked for anything yet.
            if (/\S$/.test(value.slice(0, selectionStart ?? value.length))) completion.open()
            else completion.close()
          }}
          onSelect={({ currentTarget }) => {
            // Told once more after Enter has given the focus to the pictures.
            if (currentTarget === document.activeElement) setCaret(currentTarget.selectionStart)
          }}
          onFocus={(event) => setCaret(event.currentTarget.selectionStart)}
          onPointerDown={() => text === '' && completion.open()}
          onBlur={() => {
            setCaret(null)
            settle()
            completion.close()
          }}
          onKeyDown={handleKeyDown}
        />
      </div>
      {problems.length > 0 && (
        <span className="search-box-alarm" title={problems.map(({ message }) => message).join(' ')}>
          <TriangleAlert size={14} aria-hidden="true" />
        </span>
      )}
      {text !== '' && <SearchButtons />}
      <CompletionList
        completion={completion}
        label="What may be written"
        field={field}
        head={
          caret !== null &&
          problems.length > 0 && (
            <QueryProblems
              problems={problems}
              onMend={({ from, to, text: meant }) => write(text.slice(0, from) + meant + text.slice(to), 0)}
            />
          )
        }
      />
      <p id={problemsId} className="visually-hidden" role="status">
        {problems.map(({ message }) => message).join(' ')}
      </p>
    </div>
  )
}

function moveCaret(input: RefObject<HTMLInputElement | null>, at: number): void {
  requestAnimationFrame(() => {
    input.current?.focus()
    input.current?.setSelectionRange(at, at)
  })
}

function leave(): void {
  document.querySelector<HTMLElement>('[data-part="pictures"]')?.focus()
}

function SearchButtons() {
  const { store, actions, organize } = useGallery()
  const save = () => {
    const query = queryToKeep(store.getState(), organize.collections.store.getState().all ?? [])
    organize.store.setState({ dialog: { is: 'save-search', query } })
  }
  return (
    <>
      <IconButton label="Save this search" command="gallery.save-search" size="small" onClick={save}>
        <BookmarkPlus size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Clear the search" size="small" onClick={() => actions.setQuery('')}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </>
  )
}
