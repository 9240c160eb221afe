import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { GridScroll } from './create-grid-scroll.ts'
import type { GridLayout, Span } from './grid-layout.ts'

/** A place is counted from the last of these: far down it would be no whole pixel any more. */
const stepPx = 1_000_000

interface ShiftedTiles {
  /** Holds the tiles, and moves with what the scrollbar cannot. */
  readonly element: RefObject<HTMLDivElement | null>
  /** Where the tiles are counted from. */
  readonly startPx: number
}

export function useShiftedTiles(scroll: GridScroll, layout: GridLayout, { from }: Span): ShiftedTiles {
  const element = useRef<HTMLDivElement>(null)
  const startPx = scroll.isMapped() ? Math.floor(layout.rowBox(layout.rowOf(from)).y / stepPx) * stepPx : 0
  useLayoutEffect(() => {
    const place = () => {
      const y = startPx - scroll.shift()
      if (element.current !== null) element.current.style.transform = y === 0 ? '' : `translateY(${y}px)`
    }
    place()
    return scroll.onScroll(place)
  }, [scroll, startPx])
  return { element, startPx }
}
