import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/start.ts'
import { copyingMark } from './pending-change.ts'

/** Left in a home that was moved: the new location. */
export const movedPath = (root: string): string => join(root, 'moved-to.json')

/** A limit against cycles, higher than any real number of moves. */
const movesMax = 20

/**
 * Returns the home that actually holds the library, following the records left by moves. @throws storage/not-found if
 * its disk is not connected: an empty library in its place would look like data loss;
 * storage/corrupt if the record cannot be read
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

/** A mount point may be left as an empty folder: only one with a library counts. */
function requireHome(at: string, next: string): void {
  if (existsSync(join(next, 'atelier.db')) || existsSync(movedPath(next))) {
    // A finished move may not have removed it.
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
