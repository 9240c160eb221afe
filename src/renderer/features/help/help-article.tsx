import Markdown from 'markdown-to-jsx/react'
import { useEffect, useMemo, useRef, type ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/help.ts'
import { useKeymap } from '../../client/index.ts'
import { bindingText } from '../../lib/binding-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useIsMac } from '../../ui/shortcut-context.ts'
import { anchorOf, type HelpPage } from './help-pages.ts'

/** `key:mask.fill` in a page stands for the keys that run this command now. */
const keyMark = 'key:'

interface HelpArticleProps {
  readonly page: HelpPage
  /** The heading to scroll to; null = the beginning. */
  readonly anchor: string | null
  /** Opens another page, or another heading. */
  readonly onLink: (page: string, anchor: string | null) => void
}

/** A page of the manual. Its text is Atelier's own; HTML in it is not read all the same. */
export function HelpArticle({ page, anchor, onLink }: HelpArticleProps): ReactNode {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const heading = anchor === null ? null : ref.current?.querySelector(`[id="${anchor}"]`)
    if (heading) heading.scrollIntoView({ block: 'start' })
    else if (ref.current !== null) ref.current.scrollTop = 0
  }, [page, anchor])
  const options = useMemo(() => {
    const Link = ({ href, children }: { readonly href?: string; readonly children?: ReactNode }) => (
      <a
        href={href}
        onClick={(event) => {
          event.preventDefault()
          const [file = '', heading = null] = (href ?? '').split('#')
          onLink(file === '' ? page.id : file.replace(/\.md$/, ''), heading)
        }}
      >
        {children}
      </a>
    )
    return {
      disableParsingRawHTML: true,
      forceBlock: true,
      wrapper: null,
      slugify: anchorOf,
      overrides: { a: Link, code: Code },
    }
  }, [page, onLink])
  return (
    <article ref={ref} className="help-article selectable" aria-label={page.title} tabIndex={0}>
      <Markdown options={options}>{page.markdown}</Markdown>
    </article>
  )
}

function Code({ children }: { readonly children?: ReactNode }): ReactNode {
  const { keysOf } = useKeymap()
  const isMac = useIsMac()
  const text = String(children)
  if (!text.startsWith(keyMark)) return <code>{children}</code>
  const [key] = keysOf(text.slice(keyMark.length))
  if (key === undefined) return messages.noKey
  return (
    <>
      <Kbd binding={key} />
      <span className="visually-hidden">{bindingText(key, isMac)}</span>
    </>
  )
}
