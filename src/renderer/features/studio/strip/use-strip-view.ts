import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEventHandler,
  type RefObject,
  type UIEventHandler,
} from 'react'
import type { JobId } from '../../../../shared/domain/ids.ts'
import { cardAt, placeOfCard, scrollToKeep, scrollToShow, type StripLayout } from './strip-layout.ts'

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

/** For what lies under the pointer, which must not move. */
interface Pointed {
  readonly onPointerMove: PointerEventHandler<HTMLElement>
  readonly onPointerLeave: () => void
}

interface StripView extends Pointed {
  /** The range to render. */
  readonly fromPx: number
  readonly toPx: number
  readonly onScroll: UIEventHandler<HTMLElement>
}

/** Tracks the visible part of the strip. Scrolls to whatever is selected; nothing else moves by itself. */
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
  const pointed = useFollow(list, layout, selectedId)
  return {
    ...pointed,
    fromPx: seen.at * stepPx - beyondPx,
    toPx: (seen.at + 1) * stepPx + seen.widthPx + beyondPx,
    onScroll: ({ currentTarget }) => setSeen((previous) => seenIn(currentTarget, previous)),
  }
}

/**
 * Scrolls to what is selected, which after one's own click is the first of the new run, and at first to the newest run.
 * Whatever else happens, such as an image that is wider than its card was, or a run of an agent, nothing moves.
 */
function useFollow(list: RefObject<HTMLDivElement | null>, layout: StripLayout, selectedId: JobId | null): Pointed {
  const previous = useRef<{ layout: StripLayout; shownId: JobId | null } | null>(null)
  const pointer = useRef<number | null>(null)
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    const before = previous.current
    const selected = selectedId === null ? null : placeOfCard(layout, selectedId)
    if (before === null || before.layout.cards === 0) {
      const run = layout.runs.at(-1)
      if (run !== undefined) show(element, { leftPx: run.leftPx, rightPx: run.leftPx + run.widthPx })
    } else {
      keep(element, before.layout, layout, pointer.current)
    }
    // A selected job without a card yet is scrolled to when the card appears.
    if (selected !== null && selectedId !== before?.shownId) show(element, selected)
    previous.current = { layout, shownId: selected === null ? null : selectedId }
  }, [list, layout, selectedId])
  return {
    onPointerMove: ({ currentTarget, clientX }) => {
      pointer.current = clientX - currentTarget.getBoundingClientRect().left
    },
    onPointerLeave: () => {
      pointer.current = null
    },
  }
}

function show(list: HTMLElement, extent: { readonly leftPx: number; readonly rightPx: number }): void {
  list.scrollLeft = scrollToShow(extent, { scrollPx: list.scrollLeft, widthPx: list.clientWidth })
}

/** @param pointerPx from the left edge of the list; null = the pointer is elsewhere */
function keep(list: HTMLElement, before: StripLayout, after: StripLayout, pointerPx: number | null): void {
  if (before === after) return
  const scrollPx = list.scrollLeft
  const isAtEnd = scrollPx > 0 && scrollPx + list.clientWidth >= before.widthPx - 1
  // At the end, what is newest stays in view as its images arrive, unless somebody is about to press something.
  if (isAtEnd && pointerPx === null && before.cards === after.cards) {
    list.scrollLeft = after.widthPx
    return
  }
  list.scrollLeft = scrollToKeep(cardAt(before, scrollPx + (pointerPx ?? 0)), before, after, scrollPx)
}
