import { useCallback, useEffect, useState } from 'react'
import type { Input } from '../../../../shared/contract/index.ts'
import type { OriginalsView } from '../../../../shared/domain/shared-originals.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices } from '../../../client/index.ts'

/** Nothing says that another member has changed something in the folder. */
const everyMs = 10_000

type OriginalsCall = 'originals.choose' | 'originals.stop' | 'originals.run'

export interface OriginalsActions {
  /** null until loaded. */
  readonly view: OriginalsView | null
  /** A canceled dialog is no error. */
  run<K extends OriginalsCall>(route: K, input: Input<K>): Promise<void>
}

/** The state of the shared originals, kept up to date while it is shown, and calls that change it. */
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

  async function run<K extends OriginalsCall>(route: K, input: Input<K>): Promise<void> {
    try {
      await client.call(route, input)
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
    }
    reload()
  }

  return { view, run }
}
