import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { placeOfCard, scrollToShow, stepPx, type StripLayout } from './strip-layout.ts'

/** Drawn beyond each edge, so that nothing is blank while it is scrolled. */
const beyondPx = 3 * stepPx
/** Until it is measured. */
const usualPx = 1_600

interface StripView {
  readonly list: RefObject<HTMLDivElement | null>
  /** What is to be drawn. */
  readonly fromPx: number
  readonly toPx: number
  readonly onScroll: () => void
}

/** Which part of the strip is looked at. A new run is scrolled to, and so is whatever is selected. */
export function useStripView(layout: StripLayout, selectedId: JobId | null): StripView {
  const list = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ at: 0, widthPx: usualPx })
  const look = useCallback(() => {
    if (list.current === null) return
    // By whole cards: between two of them nothing else is drawn.
    const at = Math.floor(list.current.scrollLeft / stepPx)
    const widthPx = list.current.clientWidth
    setSeen((before) => (before.at === at && before.widthPx === widthPx ? before : { at, widthPx }))
  }, [])
  useEffect(() => {
    if (list.current === null) return undefined
    const observer = new ResizeObserver(look)
    observer.observe(list.current)
    return () => observer.disconnect()
  }, [look])
  useFollow(list, layout, selectedId)
  return {
    list,
    fromPx: seen.at * stepPx - beyondPx,
    toPx: (seen.at + 1) * stepPx + seen.widthPx + beyondPx,
    onScroll: look,
  }
}

/** Only when something new has come, or something else is selected, not when what is there changes. */
function useFollow(list: RefObject<HTMLDivElement | null>, layout: StripLayout, selectedId: JobId | null): void {
  const before = useRef<{ newest: JobId | null; selectedId: JobId | null }>({ newest: null, selectedId: null })
  useLayoutEffect(() => {
    const run = layout.runs.at(-1)
    const newest = run?.jobs.at(-1)?.id ?? null
    if (run !== undefined && newest !== before.current.newest) {
      show(list.current, { leftPx: run.leftPx, rightPx: run.leftPx + run.widthPx })
    }
    const isOther = selectedId !== before.current.selectedId
    const place = isOther && selectedId !== null ? placeOfCard(layout, selectedId) : null
    if (place !== null) show(list.current, place)
    // One whose card is still to come is followed when it is there.
    const isFollowed = place !== null || selectedId === null || !isOther
    before.current = { newest, selectedId: isFollowed ? selectedId : null }
  }, [list, layout, selectedId])
}

function show(list: HTMLElement | null, place: { readonly leftPx: number; readonly rightPx: number }): void {
  if (list === null) return
  list.scrollLeft = scrollToShow(place, { scrollPx: list.scrollLeft, widthPx: list.clientWidth })
}
