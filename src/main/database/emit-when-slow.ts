import type { LibraryOpening } from '../../shared/domain/library-opening.ts'

type Hear = (opening: LibraryOpening | null) => void

/** Nobody has to read of what is over in a moment. */
const patienceMs = 1_500

/** Passes on how opening goes once it has gone on for a while, and then its end. */
export function emitWhenSlow(hear: Hear): Hear {
  let last: LibraryOpening | null = null
  let timer: NodeJS.Timeout | null = null
  let isTelling = false

  function begin(): void {
    isTelling = true
    hear(last)
  }

  return (opening) => {
    last = opening
    if (isTelling) hear(opening)
    else if (opening !== null) timer ??= setTimeout(begin, patienceMs)
    if (opening !== null) return
    if (timer !== null) clearTimeout(timer)
    timer = null
    isTelling = false
  }
}
