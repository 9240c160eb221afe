import type { CanvasDocument } from '../../../../shared/domain/canvas-document.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { selectJobsOf, type JobsStore } from '../../../client/index.ts'
import { workedOn, type FindAsset } from './lineage.ts'

type JobsState = ReturnType<JobsStore['store']['getState']>

/**
 * Jobs shown in the strip of an image: its own; and if it was opened from a result without a source image, also that
 * result's siblings, or opening one of four would hide the other three.
 */
export function jobsBeneath(
  state: JobsState,
  document: Pick<CanvasDocument, 'id' | 'baseId'> | null,
  find: FindAsset,
): readonly JobSnapshot[] {
  const loose = selectJobsOf(state, null)
  if (document === null) return loose
  const ownJobs = selectJobsOf(state, document.id)
  const roots = new Set([document.baseId, ...ownJobs.map(({ assetId }) => workedOn(assetId, find))])
  const isFromLoose = loose.some(({ resultId }) => resultId !== null && roots.has(resultId))
  return isFromLoose ? [...loose, ...ownJobs].toSorted((a, b) => (a.id < b.id ? -1 : 1)) : ownJobs
}
