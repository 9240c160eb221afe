import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import { rowAt, topsOf, type QueueRow } from './queue-rows.ts'

/** Rendered beyond each edge. */
const beyondPx = 300

interface RowWindow {
  readonly list: RefObject<HTMLDivElement | null>
  readonly heightPx: number
  /** The rendered rows with their positions. */
  readonly drawn: readonly { readonly row: QueueRow; readonly at: number; readonly topPx: number }[]
  readonly onScroll: () => void
  /** Scrolls as little as needed. */
  readonly show: (at: number) => void
  readonly rowAtPx: (px: number) => number
}

/** Returns the visible rows of a list of any length. */
export function useRowWindow(rows: readonly QueueRow[]): RowWindow {
  const list = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ topPx: 0, heightPx: 600 })
  const tops = useMemo(() => topsOf(rows), [rows])
  const measure = useCallback(() => {
    const element = list.current
    if (element === null) return
    // Quantized: nothing else renders in between.
    const topPx = Math.floor(element.scrollTop / (beyondPx / 2)) * (beyondPx / 2)
    const heightPx = element.clientHeight
    setSeen((previous) => (previous.topPx === topPx && previous.heightPx === heightPx ? previous : { topPx, heightPx }))
  }, [])
  useEffect(() => {
    if (list.current === null) return undefined
    const observer = new ResizeObserver(measure)
    observer.observe(list.current)
    return () => observer.disconnect()
  }, [measure])
  const show = (at: number) => {
    const element = list.current
    const [topPx, bottomPx] = [tops[at], tops[at + 1]]
    if (element === null || topPx === undefined || bottomPx === undefined) return
    if (topPx < element.scrollTop) element.scrollTop = topPx
    else if (bottomPx > element.scrollTop + element.clientHeight) element.scrollTop = bottomPx - element.clientHeight
  }
  const first = rowAt(tops, seen.topPx - beyondPx)
  const last = rowAt(tops, seen.topPx + seen.heightPx + beyondPx + beyondPx / 2)
  return {
    list,
    heightPx: tops.at(-1) ?? 0,
    drawn: rows.slice(first, last + 1).map((row, at) => ({ row, at: first + at, topPx: tops[first + at] ?? 0 })),
    onScroll: measure,
    show,
    rowAtPx: (px) => rowAt(tops, px),
  }
}
