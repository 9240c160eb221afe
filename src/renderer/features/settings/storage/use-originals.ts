import { useCallback, useEffect, useState } from 'react'
import type { OriginalsView } from '../../../../shared/domain/shared-originals.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices } from '../../../client/index.ts'

export interface OriginalsActions {
  /** null until loaded. */
  readonly view: OriginalsView | null
  /** A canceled dialog is no error. */
  run(route: 'originals.choose' | 'originals.stop' | 'originals.run'): Promise<void>
}

/** Nothing says that another member has begun to use the folder. */
const everyMs = 10_000

/** The state of the shared originals, while it is shown. */
export function useOriginals(): OriginalsActions {
  const { client, intents } = useServices()
  const [view, setView] = useState<OriginalsView | null>(null)

  const reload = useCallback(() => {
    client.call('originals.view', {}).then(setView, (error: unknown) => intents.send({ type: 'report', error }))
  }, [client, intents])

  useEffect(() => {
    reload()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, everyMs)
    const stopListening = client.on('originals.changed', reload)
    return () => {
      clearInterval(timer)
      stopListening()
    }
  }, [client, reload])

  return {
    view,
    async run(route) {
      try {
        await client.call(route, {})
      } catch (error) {
        if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
      }
      reload()
    },
  }
}
