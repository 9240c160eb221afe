import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { settingsSchema, type Settings } from '../../src/shared/domain/settings.ts'
import type { ProviderView } from '../../src/shared/domain/provider.ts'
import type { Transport, WireResponse, WireRequest } from '../../src/main/platform/network/transport.ts'
import type { ProviderAdapter } from '../../src/main/providers/core/adapter.ts'
import { defineModel, perImage, sizeList } from '../../src/main/providers/core/define-model.ts'
import { createProviderManager } from '../../src/main/providers/manager/create-provider-manager.ts'
import type { ManagerParts } from '../../src/main/providers/manager/manager-parts.ts'
import { readTextFile } from '../../src/main/providers/manager/read-text-file.ts'
import type { ProviderManager } from '../../src/main/providers/provider-manager.ts'
import { createSecrets } from '../../src/main/secrets/index.ts'
import { noConfiguration } from '../../src/main/settings/index.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'
import { createMemoryKeychain, type MemoryKeychain } from './memory-keychain.ts'
import { createRecordingLogger, type RecordingLogger } from './recording-logger.ts'

export interface WireAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
}

export interface ManagerStage {
  readonly manager: ProviderManager
  readonly requests: WireRequest[]
  readonly clock: FakeClock
  readonly logger: RecordingLogger
  readonly keychain: MemoryKeychain
  readonly views: ProviderView[]
  settings(): Settings
  /** Sets how the next requests are answered. */
  answer(respond: (request: WireRequest) => WireAnswer): void
  /** Restarts the program in the same home. */
  restart(more?: Partial<ManagerParts>): ManagerStage
}

/** A made-up service for tests: Lumen, at `https://api.lumen.example`, registered in place of a real one. */
export function lumen(overrides: Partial<ProviderAdapter> = {}): ProviderAdapter {
  return {
    id: 'bfl',
    label: 'Lumen',
    kind: 'cloud',
    baseUrl: 'https://api.lumen.example',
    apiHosts: [],
    deliveryHosts: [],
    credential: { need: 'required', form: 'key', pageUrl: 'https://lumen.example/keys' },
    privacy: 'Prompts go to Lumen.',
    models: [lumenModel('lumen-2')],
    addModelHint: null,
    concurrency: 3,
    timing: { submitTimeoutMs: 5_000, pollEveryMs: 10, deadlineMs: 60_000 },
    authorise: (credential) => (credential.type === 'key' ? { authorization: `Bearer ${credential.key}` } : {}),
    async check(call) {
      const account = await call.json({ method: 'GET', path: '/me' }, z.object({ name: z.string() }))
      return { message: `Hello ${account.name}.` }
    },
    submit: async (_input, call) => {
      await call.json({ method: 'POST', path: '/draw', body: { json: {} }, isPaid: true }, z.unknown())
      return { type: 'done', images: [], costUsd: null }
    },
    readFailure: () => null,
    ...overrides,
  }
}

export function lumenModel(id: string, overrides: Partial<Parameters<typeof defineModel>[0]> = {}) {
  return defineModel({
    id,
    label: id,
    sizes: sizeList('1024x1024', '1536x1024'),
    price: perImage(0.04, '2026-11-01'),
    ...overrides,
  })
}

type StageOptions = Partial<ManagerParts> & {
  readonly adapters?: readonly ProviderAdapter[]
  readonly set?: z.input<typeof settingsSchema>
}

/** A manager with made-up services, a scripted network, an in-memory keychain, and a stopped clock. */
export async function openManagerStage(options: StageOptions = {}): Promise<ManagerStage> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-manager-'))
  folders.add(folder)
  return build(
    options,
    join(folder, 'cache', 'model-cards.json'),
    createMemoryKeychain(),
    settingsSchema.parse(options.set ?? {}),
  )
}

/** Confirms every address. */
export const agree = () => Promise.resolve(true)

const folders = new Set<string>()

/** For `afterEach`. */
export async function clearManagerStages(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.clear()
}

function build(options: StageOptions, cardsFile: string, keychain: MemoryKeychain, first: Settings): ManagerStage {
  const { adapters = [lumen()], set: _set, ...more } = options
  let settings = first
  let respond: (request: WireRequest) => WireAnswer = answerName
  const requests: WireRequest[] = []
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const env = more.env ?? {}
  const manager = createProviderManager({
    registry: Object.fromEntries(adapters.map((adapter) => [adapter.id, adapter])),
    transport: scriptedTransport(requests, (request) => respond(request)),
    secrets: createSecrets({ keychain, env }),
    settings: {
      get: () => settings,
      change: async (patch) => (settings = settingsSchema.parse({ ...settings, ...patch })),
    },
    configuration: () => noConfiguration,
    env,
    clock,
    logger,
    appVersion: '0.0.0',
    readText: readTextFile,
    cardsFile,
    keychainPatienceMs: 200,
    ...more,
  })
  const views: ProviderView[] = []
  manager.onChanged((view) => views.push(view))
  return {
    manager,
    requests,
    clock,
    logger,
    keychain,
    views,
    settings: () => settings,
    answer: (next) => {
      respond = next
    },
    restart: (again = {}) => build({ ...options, ...again }, cardsFile, keychain, settings),
  }
}

const answerName = (): WireAnswer => ({ json: { name: 'Ada' } })

function scriptedTransport(requests: WireRequest[], answer: (request: WireRequest) => WireAnswer): Transport {
  return {
    async send(request): Promise<WireResponse> {
      requests.push(request)
      const { status = 200, headers = {}, json = {} } = answer(request)
      const bytes = new TextEncoder().encode(JSON.stringify(json))
      return { status, headers: { 'content-type': 'application/json', ...headers }, body: once(bytes) }
    },
    openSocket: async () => ({ send: () => undefined, close: () => undefined }),
    resolveHost: async () => ['203.0.113.7'],
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
