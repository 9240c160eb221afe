import { createEmitter } from '../../../../shared/util/create-emitter.ts'
import { isBarStuck, isMapped, placeAfter, scrollPlaceAt, type ScrollFrame, type ScrollPlace } from './scroll-map.ts'

/** The subset of Element that is used. */
export interface ScrolledElement extends EventTarget {
  scrollTop: number
  readonly clientWidth: number
  getBoundingClientRect(): { readonly left: number }
}

/** Scroll position within the grid, for any number of images. */
export interface GridScroll {
  /** Height of the content above the view, CSS pixels. */
  top(): number
  scrollTo(topPx: number): void
  /** Offset between where content is drawn in the element and its position in the full layout. */
  shift(): number
  /** Whether the content is longer than an element can be. */
  isMapped(): boolean
  setFrame(frame: ScrollFrame): void
  /** @param listener `isOwn`: not caused by the user */
  onScroll(listener: (isOwn: boolean) => void): () => void
  /** Returns the detach function. */
  attach(element: ScrolledElement): () => void
}

export function createGridScroll(): GridScroll {
  const scrolled = createEmitter<[isOwn: boolean]>()
  let element: ScrolledElement | null = null
  let frame: ScrollFrame = { totalPx: 0, viewPx: 0 }
  let place: ScrollPlace = { topPx: 0, barPx: 0 }
  let bar: { readonly isHeld: () => boolean } = { isHeld: () => false }

  function set(next: ScrollPlace): void {
    if (element === null) return
    element.scrollTop = next.barPx
    // The browser may have rounded or clamped it.
    const barPx = element.scrollTop
    place = isMapped(frame) ? { topPx: next.topPx, barPx } : { topPx: barPx, barPx }
    scrolled.emit(true)
  }

  function handleScroll(): void {
    if (element === null || element.scrollTop === place.barPx) return
    place = placeAfter(frame, place, element.scrollTop, bar.isHeld())
    scrolled.emit(false)
    if (isBarStuck(frame, place)) set(scrollPlaceAt(frame, place.topPx))
  }

  /** Syncs the scrollbar so that it does not jump when it is dragged next. */
  function handleRest(): void {
    if (!isMapped(frame) || bar.isHeld()) return
    const next = scrollPlaceAt(frame, place.topPx)
    if (Math.round(next.barPx) !== Math.round(place.barPx)) set(next)
  }

  return {
    top: () => place.topPx,
    shift: () => place.topPx - place.barPx,
    isMapped: () => isMapped(frame),
    scrollTo: (topPx) => set(scrollPlaceAt(frame, topPx)),
    setFrame(next) {
      const isOther = next.totalPx !== frame.totalPx || next.viewPx !== frame.viewPx
      const wasMapped = isMapped(frame)
      frame = next
      if (element === null || !isOther) return
      if (wasMapped || isMapped(next)) set(scrollPlaceAt(next, place.topPx))
      else place = { topPx: element.scrollTop, barPx: element.scrollTop }
    },
    onScroll: scrolled.on,
    attach(target) {
      element = target
      const stop = listen(target, { scroll: handleScroll, scrollend: handleRest })
      const watched = watchBar(target)
      bar = watched
      return () => {
        element = null
        stop()
        watched.stop()
      }
    },
  }
}

/**
 * Tracks whether the scrollbar is held. Chromium emits no release event for it, so any other input means it was
 * released.
 */
function watchBar(target: ScrolledElement): { readonly isHeld: () => boolean; readonly stop: () => void } {
  let isHeld = false
  const release = () => void (isHeld = false)
  const stop = listen(target, {
    pointerdown: (event) => {
      isHeld = (event as PointerEvent).clientX - target.getBoundingClientRect().left >= target.clientWidth
    },
    pointermove: release,
    wheel: release,
    keydown: release,
  })
  return { isHeld: () => isHeld, stop }
}

function listen(target: EventTarget, listeners: Readonly<Record<string, (event: Event) => void>>): () => void {
  const entries = Object.entries(listeners)
  for (const [type, listener] of entries) target.addEventListener(type, listener, { passive: true })
  return () => entries.forEach(([type, listener]) => target.removeEventListener(type, listener))
}
