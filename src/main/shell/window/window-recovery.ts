import type { BrowserWindow } from 'electron'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'

const periodMs = 60_000
const reloadsMax = 2

/** Allows a few tries in a period, so that a page that always crashes does not reload for ever. */
export function createReloadBudget(clock: Clock): { take(): boolean } {
  let reloads: (() => number)[] = []
  return {
    take() {
      reloads = reloads.filter((agoMs) => agoMs() < periodMs)
      if (reloads.length >= reloadsMax) return false
      reloads.push(startTimer(clock))
      return true
    },
  }
}

/** Brings a crashed page back; the work is on disk. `onGivenUp` runs when it crashes too often. */
export function recoverWindow(
  window: BrowserWindow,
  options: { readonly clock: Clock; readonly logger: Logger; readonly onGivenUp: () => void },
): void {
  const budget = createReloadBudget(options.clock)
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return
    options.logger.error('window.crashed', { reason: details.reason, exitCode: details.exitCode })
    // Reloading while Chromium still reports the crash ends the whole program.
    setImmediate(() => {
      if (window.isDestroyed()) return
      if (budget.take()) window.webContents.reload()
      else options.onGivenUp()
    })
  })
  window.on('unresponsive', () => options.logger.warn('window.unresponsive'))
}
