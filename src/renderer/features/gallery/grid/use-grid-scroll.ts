import { useLayoutEffect, useState, type RefObject } from 'react'
import { createGridScroll, type GridScroll } from './create-grid-scroll.ts'
import { shownLength, type ScrollFrame } from './scroll-map.ts'
import type { GridLayout } from './grid-layout.ts'
import { paddingPx } from './use-grid-layout.ts'

interface ShelfScrolling {
  readonly scroll: GridScroll
  /** For the element that holds the tiles. */
  readonly innerPx: number
}

/** @param endPx room below the last row */
export function useGridScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: GridLayout,
  heightPx: number,
  endPx: number,
): ShelfScrolling {
  const [scroll] = useState(createGridScroll)
  const totalPx = layout.heightPx + paddingPx + endPx
  const viewPx = heightPx + 2 * paddingPx
  useLayoutEffect(() => (scroller.current === null ? undefined : scroll.attach(scroller.current)), [scroll, scroller])
  useLayoutEffect(() => scroll.setFrame({ totalPx, viewPx }), [scroll, totalPx, viewPx])
  const frame: ScrollFrame = { totalPx, viewPx }
  return { scroll, innerPx: shownLength(frame) - paddingPx - endPx }
}
