import type { LibraryOpening } from '../../shared/domain/library.ts'
import { typeOnly, type CallMap } from '../platform/pure/call-map.ts'

/** How opening the database file went. */
export interface OpenReport {
  /** The schema version found, if the file was migrated; null otherwise. */
  readonly migratedFrom: number | null
  /** Set when the file was damaged: where it was moved to, and how many image records could be salvaged. */
  readonly rebuilt: { readonly setAsidePath: string; readonly salvaged: number } | null
}

/** The first call to a worker. All others are declared by their operations in `queries/`. */
export const openingCalls = {
  open: {
    input: typeOnly<{ readonly file: string }>(),
    output: typeOnly<OpenReport>(),
    /** Progress where opening involves more than checking the file. */
    callbacks: { onOpening: { input: typeOnly<LibraryOpening>() } },
  },
} satisfies CallMap

/** Gets the progress of slow openings. */
export type OnOpening = (opening: LibraryOpening) => void
