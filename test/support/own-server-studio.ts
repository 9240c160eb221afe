import { sleep } from '../../src/main/jobs/sleep.ts'
import type { HomePaths } from '../../src/main/platform/home-paths.ts'
import { openaiCompatible } from '../../src/main/providers/servers/openai-compatible/openai-compatible.ts'
import type { ProviderAdapter } from '../../src/main/providers/core/adapter.ts'
import type { GenerationRequest } from '../../src/shared/domain/generation.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import { openManagerStage } from './manager-stage.ts'
import { createNodeTransport } from './node-transport.ts'
import { openRealStudio, type RealStudio } from './real-studio.ts'
import { requestOf } from './request-of.ts'
import { openaiCompatibleStub } from './services/openai-compatible-stub.ts'
import { startStubServer, type StubServer } from './services/stub-server.ts'

export interface OwnServerStudio extends RealStudio {
  readonly server: StubServer
  /** Queues images with the model the server has loaded. */
  generate(change?: Partial<GenerationRequest>): Promise<JobSnapshot['id'][]>
  finished(ids: readonly JobSnapshot['id'][]): Promise<JobSnapshot[]>
  /** Restarts the program; the server keeps running. */
  restart(): Promise<void>
}

interface OwnServerOptions {
  readonly scene?: string
  /** A distinct image for every index; absent = small ones. */
  readonly image?: (index: number) => Promise<Uint8Array>
  readonly adapter?: ProviderAdapter
}

/** Factor by which pauses between polls are shortened. */
const speedup = 20

/** The real queue, imaging process, and adapter, against a local stand-in for stable-diffusion.cpp. */
export async function openOwnServerStudio(paths: HomePaths, options: OwnServerOptions = {}): Promise<OwnServerStudio> {
  const { scene = 'done', image, adapter = openaiCompatible } = options
  const server = await startStubServer(openaiCompatibleStub, scene, image === undefined ? {} : { image })
  const { manager } = await openManagerStage({
    adapters: [adapter],
    transport: createNodeTransport(),
    env: {
      ATELIER_OPENAI_COMPATIBLE_KEY: openaiCompatibleStub.goodKey,
      ATELIER_OPENAI_COMPATIBLE_BASE_URL: server.origin,
    },
  })
  const open = () =>
    openRealStudio(paths, {
      providers: async () => manager,
      sleep: (ms, signal) => sleep(ms / speedup, signal),
    })
  let studio = open()
  return {
    get jobs() {
      return studio.jobs
    },
    get store() {
      return studio.store
    },
    providers: studio.providers,
    emitted: studio.emitted,
    killImaging: studio.killImaging,
    server,
    async generate(change = {}) {
      const { ids } = await studio.jobs.generate(
        requestOf({ provider: 'openai-compatible', model: 'sdcpp:loaded', ...change }),
      )
      return ids
    },
    finished: (ids) => Promise.all(ids.map((id) => studio.jobs.finished(id))),
    async restart() {
      await studio.close()
      studio = open()
      await studio.jobs.recover()
    },
    async close() {
      await studio.close()
      await manager.dispose()
      await server.close()
    },
  }
}
