import type { Asset } from '../../../shared/domain/asset.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { isSameSize } from '../../../shared/util/geometry.ts'
import { kinshipOf, type FindAsset, type Kinship } from './lineage.ts'

interface OpenPicture {
  readonly size: Size
  readonly base: Asset | null | undefined
}

/**
 * How a result takes the place of the picture it was made from: where its lineage says how the two lie over each other,
 * or where both have the same size. null: it opens as a picture of its own, because it is a new one, because nothing is
 * open, because it was not pasted, or because nobody knows where the one lies in the other.
 */
export function placeOfResult(
  job: Pick<JobSnapshot, 'operation'>,
  result: Asset | null | undefined,
  open: OpenPicture | null,
  find: FindAsset,
): Kinship | null {
  if (open === null || job.operation === 'generate' || !result || isRefused(result)) return null
  const kinship = open.base ? kinshipOf(result, open.base, find) : null
  if (kinship !== null) return kinship
  return isSameSize(result, open.size) ? { baseAt: { x: 0, y: 0 }, hasLayers: false } : null
}

/** The answer did not fit the picture: the result is the answer alone, as it came. */
export function isRefused(result: Asset | null | undefined): boolean {
  return result?.recipe.edit?.isRefused === true
}
