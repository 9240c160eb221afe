import { setImmediate as breathe } from 'node:timers/promises'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/** Rows read between two turns: a few milliseconds. */
export const rowsPerTurn = 8

/** Lets other calls of this process go on, and this one be canceled. */
export async function nextTurn(signal: AbortSignal): Promise<void> {
  await breathe()
  throwIfAborted(signal)
}
