import { useEffect, useEffectEvent, useLayoutEffect, useRef, type RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { positionOf } from '../position-of.ts'
import { anchorAt, offsetOfAnchor, type ScrollAnchor, type ShelfLayout } from './shelf-layout.ts'

/**
 * Keeps the pictures in view where they are when others come in above them or the tiles change. What leads the view is
 * noted only when the artist scrolls: pictures that come one at a time would each move it by less than a row, and
 * together by many.
 */
export function useAnchoredScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: ShelfLayout,
  ids: readonly AssetId[],
): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const ownTop = useRef<number | null>(null)
  const note = useEffectEvent((top: number) => {
    const isOwn = top === ownTop.current
    ownTop.current = null
    if (!isOwn) anchor.current = anchorAt(layout, ids, top)
  })
  useEffect(() => {
    const element = scroller.current
    const handleScroll = () => element && note(element.scrollTop)
    element?.addEventListener('scroll', handleScroll, { passive: true })
    return () => element?.removeEventListener('scroll', handleScroll)
  }, [scroller])
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || anchor.current === null) return
    const index = positionOf(ids, anchor.current.id)
    if (index < 0) {
      anchor.current = anchorAt(layout, ids, element.scrollTop)
      return
    }
    const before = element.scrollTop
    element.scrollTo({ top: offsetOfAnchor(layout, index, anchor.current) })
    if (element.scrollTop !== before) ownTop.current = element.scrollTop
  }, [scroller, layout, ids])
}
