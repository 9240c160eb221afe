import { app } from 'electron'
import type { Logger } from '../platform/logger.ts'

const patienceMs = 3_000

/** Before the program ends everything is written and closed; a service that hangs holds it up for 3 s at most. */
export function quitCleanly(close: () => Promise<void>, logger: Logger): void {
  let state: 'open' | 'closing' | 'closed' = 'open'
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    if (state === 'closing') return
    state = 'closing'
    void atMost(close(), patienceMs, logger).finally(() => {
      state = 'closed'
      app.quit()
    })
  })
}

export async function atMost(work: Promise<void>, limitMs: number, logger: Logger): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs)
  })
  try {
    if ((await Promise.race([work, limit])) === 'late') logger.error('quit.gave-up', { limitMs })
  } catch (thrown) {
    logger.error('quit.failed', { error: thrown })
  } finally {
    clearTimeout(timer)
  }
}
