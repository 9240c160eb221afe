import type { LibraryOpening } from '../../shared/domain/library-opening.ts'

type Hear = (opening: LibraryOpening | null) => void

/** Anything faster needs no message. */
const patienceMs = 1_500

/** Forwards opening progress once opening has taken a while, and then its end. */
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
