import type { Settings } from '../../shared/domain/settings.ts'
import { compareVersions } from '../../shared/util/compare-versions.ts'

interface SeenVersions {
  load(): Promise<Pick<Settings, 'lastVersion'>>
  change(patch: Pick<Settings, 'lastVersion'>): Promise<unknown>
}

/** Returns the running version where it is newer than the last that was started here, once; null on a first start. */
export async function takeWhatsNew(version: string, settings: SeenVersions): Promise<string | null> {
  const { lastVersion } = await settings.load()
  if (lastVersion === version) return null
  await settings.change({ lastVersion: version })
  return lastVersion !== null && compareVersions(version, lastVersion) > 0 ? version : null
}
