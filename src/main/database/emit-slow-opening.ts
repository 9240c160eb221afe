import type { LibraryOpening } from '../../shared/domain/library.ts'

type OnOpening = (opening: LibraryOpening | null) => void

/** Faster openings need no message. */
const patienceMs = 1_500

/** Forwards opening progress once opening has taken a while, and then its end. */
export function emitSlowOpening(emit: OnOpening): OnOpening {
  let last: LibraryOpening | null = null
  let timer: NodeJS.Timeout | null = null
  let isEmitting = false

  function begin(): void {
    isEmitting = true
    emit(last)
  }

  return (opening) => {
    last = opening
    if (isEmitting) emit(opening)
    else if (opening !== null) timer ??= setTimeout(begin, patienceMs)
    if (opening !== null) return
    if (timer !== null) clearTimeout(timer)
    timer = null
    isEmitting = false
  }
}
