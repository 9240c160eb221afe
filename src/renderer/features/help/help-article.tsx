import { Markdown } from 'markdown-to-jsx/react'
import { createContext, use, useEffect, useRef, type ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/help.ts'
import { useKeymap } from '../../client/index.ts'
import { bindingText } from '../../lib/binding-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useIsMac } from '../../ui/shortcut-context.ts'
import { anchorOf, commandOfKey, type HelpPage } from './help-pages.ts'

interface HelpArticleProps {
  readonly page: HelpPage
  /** The heading to scroll to; null = the beginning. */
  readonly anchor: string | null
  /** Opens another page, or another heading. */
  readonly onLink: (page: string, anchor: string | null) => void
}

const LinkContext = createContext<(href: string) => void>(() => undefined)

/** The pages are Atelier's own; HTML in them is not read all the same. */
const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  wrapper: null,
  slugify: anchorOf,
  overrides: { a: Link, code: Code },
}

/** A page of the manual. */
export function HelpArticle({ page, anchor, onLink }: HelpArticleProps): ReactNode {
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
