import { readZoneAgain } from './pure/read-zone-again.ts'

const lookEveryMs = 10_000

interface ZoneOptions {
  /** Called when this thread's dates are those of the new zone. */
  readonly onChanged: (zone: string) => void
  /** The system's zone. Absent: Chromium's, which is current while there is a window. */
  readonly read?: () => string
  /** Aborted when it is no longer followed. Absent: never. */
  readonly until?: AbortSignal
}

/**
 * Keeps main's dates in the zone that the window shows: without it, the day that a spending limit counts would be the one of
 * the place where the program was started. Returns a function that looks at once.
 */
export function followTimeZone({ onChanged, read = systemZone, until }: ZoneOptions): () => void {
  let zone = read()
  function look(): void {
    const current = read()
    if (current === zone) return
    zone = current
    readZoneAgain()
    onChanged(zone)
  }
  const timer = setInterval(look, lookEveryMs).unref()
  until?.addEventListener('abort', () => clearInterval(timer), { once: true })
  return look
}

function systemZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The system's zone where there is no window. */
export function lookUpTimeZone(): string {
  readZoneAgain()
  return systemZone()
}
