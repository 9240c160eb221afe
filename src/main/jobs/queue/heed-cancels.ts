import type { Database } from '../../database/index.ts'

/** Between two looks, while there is work. */
const lookEveryMs = 1_000

/** A command line asks for a cancel by a mark in the database: whoever has the call heeds it. */
export function createCancelWatch(
  database: Pick<Database, 'call'>,
  cancelCalls: (callIds: readonly string[]) => Promise<void>,
): { setBusy(isBusy: boolean): void } {
  let timer: NodeJS.Timeout | null = null

  async function look(): Promise<void> {
    const callIds = await database.call('queue.askedToCancel', { pid: process.pid })
    if (callIds.length > 0) await cancelCalls(callIds)
  }

  return {
    setBusy(isBusy) {
      if (isBusy === (timer !== null)) return
      if (timer !== null) clearInterval(timer)
      timer = isBusy ? setInterval(() => void look().catch(() => undefined), lookEveryMs).unref() : null
    },
  }
}
