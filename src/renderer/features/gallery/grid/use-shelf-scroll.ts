import { useLayoutEffect, useState, type RefObject } from 'react'
import { createShelfScroll, type ShelfScroll } from './create-shelf-scroll.ts'
import { shownLength, type ScrollFrame } from './scroll-map.ts'
import type { ShelfLayout } from './shelf-layout.ts'
import { paddingPx } from './use-shelf-layout.ts'

interface ShelfScrolling {
  readonly scroll: ShelfScroll
  /** For the element that holds the tiles. */
  readonly innerPx: number
}

/** @param endPx room below the last row */
export function useShelfScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: ShelfLayout,
  heightPx: number,
  endPx: number,
): ShelfScrolling {
  const [scroll] = useState(createShelfScroll)
  const totalPx = layout.heightPx + paddingPx + endPx
  const viewPx = heightPx + 2 * paddingPx
  useLayoutEffect(() => (scroller.current === null ? undefined : scroll.attach(scroller.current)), [scroll, scroller])
  useLayoutEffect(() => scroll.setFrame({ totalPx, viewPx }), [scroll, totalPx, viewPx])
  const frame: ScrollFrame = { totalPx, viewPx }
  return { scroll, innerPx: shownLength(frame) - paddingPx - endPx }
}
