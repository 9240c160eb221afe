import type { HubModelMatch } from '../../shared/domain/model-download.ts'
import type { Hub } from './hub.ts'
import { modelsAmong, repositoryName } from './plan-download.ts'

/**
 * What the hub has for some words: the files of a repository where one is named, or else repositories.
 * @throws model/unsupported, network/*, provider/*, request/cancelled
 */
export async function searchHub(words: string, hub: Hub, signal: AbortSignal): Promise<HubModelMatch[]> {
  if (!repositoryName.test(words)) {
    const found = await hub.search(words, signal)
    return found.map(({ repo, license, isGated }) => ({ id: repo, name: repo, license, isGated, sizeBytes: null }))
  }
  const { repo, files, license, isGated } = await hub.repository(words, signal)
  return modelsAmong(repo, files).map(({ path, sizeBytes }) => ({
    id: `${repo}:${path}`,
    name: path,
    license: license?.name ?? null,
    isGated,
    sizeBytes,
  }))
}
