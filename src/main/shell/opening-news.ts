import type { LibraryOpening } from '../../shared/domain/library-opening.ts'

/** How the library's opening goes: a window that comes late asks, the others are told. */
export interface OpeningNews {
  now(): LibraryOpening | null
  tell(opening: LibraryOpening | null): void
  listen(listener: (opening: LibraryOpening | null) => void): void
}

export function createOpeningNews(): OpeningNews {
  let last: LibraryOpening | null = null
  let hear: ((opening: LibraryOpening | null) => void) | null = null
  return {
    now: () => last,
    tell(opening) {
      last = opening
      hear?.(opening)
    },
    listen: (listener) => void (hear = listener),
  }
}
