import type { GridDraft, GridExport, GridPlan, GridSummary, GridView } from '../../shared/domain/grid.ts'
import type { GridId } from '../../shared/domain/ids.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'

/** null = all cells that are missing and have certainly not been paid for. */
export type WantedCells = readonly number[] | null

export interface SpendOptions {
  /** Asks the user before a limit is exceeded; absent = there is no user to ask. */
  readonly approve?: ApproveSpend | undefined
}

export interface CreateOptions extends SpendOptions {
  /** Known beforehand, by a caller that goes on with the grid after a kill; absent = a new one. */
  readonly id?: GridId
}

export interface MadeCells {
  readonly queued: number
  /** Cells that could not be queued. */
  readonly skipped: number
}

export interface ExportedGrid {
  /** The image would have been too large: cells are smaller than requested. */
  readonly isReduced: boolean
  /** Characters of its labels that no installed font has. */
  readonly missingCharacters: string[]
}

/** Grids of images that differ in one to three settings. Their cells are ordinary requests in the queue. */
export interface Grids {
  list(): Promise<GridSummary[]>
  /** @throws storage/not-found */
  view(id: GridId): Promise<GridView>
  /** What a whole grid would send and cost. Sends nothing. */
  plan(draft: GridDraft, signal?: AbortSignal): Promise<GridPlan>
  planCells(id: GridId, cells: WantedCells, signal?: AbortSignal): Promise<GridPlan>
  /**
   * Stores the grid and queues its cells as one run. Without one that can be queued there is no grid.
   * @throws provider/unsupported, money/*, request/cancelled
   */
  create(
    draft: GridDraft,
    maskPng: Uint8Array<ArrayBuffer> | null,
    options?: CreateOptions,
  ): Promise<MadeCells & { readonly id: GridId }>
  /**
   * Queues cells that have no image and are not under way, as one run: none is ever queued twice.
   * @throws storage/not-found, money/*, request/cancelled
   */
  make(id: GridId, cells: WantedCells, options?: SpendOptions): Promise<MadeCells>
  /** Cancels cells that have not been sent; null = all of them. Returns how many. */
  stop(id: GridId, cells: WantedCells): Promise<number>
  rename(id: GridId, name: string): Promise<void>
  remove(id: GridId): Promise<void>
  restore(id: GridId): Promise<void>
  /** Writes the grid with its labels, and replaces the file. @throws storage/*, request/invalid if it has no image yet */
  exportTo(id: GridId, path: string, options: GridExport, signal?: AbortSignal): Promise<ExportedGrid>
  onChanged(listener: () => void): () => void
}
