import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type UIEventHandler } from 'react'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { placeOfCard, scrollToShow, type StripLayout } from './strip-layout.ts'

/** The scroll position is tracked in steps of about a card each: within a step nothing is rendered again. */
const stepPx = 176
/** Rendered beyond each edge, so that nothing is blank while scrolling. */
const beyondPx = 3 * stepPx
/** Width until it is measured. */
const usualPx = 1_600

interface Seen {
  /** Number of steps from the left. */
  readonly at: number
  readonly widthPx: number
}

/** Returns the same object if nothing changed, because a new one triggers a render. */
function seenIn({ scrollLeft, clientWidth }: HTMLElement, previous: Seen): Seen {
  const at = Math.floor(scrollLeft / stepPx)
  return previous.at === at && previous.widthPx === clientWidth ? previous : { at, widthPx: clientWidth }
}

interface StripView {
  /** The range to render. */
  readonly fromPx: number
  readonly toPx: number
  readonly onScroll: UIEventHandler<HTMLElement>
}

/** Tracks the visible part of the strip. Scrolls to new runs, and to whatever is selected. */
export function useStripView(
  list: RefObject<HTMLDivElement | null>,
  layout: StripLayout,
  selectedId: JobId | null,
): StripView {
  const [seen, setSeen] = useState<Seen>({ at: 0, widthPx: usualPx })
  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setSeen((previous) => seenIn(element, previous)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])
  useFollow(list, layout, selectedId)
  return {
    fromPx: seen.at * stepPx - beyondPx,
    toPx: (seen.at + 1) * stepPx + seen.widthPx + beyondPx,
    onScroll: ({ currentTarget }) => setSeen((previous) => seenIn(currentTarget, previous)),
  }
}

/** Only if a card was added, the selection changed, or either became wider, not for other changes. */
function useFollow(list: RefObject<HTMLDivElement | null>, layout: StripLayout, selectedId: JobId | null): void {
  const previous = useRef<{ newest: string | null; selected: string | null }>({ newest: null, selected: null })
  useLayoutEffect(() => {
    const run = layout.runs.at(-1)
    const newest = run === undefined ? null : `${run.jobs.at(-1)?.id} ${run.leftPx} ${run.widthPx}`
    if (run !== undefined && newest !== previous.current.newest) {
      show(list.current, { leftPx: run.leftPx, rightPx: run.leftPx + run.widthPx })
    }
    // A selected job without a card yet is scrolled to when the card appears.
    const extent = selectedId === null ? null : placeOfCard(layout, selectedId)
    const selected = extent === null ? null : `${selectedId} ${extent.leftPx} ${extent.rightPx}`
    if (extent !== null && selected !== previous.current.selected) show(list.current, extent)
    previous.current = { newest, selected }
  }, [list, layout, selectedId])
}

function show(list: HTMLElement | null, extent: { readonly leftPx: number; readonly rightPx: number }): void {
  if (list === null) return
  list.scrollLeft = scrollToShow(extent, { scrollPx: list.scrollLeft, widthPx: list.clientWidth })
}
