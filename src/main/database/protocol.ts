import type { LibraryOpening } from '../../shared/domain/library-opening.ts'
import { typeOnly, type CallMap } from '../platform/pure/call-map.ts'

/** How opening the database file went. */
export interface OpenReport {
  /** The schema version found, where the file had to be brought up to date; null otherwise. */
  readonly migratedFrom: number | null
  /** Set when the file was damaged: where it lies now, and how many pictures' records could be read out of it. */
  readonly rebuilt: { readonly setAsidePath: string; readonly salvaged: number } | null
}

/** The first call to a worker. Everything else is declared by the operation itself, in `queries/`. */
export const openingCalls = {
  open: {
    input: typeOnly<{ readonly file: string }>(),
    output: typeOnly<OpenReport>(),
    /** What takes more than looking at the file. */
    callbacks: { onOpening: { input: typeOnly<LibraryOpening>() } },
  },
} satisfies CallMap

/** Hears of what may take long. */
export type OnOpening = (opening: LibraryOpening) => void
