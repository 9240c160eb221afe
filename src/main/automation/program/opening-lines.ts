import type { LibraryOpening } from '../../../shared/domain/library.ts'
import { preparingLibrary, updatingLibrary } from '../../../shared/messages/en/start.ts'

/** Reports a slow opening of the library on standard error: one line per ten percent. */
export function createOpeningLines(complain: (line: string) => void): (opening: LibraryOpening | null) => void {
  let lastStage = ''
  return (opening) => {
    const stage = stageOf(opening)
    if (opening !== null && stage !== lastStage) complain(lineOf(opening))
    lastStage = stage
  }
}

function stageOf(opening: LibraryOpening | null): string {
  if (opening === null) return ''
  return opening.total === null ? 'uncounted' : String(Math.floor((opening.done / opening.total) * 10))
}

function lineOf({ done, total }: LibraryOpening): string {
  if (total === null) return preparingLibrary
  return updatingLibrary({ done: count(done), total: count(total) })
}

const count = (value: number) => value.toLocaleString('en-US')
