import { BookmarkPlus, Search, TriangleAlert, X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import type { ParsedQuery } from '../../../../shared/search/index.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { CompletionList } from '../../../ui/fields/completion-list.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'
import { useCompletion } from '../../../ui/fields/use-completion.ts'
import { showScope } from '../create-gallery-store.ts'
import { useGallery, useGalleryState, useGalleryView } from '../gallery-context.ts'
import './search.css'
import { querySpans, readQuery } from './query-text.ts'
import { queryToKeep } from './query-to-save.ts'
import { QueryProblems, useAllProblems, useRestedProblems } from './query-problems.tsx'
import { useSuggestions } from './use-suggestions.ts'

/** One line of words and `field:value`, highlighted while typing. */
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
  const problems = useRestedProblems(useAllProblems(parsed, text), text, caret)
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
            // After a space there is nothing to complete yet.
            if (/\S$/.test(value.slice(0, selectionStart ?? value.length))) completion.open()
            else completion.close()
          }}
          onSelect={({ currentTarget }) => {
            // Fires again after Enter has moved focus to the images.
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
        <span className="search-box-alarm" title={joinSentences(...problems.map(({ message }) => message))}>
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
              onMend={({ from, to, text: correction }) => write(text.slice(0, from) + correction + text.slice(to), 0)}
            />
          )
        }
      />
      <p id={problemsId} className="visually-hidden" role="status">
        {joinSentences(...problems.map(({ message }) => message))}
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
  document.querySelector<HTMLElement>('[data-part="images"]')?.focus()
}

function SearchButtons() {
  const { store, actions, organize } = useGallery()
  const save = () => {
    const query = queryToKeep(store.getState(), organize.collections.store.getState().all ?? [])
    organize.store.setState({ dialog: { type: 'save-search', query } })
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

/** The same text behind the input, to provide its highlighting. */
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

/** Long enough not to search on every keystroke, short enough to feel instant. */
const restMs = 120

/** The draft text; it is searched after a pause. Query changes from elsewhere (a facet, a section) update it too. */
function useQueryText() {
  const { actions } = useGallery()
  const query = useGalleryState((state) => state.query)
  const [draft, setDraft] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const seen = useRef(query)
  useEffect(() => {
    if (seen.current === query) return
    seen.current = query
    // The stored query is trimmed: a space just typed is kept.
    setDraft((current) => (current?.trim() === query ? current : null))
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

/** Chip in the search box while similar images are shown; removing it shows everything again. */
function LikeChip() {
  const { store } = useGallery()
  const likeId = useGalleryState((state) => state.likeId)
  const madeFromId = useGalleryState((state) => state.madeFromId)
  const id = likeId ?? madeFromId
  const isAlone = useGalleryView(({ query, ids }) => query.likeId === likeId && ids?.length === 1)
  const pending = useGalleryView(({ query, pending: count }) => (query.likeId === null ? 0 : count))
  const model = useGalleryView((view) => (view.query.likeId === null ? null : view.model))
  const asset = useAsset(id)
  const cover = useCover(id)
  if (id === null) return null
  const describeScope =
    likeId === null ? messages.madeFromImage : isAlone ? messages.nothingSimilarTo : messages.similarTo
  return (
    <span className="like-chip">
      <Image className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-256')} alt="" />
      <span className="source-name" title={asset?.name}>
        {describeScope({ name: asset?.name ?? '' })}
      </span>
      {model !== null && <span className="like-chip-model">{messages.comparedBy({ model })}</span>}
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
