import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Database } from '../../database/index.ts'
import type { FingerprintColors } from './part-duplicates.ts'

/** Loads what distinguishes images that look alike. */
export async function loadFingerprints(
  database: Database,
  ids: readonly AssetId[],
): Promise<(id: AssetId) => FingerprintColors> {
  const rows = await database.call('looks.kinOf', { ids })
  const fingerprints = new Map(
    rows.map(({ id, colors, founder }) => [id, { colors: new Set(colors.split(',').filter(Boolean)), founder }]),
  )
  // An image deleted meanwhile matches none.
  return (id) => fingerprints.get(id) ?? { colors: new Set<string>(), founder: id }
}
