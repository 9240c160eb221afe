import { useEffect, useState } from 'react'
import type { Difference } from '../../../../shared/domain/comparison.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { toErrorData } from '../../../../shared/errors/index.ts'
import { useServices, type ErrorWords } from '../../../client/index.ts'

export type Measured =
  | { readonly is: 'pending' }
  | { readonly is: 'known'; readonly difference: Difference }
  | { readonly is: 'failed'; readonly words: ErrorWords }

const pending: Measured = { is: 'pending' }

/** How two pictures differ. Whoever looks away before it is known does not have it measured. */
export function useDifference(firstId: AssetId, secondId: AssetId): Measured {
  const { client, describeError } = useServices()
  const [measured, setMeasured] = useState<{ readonly key: string; readonly value: Measured } | null>(null)
  const key = `${firstId}/${secondId}`
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    client
      .call('compare.measure', { firstId, secondId }, { signal })
      .then((difference) => setMeasured({ key, value: { is: 'known', difference } }))
      .catch((error: unknown) => {
        if (signal.aborted || toErrorData(error).code === 'request/cancelled') return
        setMeasured({ key, value: { is: 'failed', words: describeError(error) } })
      })
    return () => abort.abort()
  }, [client, describeError, firstId, secondId, key])
  return measured?.key === key ? measured.value : pending
}
