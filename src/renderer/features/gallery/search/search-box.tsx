import { BookmarkPlus, Search, TriangleAlert, X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import type { ParsedQuery } from '../../../../shared/search/index.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { CompletionList } from '../../../ui/completion-list.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useCompletion } from '../../../ui/use-completion.ts'
import { showScope } from '../create-gallery-store.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import './search.css'
import { querySpans } from './query-spans.ts'
import { queryToKeep } from './query-to-keep.ts'
import { QueryProblems, useRestedProblems } from './query-problems.tsx'
import { readQuery } from './read-query.ts'
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
          aria-label={messages.searchImages}
          aria-describedby={problems.length > 0 ? problemsId : undefined}
          placeholder={messages.searchPlaceholder}
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
        label={messages.searchSuggestions}
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
      <IconButton label={messages.saveSearch} command="gallery.save-search" size="small" onClick={save}>
        <BookmarkPlus size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.clearSearch} size="small" onClick={() => actions.setQuery('')}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </>
  )
}

interface QueryMirrorProps {
  readonly text: string
  readonly parsed: ParsedQuery
  readonly input: RefObject<HTMLInputElement | null>
}

/** The same text behind the field, which gives it its looks. */
function QueryMirror({ text, parsed, input }: QueryMirrorProps) {
  const mirror = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = input.current
    const follow = () => {
      if (mirror.current !== null && element !== null) mirror.current.scrollLeft = element.scrollLeft
    }
    follow()
    element?.addEventListener('scroll', follow)
    return () => element?.removeEventListener('scroll', follow)
  })
  return (
    <div ref={mirror} className="search-mirror" aria-hidden="true">
      {querySpans(text, parsed).map((span, at) => (
        <span key={at} data-look={span.look}>
          {span.text}
        </span>
      ))}
    </div>
  )
}

/** Long enough not to search for every letter, short enough to be at once. */
const restMs = 120

/** What is written; it is looked for when one rests. What others change in the query (a facet, a shelf) is written here too. */
function useQueryText() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const seen = useRef(query)
  useEffect(() => {
    if (seen.current === query) return
    seen.current = query
    // Its own words come back trimmed: a space that was just typed stays.
    setDraft((now) => (now?.trim() === query ? now : null))
  }, [query])
  useEffect(() => () => clearTimeout(timer.current), [])
  const write = (text: string, delayMs = restMs) => {
    clearTimeout(timer.current)
    setDraft(text)
    timer.current = setTimeout(() => actions.setQuery(text), delayMs)
  }
  const settle = () => {
    clearTimeout(timer.current)
    if (draft !== null) actions.setQuery(draft)
    setDraft(null)
  }
  return { text: draft ?? query, write, settle }
}

/** In the search box while what looks like a picture is shown; away with it, and everything is there again. */
function LikeChip() {
  const { store } = useGallery()
  const likeId = useGalleryState((state) => state.likeId)
  const madeFromId = useGalleryState((state) => state.madeFromId)
  const id = likeId ?? madeFromId
  const isAlone = useGalleryView(({ asked, ids }) => asked.likeId === likeId && ids?.length === 1)
  const pending = useGalleryView(({ asked, pending: count }) => (asked.likeId === null ? 0 : count))
  const asset = useAsset(id)
  const cover = useCover(id)
  if (id === null) return null
  const describeScope =
    likeId === null ? messages.madeFromImage : isAlone ? messages.nothingSimilarTo : messages.similarTo
  return (
    <span className="like-chip">
      <Picture className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="" />
      <span className="shelf-name" title={asset?.name}>
        {describeScope({ name: asset?.name ?? '' })}
      </span>
      {pending > 0 && (
        <span className="like-chip-pending" role="status">
          {messages.imagesNotAnalyzedYet({ count: pending })}
        </span>
      )}
      <button type="button" aria-label={messages.showAllImages} onClick={() => showScope(store, { query: '' })}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}
