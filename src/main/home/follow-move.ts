import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'

/** Left in a home that was moved: where it is now. */
export const movedPath = (root: string): string => join(root, 'moved-to.json')
const movedSchema = z.object({ root: z.string().min(1) })

/** More moves than anybody makes; a circle ends here. */
const movesMax = 20

/**
 * The home that really holds the library, following what moves have left behind.
 * @throws storage/not-found where its disk is not connected: an empty library in its place would look like a loss
 */
export function followMove(root: string): string {
  let at = root
  for (let moves = 0; moves < movesMax; moves++) {
    const next = readTarget(at)
    if (next === null) return at
    if (statSync(next, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new AppError(
        'storage/not-found',
        `Atelier’s library was moved to ${next}, and that folder is not there. Connect the disk it is on and start Atelier again. If the folder has another name now, write it into ${movedPath(at)}.`,
      )
    }
    at = next
  }
  throw new AppError('storage/not-found', `${movedPath(root)} leads in a circle. Write into it where the library is.`)
}

function readTarget(root: string): string | null {
  try {
    return movedSchema.parse(JSON.parse(readFileSync(movedPath(root), 'utf8'))).root
  } catch {
    return null
  }
}
