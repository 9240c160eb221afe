import { ArrowLeft } from 'lucide-react'
import {
  useCallback,
  useDeferredValue,
  useMemo,
  useState,
  type ReactNode,
  createContext,
  use,
  useEffect,
  useRef,
} from 'react'
import { Markdown } from 'markdown-to-jsx/react'
import * as messages from '../../../shared/messages/en/help.ts'
import { useKeymap, useServices, useSettings } from '../../client/index.ts'
import { bindingText } from '../../lib/keymap/binding-names.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useIsMac } from '../../ui/shortcut-context.ts'
import { TextField } from '../../ui/fields/text-field.tsx'
import { Diagnostics } from './diagnostics.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { anchorOf, commandOfKey, type HelpPage, readHelp } from './help-pages.ts'
import { textLanguage } from '../../../shared/messages/locale.ts'
import './help.css'
import { Licenses } from './licenses.tsx'
import { createHelpSearch, type HelpResult } from './search-help.ts'

const LinkContext = createContext<(href: string) => void>(() => undefined)
/** The pages are Atelier's own; HTML in them is not read all the same. */
const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  wrapper: null,
  slugify: anchorOf,
  overrides: { a: Link, code: Code },
}

/** The manual in the window's language, read once the help is opened. */
const helpPages = await readHelp(textLanguage)

interface HelpDialogProps {
  /** What is shown first: a page, with `#` and a heading if wanted; null = the first page. */
  readonly at: string | null
  readonly onClose: () => void
}

interface Place {
  readonly page: string
  readonly anchor: string | null
}

/** Pages that the program makes, below those of the manual. */
const madePages: Readonly<Record<string, { readonly title: string; readonly Page: () => ReactNode }>> = {
  diagnostics: { title: messages.diagnostics, Page: Diagnostics },
  licenses: { title: messages.licenses, Page: Licenses },
}

const contents = [
  ...helpPages.map(({ id, title }) => ({ id, title })),
  ...Object.entries(madePages).map(([id, { title }]) => ({ id, title })),
]

/** The manual: searchable, and read without a network. */
export function HelpDialog({ at, onClose }: HelpDialogProps): ReactNode {
  const [visited, setVisited] = useState<readonly Place[]>(() => [placeOf(at)])
  const [query, setQuery] = useState('')
  const results = useResults(query)
  const { page, anchor } = visited.at(-1) ?? placeOf(null)
  const open = useCallback((next: string, heading: string | null) => {
    setVisited((before) => [...before, { page: next, anchor: heading }])
  }, [])
  return (
    <Dialog title={messages.help} className="help" onClose={onClose}>
      <div className="help-body">
        <div className="help-side">
          <div className="help-search">
            <TextField
              label={messages.searchHelp}
              isLabelHidden
              placeholder={messages.searchHelp}
              type="search"
              value={query}
              data-autofocus
              onChange={(event) => setQuery(event.target.value)}
            />
            <IconButton
              label={messages.back}
              size="small"
              disabled={visited.length < 2}
              onClick={() => setVisited((before) => before.slice(0, -1))}
            >
              <ArrowLeft size={15} aria-hidden="true" />
            </IconButton>
          </div>
          {results === null ? (
            <Contents shown={page} onChoose={(id) => open(id, null)} />
          ) : (
            <Results query={query} results={results} onChoose={open} />
          )}
          <TryOut onClose={onClose} />
        </div>
        <Shown page={page} anchor={anchor} onLink={open} />
      </div>
    </Dialog>
  )
}

/** What shows more than a page. */
function TryOut({ onClose }: { readonly onClose: () => void }) {
  const { intents } = useServices()
  const isBegun = useSettings((each) => each.tour !== null)
  const start = (type: 'take-tour' | 'open-sample-project') => () => {
    onClose()
    intents.send({ type })
  }
  return (
    <div className="help-try">
      <Button size="small" onClick={start('take-tour')}>
        {isBegun ? messages.continueTour : messages.takeTour}
      </Button>
      <Button size="small" onClick={start('open-sample-project')}>
        {messages.openSampleProject}
      </Button>
    </div>
  )
}

function placeOf(at: string | null): Place {
  const [page = '', anchor = null] = (at ?? '').split('#')
  return { page: contents.some(({ id }) => id === page) ? page : (contents[0]?.id ?? ''), anchor }
}

/** null = nothing is searched for. The pages are indexed on first use, and again where keys have been changed. */
function useResults(query: string): readonly HelpResult[] | null {
  const { keysOf } = useKeymap()
  const isMac = useIsMac()
  const searched = useDeferredValue(query.trim())
  const isSearched = searched !== ''
  const search = useMemo(() => {
    if (!isSearched) return null
    const keyOf = (command: string) => {
      const [key] = keysOf(command)
      return key === undefined ? messages.noKey : bindingText(key, isMac)
    }
    return createHelpSearch(helpPages, document.documentElement.lang, keyOf)
  }, [isSearched, keysOf, isMac])
  return useMemo(() => search?.(searched) ?? null, [search, searched])
}

function Shown({ page, ...rest }: Place & { readonly onLink: (page: string, anchor: string | null) => void }) {
  const made = madePages[page]
  if (made !== undefined) return <made.Page />
  const shown = helpPages.find(({ id }) => id === page)
  return shown !== undefined && <HelpArticle key={page} page={shown} {...rest} />
}

interface ContentsProps {
  readonly shown: string
  readonly onChoose: (page: string) => void
}

function Contents({ shown, onChoose }: ContentsProps) {
  return (
    <nav className="help-list" aria-label={messages.pages}>
      {contents.map(({ id, title }) => (
        <button key={id} type="button" aria-current={id === shown ? 'page' : undefined} onClick={() => onChoose(id)}>
          {title}
        </button>
      ))}
    </nav>
  )
}

interface ResultsProps {
  readonly query: string
  readonly results: readonly HelpResult[]
  readonly onChoose: (page: string, anchor: string | null) => void
}

function Results({ query, results, onChoose }: ResultsProps) {
  return (
    <section className="help-list" aria-label={messages.results}>
      {results.length === 0 && <p role="status">{messages.noResults({ query: query.trim() })}</p>}
      {results.map(({ section: { page, anchor, title }, excerpt }) => (
        <button key={`${page.id}#${anchor ?? ''}`} type="button" onClick={() => onChoose(page.id, anchor)}>
          <span className="help-result-title">
            {anchor === null ? title : messages.resultIn({ section: title, page: page.title })}
          </span>
          <span className="help-result-excerpt">{excerpt}</span>
        </button>
      ))}
    </section>
  )
}

interface HelpArticleProps {
  readonly page: HelpPage
  /** The heading to scroll to; null = the beginning. */
  readonly anchor: string | null
  /** Opens another page, or another heading. */
  readonly onLink: (page: string, anchor: string | null) => void
}

/** A page of the manual. */
function HelpArticle({ page, anchor, onLink }: HelpArticleProps): ReactNode {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const heading = anchor === null ? null : ref.current?.querySelector(`[id="${anchor}"]`)
    heading?.scrollIntoView({ block: 'start' })
  }, [anchor])
  const follow = (href: string) => {
    const [file = '', heading = null] = href.split('#')
    onLink(file === '' ? page.id : file.replace(/\.md$/, ''), heading)
  }
  return (
    <article ref={ref} className="help-article selectable" aria-label={page.title} tabIndex={0}>
      <LinkContext value={follow}>
        <Markdown options={options}>{page.markdown}</Markdown>
      </LinkContext>
    </article>
  )
}

function Link({ href = '', children }: { readonly href?: string; readonly children?: ReactNode }): ReactNode {
  const follow = use(LinkContext)
  return (
    <a
      href={href}
      onClick={(event) => {
        event.preventDefault()
        follow(href)
      }}
    >
      {children}
    </a>
  )
}

function Code({ children }: { readonly children?: ReactNode }): ReactNode {
  const { keysOf } = useKeymap()
  const isMac = useIsMac()
  const command = typeof children === 'string' ? commandOfKey(children) : null
  if (command === null) return <code>{children}</code>
  const [key] = keysOf(command)
  if (key === undefined) return messages.noKey
  return (
    <>
      <Kbd binding={key} />
      <span className="visually-hidden">{bindingText(key, isMac)}</span>
    </>
  )
}
