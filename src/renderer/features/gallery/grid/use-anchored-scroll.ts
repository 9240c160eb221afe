import { useEffect, useEffectEvent, useLayoutEffect, useRef, type RefObject } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { isSameAsked, type Asked } from '../view/create-gallery-view.ts'
import { anchorAt, offsetOfAnchor, type ScrollAnchor, type ShelfLayout } from './shelf-layout.ts'

/**
 * Keeps the pictures in view where they are when others come in above them or the tiles change. What leads the view is
 * noted only when the artist scrolls: pictures that come one at a time would each move it by less than a row, and
 * together by many. What else was asked for begins at the top.
 */
export function useAnchoredScroll(
  scroller: RefObject<HTMLElement | null>,
  layout: ShelfLayout,
  ids: IdList,
  asked: Asked,
): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const ownTop = useRef<number | null>(null)
  const shown = useRef(asked)
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
    if (element === null) return
    if (!isSameAsked(shown.current, asked)) {
      anchor.current = null
      element.scrollTo({ top: 0 })
    }
    shown.current = asked
    if (anchor.current === null) return
    const index = ids.indexOf(anchor.current.id)
    if (index < 0) {
      anchor.current = anchorAt(layout, ids, element.scrollTop)
      return
    }
    const before = element.scrollTop
    element.scrollTo({ top: offsetOfAnchor(layout, index, anchor.current) })
    if (element.scrollTop !== before) ownTop.current = element.scrollTop
  }, [scroller, layout, ids, asked])
}
