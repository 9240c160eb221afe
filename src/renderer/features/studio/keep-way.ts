import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Size } from '../../../shared/util/geometry.ts'

/**
 * What Keep does with a result: it becomes the picture it was made from, or opens as a picture of its own: because it is
 * a new one, because nothing is open, or because only a picture of the same size can take the place of another.
 */
export function keepWay(job: JobSnapshot, result: Asset | null | undefined, canvas: Size | null): 'replace' | 'open' {
  if (canvas === null || job.operation === 'generate') return 'open'
  if (job.operation === 'fill') return 'replace'
  return isSameSize(result, canvas) ? 'replace' : 'open'
}

export function isSameSize(result: Size | null | undefined, canvas: Size): boolean {
  return result?.widthPx === canvas.widthPx && result.heightPx === canvas.heightPx
}
