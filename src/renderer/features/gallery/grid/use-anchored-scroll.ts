import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { IdList } from '../../../lib/id-list.ts'
import { isSameAsked, type Asked } from '../view/create-gallery-view.ts'
import type { GridScroll } from './create-grid-scroll.ts'
import { anchorAt, offsetOfAnchor, type ScrollAnchor, type GridLayout } from './grid-layout.ts'

/**
 * Keeps the pictures in view where they are when others come in above them or the tiles change. What leads the view is
 * noted only when the artist scrolls: pictures that come one at a time would each move it by less than a row, and
 * together by many. What else was asked for begins at the top.
 */
export function useAnchoredScroll(scroll: GridScroll, layout: GridLayout, ids: IdList, asked: Asked): void {
  const anchor = useRef<ScrollAnchor<AssetId> | null>(null)
  const shown = useRef(asked)
  const note = useEffectEvent((isOwn: boolean) => {
    if (!isOwn) anchor.current = anchorAt(layout, ids, scroll.top())
  })
  useEffect(() => scroll.onScroll((isOwn) => note(isOwn)), [scroll])
  useLayoutEffect(() => {
    if (!isSameAsked(shown.current, asked)) {
      anchor.current = null
      scroll.scrollTo(0)
    }
    shown.current = asked
    if (anchor.current === null) return
    const index = ids.indexOf(anchor.current.id)
    if (index < 0) anchor.current = anchorAt(layout, ids, scroll.top())
    else scroll.scrollTo(offsetOfAnchor(layout, index, anchor.current))
  }, [scroll, layout, ids, asked])
}
