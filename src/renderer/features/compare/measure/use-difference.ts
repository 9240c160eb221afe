import { useEffect, useState } from 'react'
import type { Difference } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices, type ErrorText } from '../../../client/index.ts'

export type Measured =
  | { readonly type: 'pending' }
  | { readonly type: 'known'; readonly difference: Difference }
  | { readonly type: 'failed'; readonly error: ErrorText }

const pending: Measured = { type: 'pending' }

/** Returns how two images differ. Leaving before it is ready cancels the measurement. */
export function useDifference(firstId: AssetId, secondId: AssetId): Measured {
  const { client, describeError } = useServices()
  const [measured, setMeasured] = useState<{ readonly key: string; readonly value: Measured } | null>(null)
  const key = `${firstId}/${secondId}`
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    client
      .call('compare.measure', { firstId, secondId }, { signal })
      .then((difference) => setMeasured({ key, value: { type: 'known', difference } }))
      .catch((error: unknown) => {
        if (signal.aborted || toErrorData(error).code === 'request/cancelled') return
        setMeasured({ key, value: { type: 'failed', error: describeError(error) } })
      })
    return () => abort.abort()
  }, [client, describeError, firstId, secondId, key])
  return measured?.key === key ? measured.value : pending
}
