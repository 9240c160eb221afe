import { useCallback, useEffect, useState } from 'react'
import type { SigningIdentity } from '../../../shared/domain/signing.ts'
import { useServices } from '../../client/index.ts'

/** Returns the signing identity; undefined = not known yet. */
export function useSigner(): readonly [SigningIdentity | null | undefined, (identity: SigningIdentity | null) => void] {
  const { client, intents } = useServices()
  const [identity, setIdentity] = useState<SigningIdentity | null | undefined>(undefined)
  useEffect(() => {
    const abort = new AbortController()
    client.call('credentials.identity', {}, { signal: abort.signal }).then(
      (found) => setIdentity(found.identity),
      (error: unknown) => !abort.signal.aborted && intents.send({ type: 'report', error }),
    )
    return () => abort.abort()
  }, [client, intents])
  return [identity, useCallback((next: SigningIdentity | null) => setIdentity(next), [])]
}
