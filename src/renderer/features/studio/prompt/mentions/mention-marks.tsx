import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import type { NamedReference } from '../../../../../shared/domain/named-reference.ts'
import * as messages from '../../../../../shared/messages/en/named-references.ts'
import { joinSentences } from '../../../../../shared/messages/formats.ts'
import { findMentions } from '../../../../../shared/prompting/index.ts'
import { findReference } from '../../../../client/index.ts'
import { referenceKindLabels } from '../../../../ui/reference-sign.tsx'
import './mention-marks.css'

interface MentionMarksProps {
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly text: string
  readonly all: readonly NamedReference[]
  /** Whether a name that no reference has is to be marked as such. */
  readonly isUnknown: (name: string) => boolean
}

/** Highlights the references that a prompt names, within its text. */
export function MentionMarks({ field, text, all, isUnknown }: MentionMarksProps) {
  const marks = useRef<HTMLDivElement>(null)
  // The field may be mounted together with its marks.
  const [host, setHost] = useState<HTMLElement | null>(null)
  useEffect(() => {
    const frame = requestAnimationFrame(() => setHost(field.current?.parentElement ?? null))
    return () => cancelAnimationFrame(frame)
  }, [field])
  const found = findMentions(text).map((mention) => ({ ...mention, reference: findReference(all, mention.name) }))
  const shown = found.filter(({ name, reference }) => reference !== undefined || isUnknown(name))
  const unknown = shown.filter(({ reference }) => reference === undefined).map(({ name }) => name)
  useAligned(field, marks, host === null ? null : text)
  useTitles(field, marks)
  useDescription(field, joinSentences(...[...new Set(unknown)].map((name) => messages.noSuchReference({ name }))))
  if (host === null) return null
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end, reference } of shown) {
    const name = text.slice(start + 1, end)
    parts.push(
      text.slice(at, start),
      <mark key={start} data-unknown={reference === undefined} data-title={titleOf(name, reference)}>
        <span>{text.slice(start, end)}</span>
      </mark>,
    )
    at = end
  }
  return createPortal(
    <div ref={marks} className="mention-marks" aria-hidden="true">
      {parts}
      {text.slice(at)}
    </div>,
    host,
  )
}

function titleOf(name: string, reference: NamedReference | undefined): string {
  if (reference === undefined) return messages.noSuchReference({ name })
  const count = messages.images({ count: reference.imageIds.length })
  return [`@${reference.name}`, referenceKindLabels[reference.kind], count].join(' · ')
}

/** What decides where a line breaks and where its text is. */
const sameStyles = [
  'font',
  'fontFeatureSettings',
  'fontVariantNumeric',
  'letterSpacing',
  'lineHeight',
  'padding',
] as const
const otherStyles = ['textAlign', 'textIndent', 'tabSize', 'wordSpacing', 'direction'] as const

/** Keeps the marks on their words while the field grows, is resized or scrolled. */
function useAligned(
  field: MentionMarksProps['field'],
  marks: RefObject<HTMLDivElement | null>,
  text: string | null,
): void {
  useLayoutEffect(() => {
    const [from, to] = [field.current, marks.current]
    if (from === null || to === null || text === null) return
    const scroll = () => {
      to.scrollTop = from.scrollTop
    }
    const align = () => {
      const styles = getComputedStyle(from)
      for (const name of [...sameStyles, ...otherStyles]) to.style[name] = styles[name]
      to.style.left = `${from.offsetLeft + from.clientLeft}px`
      to.style.top = `${from.offsetTop + from.clientTop}px`
      // Without the scroll bar: the lines break before it.
      to.style.width = `${from.clientWidth}px`
      to.style.height = `${from.clientHeight}px`
      scroll()
    }
    align()
    const resized = new ResizeObserver(align)
    resized.observe(from)
    from.addEventListener('scroll', scroll)
    return () => {
      resized.disconnect()
      from.removeEventListener('scroll', scroll)
    }
  }, [field, marks, text])
}

/** The field has the pointer: it shows the tooltip of the name below it. */
function useTitles(field: MentionMarksProps['field'], marks: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = field.current
    if (element === null) return
    const point = ({ clientX: x, clientY: y }: PointerEvent) => {
      const all = [...(marks.current?.querySelectorAll('mark') ?? [])]
      const isOver = ({ left, right, top, bottom }: DOMRect) => x >= left && x <= right && y >= top && y <= bottom
      const found = all.find((mark) => [...mark.getClientRects()].some(isOver))
      element.title = found?.dataset['title'] ?? ''
    }
    element.addEventListener('pointermove', point)
    return () => {
      element.removeEventListener('pointermove', point)
      element.title = ''
    }
  }, [field, marks])
}

/** Says what the marks show. */
function useDescription(field: MentionMarksProps['field'], description: string): void {
  useEffect(() => {
    const element = field.current
    if (element === null || description === '') return
    element.setAttribute('aria-description', description)
    return () => element.removeAttribute('aria-description')
  }, [field, description])
}
