import type { Asset } from '../../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { isSameSize } from '../../../../shared/util/geometry.ts'
import { kinshipOf, type FindAsset, type Kinship } from './lineage.ts'

interface OpenImage {
  readonly size: Size
  readonly base: Asset | null | undefined
}

/**
 * Placement of a result over the image it was made from: by its lineage, or if both have the same size. null = it opens
 * as a separate image: because it is a new image, nothing is open, it was not pasted, or its position is unknown.
 */
export function keepTargetOf(
  job: Pick<JobSnapshot, 'operation'>,
  result: Asset | null | undefined,
  open: OpenImage | null,
  find: FindAsset,
): Kinship | null {
  if (open === null || job.operation === 'generate' || !result || isRefused(result)) return null
  const kinship = open.base ? kinshipOf(result, open.base, find) : null
  if (kinship !== null) return kinship
  return isSameSize(result, open.size) ? { baseAt: { x: 0, y: 0 }, hasLayers: false } : null
}

/** The response did not fit the image: the result is the raw response. */
export function isRefused(result: Asset | null | undefined): boolean {
  return result?.recipe.edit?.isRefused === true
}
