import { useEffect, useMemo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import { useCompare, useCompareState } from '../compare-context.ts'
import { pairOf, shownIds } from '../pair.ts'
import { PairStage } from '../stage/pair-stage.tsx'
import { layOutTiles } from '../view/tile-layout.ts'
import { CompareTile } from './compare-tile.tsx'
import './compare-table.css'
import { useSize } from './use-size.ts'

const gapPx = 6

/** The tiles side by side, or two pictures over one another. */
export function CompareTable() {
  const { ref, size } = useSize<HTMLDivElement>()
  const isStacked = useCompareState((state) => state.view !== 'grid' && state.view !== 'pair')
  const pair = useCompareState(useShallow(pairOf))
  return (
    <div className="compare-table">
      <div
        ref={ref}
        className="compare-stage"
        data-part="picture"
        tabIndex={-1}
        role="group"
        aria-label={messages.images}
      >
        {size !== null && isStacked && pair !== null && <PairStage pair={pair} size={size} />}
        {size !== null && !(isStacked && pair !== null) && <Tiles size={size} />}
      </div>
    </div>
  )
}

function Tiles({ size }: { readonly size: Size }) {
  const { store } = useCompare()
  const ids = useCompareState(useShallow(shownIds))
  const shape = useShape(ids)
  const { columns, tiles } = useMemo(() => layOutTiles(ids.length, size, shape, gapPx), [ids.length, size, shape])
  const first = tiles[0]
  const tile = useMemo(() => ({ widthPx: first?.widthPx ?? 1, heightPx: first?.heightPx ?? 1 }), [first])
  useEffect(() => store.setState({ columns, tile }), [store, columns, tile])
  return ids.map((id, at) => {
    const place = tiles[at]
    return place && <CompareTile key={id} id={id} place={place} tile={tile} places={tiles} />
  })
}

/** Width through height of the pictures on the whole: the one in the middle. */
function useShape(ids: readonly AssetId[]): number {
  const { assets } = useServices()
  return useStore(assets.store, ({ records }) => {
    const shapes = ids.flatMap((id) => {
      const asset = records.get(id)
      return asset ? [asset.widthPx / asset.heightPx] : []
    })
    return shapes.toSorted((a, b) => a - b)[Math.floor(shapes.length / 2)] ?? 1.5
  })
}
