import { useEffect, useRef, type RefObject } from 'react'
import type { ParsedQuery } from '../../../../shared/search/index.ts'
import { querySpans } from './query-spans.ts'

interface QueryMirrorProps {
  readonly text: string
  readonly parsed: ParsedQuery
  readonly input: RefObject<HTMLInputElement | null>
}

/** The same text behind the field, which gives it its looks. */
export function QueryMirror({ text, parsed, input }: QueryMirrorProps) {
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
