import { BookmarkPlus, Search, TriangleAlert, X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { parseQuery, type ParsedQuery } from '../../../../shared/search/index.ts'
import { CompletionList } from '../../../ui/completion-list.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCompletion } from '../../../ui/use-completion.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import './find.css'
import { querySpans } from './query-spans.ts'
import { LikeChip } from './like-chip.tsx'
import { useSuggestions } from './use-suggestions.ts'

/** Long enough not to search for every letter, short enough to be at once. */
const restMs = 120

/** One line of words and `field:value`, shown as it is understood while one types. */
export function SearchBox() {
  const { actions, organise } = useGallery()
  const field = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const problemsId = useId()
  const { text, write, settle } = useQueryText()
  const parsed = useMemo(() => parseQuery(text, Date.now()), [text])
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
  }
  const completion = useCompletion(suggestions.terms, accept)
  const leave = () => document.querySelector<HTMLElement>('[data-part="pictures"]')?.focus()
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
          aria-label="Search pictures"
          aria-describedby={problems.length > 0 ? problemsId : undefined}
          placeholder="Search: words, rating:>3, tag:sea …"
          maxLength={2_000}
          spellCheck={false}
          autoComplete="off"
          {...completion.inputProps}
          value={text}
          onChange={(event) => {
            write(event.target.value)
            completion.open()
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
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
      {text !== '' && (
        <>
          <IconButton
            label="Save this search"
            command="gallery.save-search"
            size="small"
            onClick={() => organise.store.setState({ dialog: { is: 'save-search', query: text.trim() } })}
          >
            <BookmarkPlus size={14} aria-hidden="true" />
          </IconButton>
          <IconButton label="Clear the search" size="small" onClick={() => actions.setQuery('')}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        </>
      )}
      <CompletionList
        completion={completion}
        label="What may be written"
        field={field}
        head={
          caret !== null &&
          problems.length > 0 && (
            <ProblemList
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

type Problems = ParsedQuery['problems']

type Mending = NonNullable<Problems[number]['instead']>

interface ProblemListProps {
  readonly problems: Problems
  readonly onMend: (instead: Mending) => void
}

function ProblemList({ problems, onMend }: ProblemListProps) {
  return (
    <div className="search-problems">
      {problems.map(({ from, message, instead }) => (
        <p key={from}>
          <TriangleAlert size={13} aria-hidden="true" />
          <span>{message}</span>
          {instead && (
            <button type="button" tabIndex={-1} onClick={() => onMend(instead)}>
              Use it
            </button>
          )}
        </p>
      ))}
    </div>
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
  }, [input, text])
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

const problemRestMs = 900

/** What is half written is no mistake yet: what the caret is at is told of only when one rests, or goes elsewhere. */
function useRestedProblems({ problems }: ParsedQuery, text: string, caret: number | null): Problems {
  const [rested, setRested] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), problemRestMs)
    return () => clearTimeout(timer)
  }, [text])
  if (caret === null || rested === text) return problems
  return problems.filter(({ from, to }) => caret < from || caret > to)
}

function moveCaret(input: RefObject<HTMLInputElement | null>, at: number): void {
  requestAnimationFrame(() => {
    input.current?.focus()
    input.current?.setSelectionRange(at, at)
  })
}
