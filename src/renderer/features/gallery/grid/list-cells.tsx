import type { ReactNode } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { formatDate, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-words.ts'
import { FlagMark, Stars } from './tile-marks.tsx'

interface ListCellsProps {
  readonly asset: Asset
  readonly origin: string
  /** Beside the name. */
  readonly children: ReactNode
}

/** The columns after the picture, in the order of `ListHead`. */
export function ListCells({ asset, origin, children }: ListCellsProps) {
  const { marks, recipe } = asset
  return (
    <>
      <span className="gallery-line-name">
        <span>{asset.name}</span>
        {children}
        {asset.isMissing && <span className="gallery-tile-missing">File missing</span>}
      </span>
      <span className="gallery-line-stars">
        <Stars rating={marks.rating} />
        <FlagMark flag={marks.flag} />
      </span>
      <span className="gallery-line-model">{origin}</span>
      <span className="gallery-line-size">{formatSize(asset)}</span>
      <span className="gallery-line-date">{formatDate(asset.createdAtMs)}</span>
      <span className="gallery-line-cost">{recipe.costUsd === null ? '' : formatUsd(recipe.costUsd)}</span>
      <span className="gallery-line-tags">{marks.tags.join(', ')}</span>
    </>
  )
}
