import { useEffect, useLayoutEffect, useRef, useState, type RefObject, type UIEventHandler } from 'react'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { placeOfCard, scrollToShow, type StripLayout } from './strip-layout.ts'

/** Looked at in steps, about a card each: between two of them nothing else is drawn. */
const stepPx = 176
/** Drawn beyond each edge, so that nothing is blank while it is scrolled. */
const beyondPx = 3 * stepPx
/** Until it is measured. */
const usualPx = 1_600

interface Seen {
  /** In steps from the left. */
  readonly at: number
  readonly widthPx: number
}

/** The same object as long as it is the same: another one would be drawn. */
function seenIn({ scrollLeft, clientWidth }: HTMLElement, before: Seen): Seen {
  const at = Math.floor(scrollLeft / stepPx)
  return before.at === at && before.widthPx === clientWidth ? before : { at, widthPx: clientWidth }
}

interface StripView {
  /** What is to be drawn. */
  readonly fromPx: number
  readonly toPx: number
  readonly onScroll: UIEventHandler<HTMLElement>
}

/** Which part of the strip is looked at. A new run is scrolled to, and so is whatever is selected. */
export function useStripView(
  list: RefObject<HTMLDivElement | null>,
  layout: StripLayout,
  selectedId: JobId | null,
): StripView {
  const [seen, setSeen] = useState<Seen>({ at: 0, widthPx: usualPx })
  useEffect(() => {
    const element = list.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setSeen((before) => seenIn(element, before)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [list])
  useFollow(list, layout, selectedId)
  return {
    fromPx: seen.at * stepPx - beyondPx,
    toPx: (seen.at + 1) * stepPx + seen.widthPx + beyondPx,
    onScroll: ({ currentTarget }) => setSeen((before) => seenIn(currentTarget, before)),
  }
}

/**
 * Only when something new has come, or something else is selected, or either has become wider, not when what is there
 * changes.
 */
function useFollow(list: RefObject<HTMLDivElement | null>, layout: StripLayout, selectedId: JobId | null): void {
  const before = useRef<{ newest: string | null; selected: string | null }>({ newest: null, selected: null })
  useLayoutEffect(() => {
    const run = layout.runs.at(-1)
    const newest = run === undefined ? null : `${run.jobs.at(-1)?.id} ${run.leftPx} ${run.widthPx}`
    if (run !== undefined && newest !== before.current.newest) {
      show(list.current, { leftPx: run.leftPx, rightPx: run.leftPx + run.widthPx })
    }
    // One whose card is still to come is followed when it is there.
    const place = selectedId === null ? null : placeOfCard(layout, selectedId)
    const selected = place === null ? null : `${selectedId} ${place.leftPx} ${place.rightPx}`
    if (place !== null && selected !== before.current.selected) show(list.current, place)
    before.current = { newest, selected }
  }, [list, layout, selectedId])
}

function show(list: HTMLElement | null, place: { readonly leftPx: number; readonly rightPx: number }): void {
  if (list === null) return
  list.scrollLeft = scrollToShow(place, { scrollPx: list.scrollLeft, widthPx: list.clientWidth })
}
