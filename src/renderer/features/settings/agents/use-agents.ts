import { useCallback, useEffect, useState } from 'react'
import type { CallName, Input } from '../../../../shared/contract/index.ts'
import type { AgentsView } from '../../../../shared/domain/agent-settings.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices, useSettings } from '../../../client/index.ts'

type AgentsCall = Exclude<Extract<CallName, `agents.${string}`>, 'agents.view'>

export interface AgentsActions {
  /** null until loaded. */
  readonly view: AgentsView | null
  readonly error: unknown
  /** Returns whether it was done: a canceled dialog is no error. */
  run<K extends AgentsCall>(route: K, input: Input<K>): Promise<boolean>
}

/** What main says of agents, and calls that change it. */
export function useAgents(): AgentsActions {
  const { client } = useServices()
  const settings = useSettings((each) => each.agents)
  const [view, setView] = useState<AgentsView | null>(null)
  const [error, setError] = useState<unknown>(null)

  const read = useCallback(() => {
    client.call('agents.view', {}).then(setView, setError)
  }, [client])
  useEffect(() => client.on('agents.changed', read), [client, read])
  // The folder in use is in the view.
  useEffect(read, [read, settings])

  async function run<K extends AgentsCall>(route: K, input: Input<K>): Promise<boolean> {
    setError(null)
    try {
      await client.call(route, input)
      return true
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'request/cancelled') setError(thrown)
      return false
    }
  }

  return { view, error, run }
}
