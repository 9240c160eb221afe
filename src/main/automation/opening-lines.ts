import type { LibraryOpening } from '../../shared/domain/library-opening.ts'

/** Tells on standard error what the library takes its time for: a line for each tenth of it. */
export function createOpeningLines(complain: (line: string) => void): (opening: LibraryOpening | null) => void {
  let last = ''
  return (opening) => {
    const stage = stageOf(opening)
    if (opening !== null && stage !== last) complain(lineOf(opening))
    last = stage
  }
}

function stageOf(opening: LibraryOpening | null): string {
  if (opening === null) return ''
  return opening.total === null ? 'uncounted' : String(Math.floor((opening.done / opening.total) * 10))
}

function lineOf({ done, total }: LibraryOpening): string {
  if (total === null) return 'Getting the library ready …'
  return `Bringing the library up to date: ${count(done)} of ${count(total)} images …`
}

const count = (value: number) => value.toLocaleString('en-GB')
