import { createContext, useContext } from 'react'
import { AppError } from '../../../../shared/errors/index.ts'
import type { GridStore } from './create-grid-store.ts'

/** What the parts of a shown grid share. */
export interface GridPageModel {
  readonly grid: GridStore
  /** Side of a cell, CSS pixels. */
  readonly cellPx: number
  /** The zoom shows more than the thumbnails have. */
  readonly needsFull: boolean
  /** Shows the price of these cells, then queues them. */
  readonly askToMake: (cells: readonly number[] | null) => void
  readonly askToExport: () => void
}

const GridPageContext = createContext<GridPageModel | null>(null)

export const GridPageProvider = GridPageContext.Provider

export function useGridPage(): GridPageModel {
  const model = useContext(GridPageContext)
  if (model === null) throw new AppError('internal/bug', 'Used outside of a grid.')
  return model
}
