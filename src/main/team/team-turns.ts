import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/team.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import { createFolderGate } from '../platform/folder-gate.ts'
import { isProcessGone } from '../platform/pure/is-process-gone.ts'

/** Work in a team folder, which may not respond: a network drive without its server keeps every call waiting. */
export interface TeamTurns {
  /**
   * One at a time of all programs that use this library: they write to the same file. @throws money/limits-unreadable if
   * the folder does not respond in time
   */
  inTurn<T>(folder: string, work: () => Promise<T>): Promise<T>
  /** Without a turn, for work that writes nothing. */
  within<T>(folder: string, work: () => Promise<T>): Promise<T>
}

interface TeamTurnsOptions {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly timeoutMs?: number
}

const retryMs = 25

export function createTeamTurns({ database, clock, timeoutMs }: TeamTurnsOptions): TeamTurns {
  let last: Promise<unknown> = Promise.resolve()
  const gate = createFolderGate({ unreachable, timeoutMs })

  async function holdTurn<T>(work: () => Promise<T>, isGivenUp: () => boolean): Promise<T> {
    const turn = { pid: process.pid, atMs: clock.nowMs() }
    for (;;) {
      if (isGivenUp()) throw busy()
      const holder = await database.call('team.takeTurn', turn)
      if (holder === null) break
      // This process takes one turn after the other: a turn of its own number is that of an ended process.
      const isGone = holder.pid === process.pid || isProcessGone(holder.pid, holder.atMs)
      if (isGone) await database.call('team.endTurn', holder)
      else await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
    try {
      if (isGivenUp()) throw busy()
      return await work()
    } finally {
      await database.call('team.endTurn', turn)
    }
  }

  return {
    inTurn: (folder, work) =>
      gate.within(folder, (isGivenUp) => {
        const mine = last.then(() => holdTurn(work, isGivenUp))
        last = mine.catch(() => undefined)
        return mine
      }),
    within: (folder, work) => gate.within(folder, work),
  }
}

function busy(): AppError {
  return new AppError('money/limits-unreadable', messages.busy)
}

function unreachable(folder: string, cause?: unknown): AppError {
  return new AppError('money/limits-unreadable', messages.unreachable({ folder }), { cause })
}
