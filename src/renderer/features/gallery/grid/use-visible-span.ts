import { useLayoutEffect, useState, type RefObject } from 'react'
import { visibleSpan, type ShelfLayout, type Span } from './shelf-layout.ts'
import { paddingPx } from './use-shelf-layout.ts'

/** The pictures to draw. */
export function useVisibleSpan(scroller: RefObject<HTMLElement | null>, layout: ShelfLayout, heightPx: number): Span {
  const [span, setSpan] = useState<Span>({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const update = () => {
      const next = visibleSpan(layout, element.scrollTop - paddingPx, heightPx + 2 * paddingPx)
      setSpan((now) => (now.from === next.from && now.to === next.to ? now : next))
    }
    update()
    element.addEventListener('scroll', update, { passive: true })
    return () => element.removeEventListener('scroll', update)
  }, [scroller, layout, heightPx])
  return span
}
