import { createContext, useContext } from 'react'
import { AppError } from '../../shared/errors/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Client } from './client.ts'
import { createAssetCache, type AssetCache } from './create-asset-cache.ts'
import { createCoverStore, type CoverStore } from './stores/create-cover-store.ts'
import { createDocumentsStore, type DocumentsStore } from './stores/create-documents-store.ts'
import { createJobsStore, type JobsStore } from './stores/create-jobs-store.ts'
import {
  createKeymapStore,
  type KeymapStore,
  loadSettingsStore,
  type SettingsClientStore,
} from './stores/create-settings-store.ts'
import { createLedgerStore, type LedgerStore } from './stores/create-ledger-store.ts'
import { createOrderStore, type OrderStore } from './stores/create-order-store.ts'
import { createPromptsStore, type PromptsStore } from './stores/create-prompts-store.ts'
import { createProvidersStore, type ProvidersStore } from './stores/create-providers-store.ts'
import { createReferencesStore, type ReferencesStore } from './stores/create-references-store.ts'
import { createQueueStore, type QueueStore } from './stores/create-queue-store.ts'
import { createVisionStore, type VisionStore } from './stores/create-vision-store.ts'
import { createIntents, type Intents } from './intents.ts'

const tickMs = 1_000

/** Everything outside the window, as the features see it. */
export interface Services {
  readonly client: Client
  readonly intents: Intents
  readonly settings: SettingsClientStore
  readonly keymap: KeymapStore
  readonly assets: AssetCache
  readonly covers: CoverStore
  readonly order: OrderStore
  readonly documents: DocumentsStore
  readonly jobs: JobsStore
  readonly ledger: LedgerStore
  readonly queue: QueueStore
  readonly prompts: PromptsStore
  readonly providers: ProvidersStore
  readonly references: ReferencesStore
  readonly vision: VisionStore
  readonly clock: WindowClock
  readonly isMac: boolean
  readonly describeError: (error: unknown) => ErrorText
}

/** A user-facing description of an error. */
export interface ErrorText {
  readonly title: string
  /** What happened, whether anything was lost, what to do next. */
  readonly text: string
}

interface ServiceOptions {
  readonly isMac: boolean
  readonly describeError: (error: unknown) => ErrorText
}

export async function createServices(client: Client, options: ServiceOptions): Promise<Services> {
  const intents = createIntents()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const documents = createDocumentsStore(client)
  // Needs no settings, so it loads while they are read.
  void documents.load()
  const settings = await loadSettingsStore(client, report)
  return {
    client,
    intents,
    settings,
    ...options,
    keymap: createKeymapStore(settings),
    assets: createAssetCache(client, report),
    covers: createCoverStore(),
    order: createOrderStore(client),
    documents,
    jobs: createJobsStore(client),
    ledger: createLedgerStore(client),
    queue: createQueueStore(client),
    prompts: createPromptsStore(client, report),
    providers: createProvidersStore(client),
    references: createReferencesStore(client),
    vision: createVisionStore(client),
    clock: createClock(),
  }
}

const ServicesContext = createContext<Services | null>(null)

export const ServicesProvider = ServicesContext.Provider

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (services === null) throw new AppError('internal/bug', 'Used outside of the services provider.')
  return services
}

/** The time, updated once a second for countdowns. Runs only while there are subscribers. */
interface WindowClock {
  now(): number
  /** Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
}

export function createClock(): WindowClock {
  const ticked = createEmitter()
  let timer: ReturnType<typeof setInterval> | undefined
  let nowMs = Date.now()

  function tick(): void {
    nowMs = Date.now()
    ticked.emit()
  }

  return {
    // Constant between ticks, so that everything on screen counts alike; without subscribers it does not tick.
    now: () => (timer === undefined ? Date.now() : nowMs),
    subscribe(listener) {
      const stop = ticked.on(listener)
      if (timer === undefined) {
        nowMs = Date.now()
        timer = setInterval(tick, tickMs)
      }
      return () => {
        stop()
        if (ticked.hasListeners()) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
