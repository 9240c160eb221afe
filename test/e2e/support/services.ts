import type { ProviderId } from '../../../src/shared/domain/provider-id.ts'
import { environmentNameOf, isKeyId } from '../../../src/main/secrets/index.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import { startStubServer, type StubOptions, type StubServer } from '../../support/services/stub-server.ts'

/** Stubs of services on this computer, and the environment that points the program at them. */
export interface Services {
  /** The base URL of each, as an environment variable. */
  readonly env: Readonly<Record<string, string>>
  /** A good key for each, as an environment variable. */
  readonly keyEnv: Readonly<Record<string, string>>
  readonly server: (id: ProviderId) => StubServer
  readonly goodKey: (id: ProviderId) => string
  /** A model that makes images from a prompt. */
  readonly modelOf: (id: ProviderId) => string
  close(): Promise<void>
}

/** Services that answer at once. Replicate and Runway are asked for their result every few seconds. */
export const promptServices: readonly ProviderId[] = [
  'openai',
  'stability',
  'fal',
  'gemini',
  'bfl',
  'xai',
  'huggingface',
  'ideogram',
]

export async function startServices(ids: readonly ProviderId[], options: StubOptions = {}): Promise<Services> {
  const played = stubs.filter((stub) => ids.includes(stub.id))
  const servers = new Map<ProviderId, StubServer>()
  for (const stub of played) servers.set(stub.id, await startStubServer(stub, 'done', options))
  const stubOf = (id: ProviderId) => {
    const stub = played.find((candidate) => candidate.id === id)
    if (stub === undefined) throw new Error(`${id} is not played`)
    return stub
  }
  return {
    env: Object.fromEntries([...servers].map(([id, { origin }]) => [baseUrlVariable(id), origin])),
    keyEnv: Object.fromEntries(
      played.flatMap(({ id, goodKey }) => (isKeyId(id) ? [[environmentNameOf(id), goodKey]] : [])),
    ),
    server: (id) => servers.get(stubOf(id).id)!,
    goodKey: (id) => stubOf(id).goodKey,
    modelOf: (id) => stubOf(id).models.generate ?? '',
    async close() {
      await Promise.all([...servers.values()].map((server) => server.close()))
    },
  }
}

function baseUrlVariable(id: ProviderId): string {
  return `ATELIER_${id.toUpperCase().replaceAll('-', '_')}_BASE_URL`
}
