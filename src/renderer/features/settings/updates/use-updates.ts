import { useEffect, useState } from 'react'
import type { UpdateView } from '../../../../shared/domain/update.ts'
import { useServices, useWork } from '../../../client/index.ts'

type UpdateCall = 'updates.check' | 'updates.download'

export interface UpdatesActions {
  /** null until main has answered. */
  readonly view: UpdateView | null
  readonly isBusy: boolean
  /** Why the last call failed. */
  readonly problem: string | null
  run(route: UpdateCall): Promise<void>
}

/** What main says of updates of Atelier, and calls for them. */
export function useUpdates(): UpdatesActions {
  const { client, intents } = useServices()
  const [view, setView] = useState<UpdateView | null>(null)
  const { isBusy, problem, run } = useWork()
  useEffect(() => {
    const stop = client.on('updates.changed', setView)
    client.call('updates.view', {}).then(setView, (error: unknown) => intents.send({ type: 'report', error }))
    return stop
  }, [client, intents])
  return {
    view,
    isBusy,
    problem,
    async run(route) {
      await run(() => client.call(route, {}))
    },
  }
}
