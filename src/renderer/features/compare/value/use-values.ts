import { useEffect, useRef, useState } from 'react'
import type { ValueReport, ValueScope } from '../../../../shared/domain/model-value.ts'
import { useServices } from '../../../client/index.ts'

/** How long changes of the library are collected before everything is summed again. */
const burstMs = 1_000

export interface LoadedValues {
  /** Those of the last scope stay until the next are there; null = none yet. */
  readonly values: ValueReport | null
  readonly error: unknown
  readonly retry: () => void
}

/** What models are worth within a scope; read again after votes and changes of images. */
export function useValues({ task, tag, sinceDay, untilDay, basis }: ValueScope): LoadedValues {
  const { client } = useServices()
  const [values, setValues] = useState<ValueReport | null>(null)
  const [error, setError] = useState<unknown>(null)
  const reload = useRef<() => void>(() => undefined)
  useEffect(() => {
    let isWanted = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = () => {
      client.call('compare.value', { task, tag, sinceDay, untilDay, basis }).then(
        (loaded) => {
          if (!isWanted) return
          setValues(loaded)
          setError(null)
        },
        (thrown: unknown) => isWanted && setError(thrown),
      )
    }
    const loadSoon = () => {
      clearTimeout(timer)
      timer = setTimeout(load, burstMs)
    }
    reload.current = load
    load()
    const stops = [
      client.on('compare.voted', load),
      client.on('library.changed', loadSoon),
      client.on('providers.changed', loadSoon),
    ]
    return () => {
      isWanted = false
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [client, task, tag, sinceDay, untilDay, basis])
  return { values, error, retry: () => reload.current() }
}
