import { useEffect, useState } from 'react'
import type { GridDraft, GridPlan } from '../../../../shared/domain/grid.ts'
import { useServices } from '../../../client/index.ts'

const quietMs = 250

export interface PlannedGrid {
  /** Of the last draft that was planned; null = none yet. */
  readonly plan: GridPlan | null
  /** Whether it is of this draft. */
  readonly isCurrent: boolean
  readonly error: unknown
}

/** Plans a draft whenever it changes, after a pause in typing. */
export function useGridPlan(draft: GridDraft | null): PlannedGrid {
  const { client } = useServices()
  const text = draft === null ? null : JSON.stringify(draft)
  const [planned, setPlanned] = useState<{ text: string; plan: GridPlan | null; error: unknown } | null>(null)
  useEffect(() => {
    if (text === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => {
      client.call('grids.plan', JSON.parse(text) as GridDraft, { signal }).then(
        (plan) => setPlanned({ text, plan, error: null }),
        (error: unknown) => signal.aborted || setPlanned({ text, plan: null, error }),
      )
    }, quietMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, text])
  if (text === null || planned === null) return { plan: null, isCurrent: false, error: null }
  return { plan: planned.plan, isCurrent: planned.text === text, error: planned.error }
}
