import { useCallback, useEffect, useState } from 'react'
import type { SigningIdentity } from '../../../shared/domain/credentials.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import { useServices } from '../../client/index.ts'

/** Describes how others will see a signature; null = no signing identity yet. */
export function describeSigner(identity: SigningIdentity | null): string {
  if (identity === null) {
    return messages.firstExportCreatesCertificate
  }
  const { kind, name, issuer, keptIn } = identity
  const signer = kind === 'made' ? messages.signedAs({ name }) : messages.signedWithOwnCertificate({ name, issuer })
  return joinSentences(signer, keptIn === 'session' && messages.keyLostOnQuit)
}

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
