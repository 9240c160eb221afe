import { useLayoutEffect, useState, type RefObject } from 'react'
import type { Point, Rect } from '../../../shared/util/geometry.ts'
import { placeCallout, type Side } from './place-callout.ts'

/** How often anything may have moved without an event that says so: scrolled panels, a list that was laid out anew. */
const lookEveryMs = 200

interface Place {
  readonly at: Point
  readonly anchor: Rect | null
}

/** Follows what the callout speaks of. Null until the callout was measured. */
export function usePlace(
  callout: RefObject<HTMLElement | null>,
  anchorOf: () => Rect | null,
  sides: readonly Side[],
): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    const follow = () => {
      const box = callout.current?.getBoundingClientRect()
      if (box === undefined) return
      const anchor = anchorOf()
      const page = { widthPx: window.innerWidth, heightPx: window.innerHeight }
      const at = placeCallout(anchor, { widthPx: box.width, heightPx: box.height }, page, sides)
      setPlace((last) => (last !== null && isSame(last, { at, anchor }) ? last : { at, anchor }))
    }
    follow()
    const timer = setInterval(follow, lookEveryMs)
    window.addEventListener('resize', follow)
    return () => {
      clearInterval(timer)
      window.removeEventListener('resize', follow)
    }
  }, [callout, anchorOf, sides])
  return place
}

function isSame(first: Place, second: Place): boolean {
  return JSON.stringify(first) === JSON.stringify(second)
}
