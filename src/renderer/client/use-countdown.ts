import { useCallback, useSyncExternalStore } from 'react'
import { useServices } from './services.ts'

const nothing = () => undefined

/** Returns the whole seconds remaining; null if there is nothing (more) to wait for. */
export function useCountdown(untilMs: number | null): number | null {
  const { clock } = useServices()
  const read = useCallback(() => secondsUntil(untilMs, clock.now()), [clock, untilMs])
  const subscribe = useCallback(
    (listener: () => void) => {
      if (secondsUntil(untilMs, clock.now()) === null) return nothing
      const stop = clock.subscribe(() => {
        listener()
        if (secondsUntil(untilMs, clock.now()) === null) stop()
      })
      return stop
    },
    [clock, untilMs],
  )
  return useSyncExternalStore(subscribe, read)
}

export function secondsUntil(untilMs: number | null, nowMs: number): number | null {
  if (untilMs === null || untilMs <= nowMs) return null
  return Math.ceil((untilMs - nowMs) / 1_000)
}
