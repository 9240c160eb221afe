import type { CallName } from '../../shared/contract/index.ts'
import type { QueueEntry, QueueView } from '../../shared/domain/queue.ts'
import type { UpdateBlocker } from '../../shared/domain/update.ts'

/** What is at work in the program. */
export interface WorkFacts {
  readonly queue: QueueView
  readonly isPlanRunning: boolean
  readonly isAgentWorking: boolean
  readonly isDownloading: boolean
  /** The calls of the window that have not been answered. */
  readonly calls: readonly CallName[]
}

/** Calls of the window that change nothing, or end by themselves when it closes. */
const harmless: readonly CallName[] = ['settings.change', 'canvas.documents', 'storage.usage']

/** Returns what a restart would interrupt. A queue that is paused waits on disk. */
export function blockersOf({ queue, calls, ...facts }: WorkFacts): UpdateBlocker[] {
  const working = calls.filter((name) => !/^(app|updates)\./.test(name) && !harmless.includes(name))
  const exporting = working.filter((name) => name.startsWith('exports.'))
  const found: readonly (readonly [UpdateBlocker, boolean])[] = [
    ['queue', workingEntries(queue).length > 0],
    // One that waits for the person's word is on disk, as is the word it waits for.
    ['edit-plan', facts.isPlanRunning && !queue.entries.some(isHeldStep)],
    ['agent', facts.isAgentWorking],
    ['download', facts.isDownloading],
    ['export', exporting.length > 0],
    ['other', working.length > exporting.length],
  ]
  return found.flatMap(([blocker, isThere]) => (isThere ? [blocker] : []))
}

const isHeldStep = ({ isHeld = false, isOfPlan = false }: QueueEntry) => isHeld && isOfPlan

/**
 * Returns what runs, and what waits for it. What is paused, held until the person says so, or at a service that cannot be
 * asked now, waits on disk.
 */
export function workingEntries({ entries, lanes, isPaused }: QueueView): QueueEntry[] {
  const paused = new Set(lanes.flatMap((lane) => (lane.isPaused ? [lane.id] : [])))
  return entries.filter(
    ({ state, lane, isHeld = false, isOutOfReach = false }) =>
      !isOutOfReach && (state === 'running' || !(isHeld || isPaused || paused.has(lane))),
  )
}
