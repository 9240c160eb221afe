import { useCallback, useEffect, useState } from 'react'
import type { CallName, EventName, Input, Output } from '../../../shared/contract/index.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import { useServices } from '../../client/index.ts'

/** Nothing says that another member has changed something in the folder. */
const everyMs = 10_000

export interface SharedView<View, Call extends CallName> {
  /** null until loaded. */
  readonly view: View | null
  reload(): void
  /** A canceled dialog is no error. */
  run<K extends Call>(route: K, input: Input<K>): Promise<void>
}

/** What a folder that several libraries share shows, kept up to date while it is shown, and calls that change it. */
export function useSharedView<View extends 'team.view' | 'originals.view', Call extends CallName>(
  viewRoute: View,
  changedBy: EventName,
): SharedView<Output<View>, Call> {
  const { client, intents } = useServices()
  const [view, setView] = useState<Output<View> | null>(null)

  const reload = useCallback(() => {
    const loading: Promise<Output<View>> = client.call(viewRoute, {} as Input<View>)
    loading.then(
      (loaded) => setView(() => loaded),
      (error: unknown) => intents.send({ type: 'report', error }),
    )
  }, [client, intents, viewRoute])

  useEffect(() => {
    reload()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, everyMs)
    const stopListening = client.on(changedBy, reload)
    return () => {
      clearInterval(timer)
      stopListening()
    }
  }, [client, changedBy, reload])

  async function run<K extends Call>(route: K, input: Input<K>): Promise<void> {
    try {
      await client.call(route, input)
    } catch (error) {
      if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
    }
    reload()
  }

  return { view, reload, run }
}
