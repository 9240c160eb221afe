import { useEffect, useState } from 'react'
import type { PlanRequest, RequestPlan } from '../../../shared/domain/generation.ts'
import { useServices } from '../../client/index.ts'

interface Planned {
  readonly plan: RequestPlan | null
  readonly error: unknown
}

const nothing: Planned = { plan: null, error: null }

/** What a request would come to. */
export function usePlan(request: PlanRequest | null): Planned {
  const { client } = useServices()
  const [planned, setPlanned] = useState(nothing)
  const text = JSON.stringify(request)
  useEffect(() => {
    const wanted = JSON.parse(text) as PlanRequest | null
    if (wanted === null) return undefined
    const abort = new AbortController()
    const put = (next: Planned) => {
      if (!abort.signal.aborted) setPlanned(next)
    }
    client.call('providers.plan', wanted, { signal: abort.signal }).then(
      (plan) => put({ plan, error: null }),
      (error: unknown) => put({ plan: null, error }),
    )
    return () => abort.abort()
  }, [client, text])
  return planned
}
