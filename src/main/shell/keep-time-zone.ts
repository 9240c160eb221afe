import { app, powerMonitor } from 'electron'
import type { Assets } from '../assets/assets.ts'
import type { Emit } from '../ipc/index.ts'
import { followTimeZone } from '../platform/follow-time-zone.ts'
import type { Logger } from '../platform/logger.ts'

/** On a journey, days, months and what was spent today become those of the new place while the program runs. */
export function keepTimeZone(
  { changes }: Pick<Assets, 'changes'>,
  { emit, logger, until }: { emit: Emit; logger: Logger; until: AbortSignal },
): void {
  const look = followTimeZone({
    until,
    onChanged: (zone) => {
      logger.info('clock.zone-changed', { zone })
      emit('ledger.changed', {})
      changes.noteTimeZone().catch((thrown: unknown) => logger.warn('clock.zone-not-followed', { error: thrown }))
    },
  })
  powerMonitor.on('resume', look)
  app.on('browser-window-focus', look)
}
