import type { LibraryOpening } from '../../../shared/domain/library.ts'

/** Progress of opening the library: windows that open later ask for it, the others get events. */
export interface OpeningProgress {
  current(): LibraryOpening | null
  emit(opening: LibraryOpening | null): void
  subscribe(listener: (opening: LibraryOpening | null) => void): void
}

export function createOpeningProgress(): OpeningProgress {
  let lastProgress: LibraryOpening | null = null
  let notify: ((opening: LibraryOpening | null) => void) | null = null
  return {
    current: () => lastProgress,
    emit(opening) {
      lastProgress = opening
      notify?.(opening)
    },
    subscribe: (listener) => void (notify = listener),
  }
}
