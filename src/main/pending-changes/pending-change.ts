import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the next start has to finish before anything of the library is opened. */
export type PendingChange = PendingRestore | PendingMove

interface PendingRestore {
  readonly is: 'restore'
  /** Name of the folder in the home that holds the unpacked and verified backup. */
  readonly staged: string
  /** Name of the folder for the replaced files. */
  readonly replaced: string
  readonly pictures: number
  readonly createdAtMs: number
  /** Requests that were waiting in its queue; they are not sent until the user says so. */
  readonly held: number
  /** Programs and addresses of its settings that were not in this home's. */
  readonly introduced: readonly string[]
}

interface PendingMove {
  readonly is: 'move'
  readonly target: string
  /** When the copy was started: files changed since are copied again. */
  readonly startedAtMs: number
}

export const pendingChangePath = (root: string): string => join(root, 'pending-change.json')

/** Null if there is none or it cannot be read: then nothing is done. */
export function readPendingChange(root: string): PendingChange | null {
  try {
    return toPendingChange(JSON.parse(readFileSync(pendingChangePath(root), 'utf8')))
  } catch {
    return null
  }
}

/** Validated by hand: every start reads it before the window, which need not wait for zod. */
function toPendingChange(found: unknown): PendingChange | null {
  const fields = { ...(found as Readonly<Record<string, unknown>> | null) }
  const { staged, replaced, pictures: images, createdAtMs, held = 0, introduced = [], target, startedAtMs } = fields
  if (fields['is'] === 'move') {
    if (typeof target !== 'string' || target === '' || !isInteger(startedAtMs)) return null
    return { is: 'move', target, startedAtMs }
  }
  if (fields['is'] !== 'restore' || !isInteger(images) || !isInteger(createdAtMs) || !isInteger(held)) return null
  if (!isName(staged, /^restore-[0-9A-Z]{26}$/) || !isName(replaced, /^replaced-[0-9-]{10,30}$/)) return null
  if (!Array.isArray(introduced) || !introduced.every((each) => typeof each === 'string')) return null
  return { is: 'restore', staged, replaced, pictures: images, createdAtMs, held, introduced }
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)

function isName(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value)
}

/**
 * Marks the target folder of a move until it is finished, naming the home whose copy it holds. If that home has no
 * record of the move, the copy is orphaned.
 */
export const copyingMark = (target: string): string => join(target, '.atelier-copying')
