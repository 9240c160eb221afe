import { useLayoutEffect, useState } from 'react'
import type { ShelfScroll } from './create-shelf-scroll.ts'
import { visibleSpan, type ShelfLayout, type Span } from './shelf-layout.ts'
import { paddingPx } from './use-shelf-layout.ts'

/** The pictures to draw. */
export function useVisibleSpan(scroll: ShelfScroll, layout: ShelfLayout, heightPx: number): Span {
  const [span, setSpan] = useState<Span>({ from: 0, to: 0 })
  useLayoutEffect(() => {
    const update = () => {
      const next = visibleSpan(layout, scroll.top() - paddingPx, heightPx + 2 * paddingPx)
      setSpan((now) => (now.from === next.from && now.to === next.to ? now : next))
    }
    update()
    return scroll.onScroll(update)
  }, [scroll, layout, heightPx])
  return span
}
