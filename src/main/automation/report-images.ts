import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { inBatches } from '../../shared/util/in-batches.ts'
import type { LibraryImages } from '../read-library.ts'
import { listedImage, successReport } from './report.ts'
import type { Report } from './report-schema.ts'

const batchSize = 500

/** Reports images of the library with all facts about them, in the order of `ids`. */
export async function reportImages(
  { records }: Pick<LibraryImages, 'records'>,
  ids: readonly AssetId[],
  libraryFolder: string,
): Promise<Report> {
  const images = (await loadListed(records, ids)).map((asset) => listedImage(asset, libraryFolder))
  return successReport({ images })
}

/** Loads images in batches: a library may hold a million. */
export const loadListed = (records: LibraryImages['records'], ids: readonly AssetId[]): Promise<Asset[]> =>
  inBatches(ids, batchSize, (batch) => records.load(batch))
