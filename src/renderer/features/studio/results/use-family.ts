import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import { loadFamily } from './lineage.ts'
import { useStudio } from '../studio-context.ts'

/** Loads the records of an image and all its ancestors: they determine its position over the open image. */
export function useFamily(id: AssetId | null): void {
  const services = useServices()
  useEffect(() => {
    if (id === null) return
    loadFamily(services, id).catch((error: unknown) => services.intents.send({ type: 'report', error }))
  }, [services, id])
}

/** Position of a result over the open image, based on the loaded records; null = not related to it. */
export function useResultBox(job: JobSnapshot | null): Rect | null {
  const { actions } = useStudio()
  useFamily(job?.resultId ?? null)
  return useStore(
    useServices().assets.store,
    useShallow(() => (job === null ? null : actions.resultBox(job))),
  )
}

/** What Keep does with a result, based on the loaded records. */
export function useKeepWay(job: JobSnapshot): 'replace' | 'open' {
  const { actions } = useStudio()
  return useStore(useServices().assets.store, () => actions.keepTarget(job))
}
