import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { useServices } from '../../client/index.ts'
import { loadFamily } from './lineage.ts'
import { useStudio } from './studio-context.ts'

/** Loads a picture's record and those of all it was made of: they say how it lies over the open picture. */
export function useFamily(id: AssetId | null): void {
  const services = useServices()
  useEffect(() => {
    if (id === null) return
    loadFamily(services, id).catch((error: unknown) => services.intents.send({ do: 'report', error }))
  }, [services, id])
}

/** Where a result lies over the open picture, as far as the records that are loaded say; null where it does not. */
export function useResultBox(job: JobSnapshot | null): Rect | null {
  const { actions } = useStudio()
  useFamily(job?.resultId ?? null)
  return useStore(
    useServices().assets.store,
    useShallow(() => (job === null ? null : actions.resultBox(job))),
  )
}

/** What Keep does with a result, as far as the records that are loaded say. */
export function useKeepWay(job: JobSnapshot): 'replace' | 'open' {
  const { actions } = useStudio()
  return useStore(useServices().assets.store, () => actions.keepWay(job))
}
