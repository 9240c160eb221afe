import { useLayoutEffect, useState } from 'react'
import type { GridScroll } from './create-grid-scroll.ts'
import { visibleSpan, type GridLayout, type Span } from './grid-layout.ts'
import { paddingPx } from './use-grid-layout.ts'

/** The pictures to draw. */
export function useVisibleSpan(scroll: GridScroll, layout: GridLayout, heightPx: number): Span {
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
