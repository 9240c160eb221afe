import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/start.ts'
import { copyingMark } from './copying-mark.ts'

/** Left in a home that was moved: where it is now. */
export const movedPath = (root: string): string => join(root, 'moved-to.json')

/** More moves than anybody makes; a circle ends here. */
const movesMax = 20

/**
 * The home that really holds the library, following what moves have left behind.
 * @throws storage/not-found where its disk is not connected: an empty library in its place would look like a loss;
 *   storage/corrupt where nobody can read where it is
 */
export function followMove(root: string): string {
  let at = root
  for (let moves = 0; moves < movesMax; moves++) {
    const next = readTarget(at)
    if (next === null) return at
    requireHome(at, next)
    at = next
  }
  throw new AppError('storage/not-found', messages.moveCircle({ file: movedPath(root) }))
}

/** Where a disk is usually mounted an empty folder may be left: only one with a library is meant. */
function requireHome(at: string, next: string): void {
  if (existsSync(join(next, 'atelier.db')) || existsSync(movedPath(next))) {
    // What a finished move may not have got round to.
    if (existsSync(copyingMark(next))) rmSync(copyingMark(next), { force: true })
    return
  }
  throw new AppError('storage/not-found', messages.movedLibraryMissing({ folder: next, file: movedPath(at) }))
}

function readTarget(root: string): string | null {
  let text: string
  try {
    text = readFileSync(movedPath(root), 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')) {
      return null
    }
    throw unreadable(root)
  }
  const target = readRoot(text)
  if (target === null) throw unreadable(root)
  return target
}

function readRoot(text: string): string | null {
  try {
    const { root } = JSON.parse(text) as { readonly root?: unknown }
    return typeof root === 'string' && root !== '' ? root : null
  } catch {
    return null
  }
}

function unreadable(root: string): AppError {
  return new AppError(
    'storage/corrupt',
    messages.moveUnreadable({ file: movedPath(root), example: '{"root": "/path/of/the/library"}' }),
  )
}
