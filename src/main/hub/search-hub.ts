import type { HubModelMatch } from '../../shared/domain/model-download.ts'
import type { Hub } from './hub.ts'
import { modelsAmong, repositoryName } from './plan-download.ts'

/**
 * Searches the hub: returns the files of a named repository, or else matching repositories. @throws model/unsupported,
 * network/*, provider/*, request/cancelled
 */
export async function searchHub(query: string, hub: Hub, signal: AbortSignal): Promise<HubModelMatch[]> {
  if (!repositoryName.test(query)) {
    const repositories = await hub.search(query, signal)
    return repositories.map(({ repo, license, isGated }) => ({
      id: repo,
      name: repo,
      license,
      isGated,
      sizeBytes: null,
    }))
  }
  const repository = await hub.repository(query, signal)
  const { repo, license, isGated } = repository
  return modelsAmong(repository).map(({ path, sizeBytes }) => ({
    id: `${repo}:${path}`,
    name: path,
    license: license?.name ?? null,
    isGated,
    sizeBytes,
  }))
}
