import type { ReactNode } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { formatDate, formatSize } from '../../../lib/format.ts'
import { formatUsd } from '../../../lib/price-words.ts'
import { FlagMark, Stars } from './tile-annotations.tsx'

interface ListCellsProps {
  readonly asset: Asset
  readonly origin: string
  /** Beside the name. */
  readonly children: ReactNode
}

export const missingText = 'File missing'

/** What is to be read in the columns after the name. */
export function lineTexts({ createdAtMs, recipe, marks, ...size }: Asset, origin: string): readonly string[] {
  const cost = recipe.costUsd === null ? '' : formatUsd(recipe.costUsd)
  return [origin, formatSize(size), formatDate(createdAtMs), cost, marks.tags.join(', ')]
}

/** The columns after the picture, in the order of `ListHead`. */
export function ListCells({ asset, origin, children }: ListCellsProps) {
  const { marks } = asset
  const [model, size, date, cost, tags] = lineTexts(asset, origin)
  return (
    <>
      <span className="gallery-line-name">
        <span>{asset.name}</span>
        {children} {asset.isMissing && <span className="gallery-tile-missing">{missingText}</span>}
      </span>
      <span className="gallery-line-stars">
        <Stars rating={marks.rating} />
        <FlagMark flag={marks.flag} />
      </span>{' '}
      <span className="gallery-line-model">{model}</span> <span className="gallery-line-size">{size}</span>{' '}
      <span className="gallery-line-date">{date}</span> <span className="gallery-line-cost">{cost}</span>{' '}
      <span className="gallery-line-tags">{tags}</span>
    </>
  )
}
