import { useEffect, useState } from 'react'
import type { League } from '../../../../shared/domain/comparison.ts'
import { useServices } from '../../../client/index.ts'

/** null until it is there. Drawn up anew with every vote. */
export function useLeague(tag: string | null): League | null {
  const { client, intents } = useServices()
  const [league, setLeague] = useState<League | null>(null)
  useEffect(() => {
    let isWanted = true
    const load = () => {
      client.call('compare.league', { tag }).then(
        (loaded) => isWanted && setLeague(loaded),
        (error: unknown) => isWanted && intents.send({ do: 'report', error }),
      )
    }
    load()
    const stop = client.on('compare.voted', load)
    return () => {
      isWanted = false
      stop()
    }
  }, [client, intents, tag])
  return league
}
