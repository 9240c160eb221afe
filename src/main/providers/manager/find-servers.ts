import type { FoundServer } from '../../../shared/domain/provider.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { createSession } from '../core/create-session.ts'
import type { ManagerParts } from './manager-parts.ts'

/** A local server responds in a moment; one that lists thousands of files takes a little longer. */
const patienceMs = 3_000

const ignore = () => undefined

type Parts = Pick<ManagerParts, 'transport' | 'appVersion'>

/**
 * Queries the local ports on which servers of these kinds usually listen, without any key. Anything that does not
 * respond as such a server is skipped.
 */
export async function findServers(
  adapters: readonly ProviderAdapter[],
  parts: Parts,
  closing: AbortSignal,
): Promise<FoundServer[]> {
  const candidates = adapters.flatMap((adapter) =>
    (adapter.usualPorts ?? []).map((port) => ({ adapter, baseUrl: `http://127.0.0.1:${port}` })),
  )
  const answers = await Promise.all(candidates.map(({ adapter, baseUrl }) => probe(adapter, baseUrl, parts, closing)))
  return answers.filter((found) => found !== null)
}

async function probe(
  adapter: ProviderAdapter,
  baseUrl: string,
  { transport, appVersion }: Parts,
  closing: AbortSignal,
): Promise<FoundServer | null> {
  const signal = AbortSignal.any([closing, AbortSignal.timeout(patienceMs)])
  const session = createSession({
    adapter,
    baseUrl,
    transport,
    signal,
    appVersion,
    credentialHeaders: {},
    secrets: [],
    onUpdate: ignore,
    onSending: ignore,
    onAnswer: ignore,
  })
  const server = { provider: adapter.id, label: adapter.label, baseUrl }
  try {
    const { models, isComplete } = await session.run(async (call) => {
      await adapter.check(call)
      return (await adapter.listModels?.(call)) ?? { models: [], isComplete: false }
    })
    return isComplete ? { ...server, models: models.length } : null
  } catch (thrown) {
    // A server that requires a login counts as found, too.
    const isLocked = thrown instanceof AppError && thrown.code.startsWith('credential/')
    return isLocked ? { ...server, models: null } : null
  }
}
