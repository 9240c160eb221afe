import type {
  AdapterInput,
  AdapterTiming,
  LiveUpdate,
  MadeFile,
  RemoteImage,
  TaskState,
} from '../../src/main/providers/core/adapter.ts'
import { defineModel, inputRule } from '../../src/main/providers/core/define-model.ts'
import { planRequest } from '../../src/main/providers/core/plan/plan-request.ts'
import type { ProviderManager, ProviderSession, SessionOptions } from '../../src/main/providers/provider-manager.ts'
import type { ModelCard } from '../../src/shared/domain/model-card.ts'
import type { ModelRef } from '../../src/shared/domain/provider.ts'
import type { ProviderId } from '../../src/shared/domain/provider-id.ts'
import { AppError } from '../../src/shared/errors/index.ts'

/** A service's next step: a state, a failure, or a function. */
type Step = TaskState | AppError | ((options: SessionOptions, input: AdapterInput) => Promise<TaskState>)

/** The bytes of an image, or the file that an engine of this computer has written. */
type Arriving = Uint8Array<ArrayBuffer> | MadeFile

/** A scripted service. Steps are consumed in order; the last one repeats. */
export interface FakeService {
  card: ModelCard
  concurrency: number
  needsNetwork: boolean
  baseUrl: string
  timing: AdapterTiming
  openFault: AppError | null
  /** Opening waits for this promise. */
  holdOpening: Promise<void> | null
  submits: Step[]
  polls: (TaskState | AppError)[]
  /** Its response to a cancel. */
  cancels: 'asked' | 'works-on'
  /** Returned when a running submission is watched; null: not supported. */
  watched: LiveUpdate | null
  /** By URL; an error is thrown, a promise awaited. */
  images: Map<string, Arriving | AppError | Promise<Arriving>>
  /** What happened, in order. */
  readonly seen: {
    keys: (string | undefined)[]
    submitted: AdapterInput[]
    polled: string[]
    watched: string[]
    cancelled: string[]
    listened: string[]
    closed: number
  }
}

export interface FakeProviders {
  readonly manager: Pick<ProviderManager, 'prepare' | 'fallbacks' | 'open' | 'lane'>
  service(id: ProviderId): FakeService
  /** Fallback models, in order. */
  fallbackOrder: ModelRef[]
}

export const fakeCard = (id: string, overrides: Partial<ModelCard> = {}): ModelCard =>
  defineModel({
    id,
    label: `Model ${id}`,
    edits: 'instruction',
    variations: 'native',
    mask: 'hard',
    referencesMax: 2,
    imagesPerCall: 4,
    seed: 'yes',
    input: inputRule(),
    sizes: { kind: 'list', sizes: [{ widthPx: 64, heightPx: 64 }] },
    price: { per: 'image', asOf: '2026-11-01', isSure: true, rows: [{ quality: null, maxPixels: null, usd: 0.04 }] },
    ...overrides,
  })

/** A manager with scripted services. Uses the real planner; nothing leaves the process. */
export function createFakeProviders(): FakeProviders {
  const services = new Map<ProviderId, FakeService>()
  const fake: FakeProviders = {
    fallbackOrder: [],
    service(id) {
      const service = services.get(id) ?? createService(id)
      services.set(id, service)
      return service
    },
    manager: {
      prepare: async (request, sourceSize, options) => {
        const { card } = fake.service(request.provider)
        const facts = { providerLabel: request.provider, isOwnBaseUrl: false, isFallback: options?.isFallback ?? false }
        const planned = planRequest({ ...request, hasMask: request.maskPng !== null }, card, sourceSize, facts)
        return { ...planned, card }
      },
      fallbacks: async (_operation, _request, tried) =>
        fake.fallbackOrder.filter((ref) => !tried.some((model) => model.provider === ref.provider)),
      lane: (id) => {
        const { concurrency, needsNetwork, timing } = fake.service(id)
        return { label: id.toUpperCase(), concurrency, needsNetwork, reportsTimeLeft: timing.reportsTimeLeft === true }
      },
      open: async (id, options) => {
        await fake.service(id).holdOpening
        return openSession(id, fake.service(id), options)
      },
    },
  }
  return fake
}

function createService(id: ProviderId): FakeService {
  return {
    card: fakeCard(`${id}-1`),
    concurrency: 2,
    needsNetwork: true,
    baseUrl: `https://${id}.example`,
    timing: { submitTimeoutMs: 60_000, pollEveryMs: 2_000, deadlineMs: 300_000 },
    openFault: null,
    holdOpening: null,
    submits: [],
    polls: [],
    cancels: 'asked',
    watched: null,
    images: new Map(),
    seen: { keys: [], submitted: [], polled: [], watched: [], cancelled: [], listened: [], closed: 0 },
  }
}

function openSession(id: ProviderId, service: FakeService, options: SessionOptions): ProviderSession {
  const { seen } = service
  seen.keys.push(options.key)
  if (service.openFault !== null) throw service.openFault
  const adapter: ProviderSession['adapter'] = {
    id,
    label: id.toUpperCase(),
    kind: 'cloud',
    baseUrl: service.baseUrl,
    apiHosts: [],
    deliveryHosts: [],
    credential: { need: 'required', form: 'key', pageUrl: null },
    privacy: '',
    models: [service.card],
    addModelHint: null,
    concurrency: service.concurrency,
    timing: service.timing,
    authorise: () => ({}),
    check: () => Promise.resolve({ message: '' }),
    submit: () => Promise.reject(new AppError('internal/bug', 'The session submits.')),
    ...(service.watched !== null && { watch: () => Promise.resolve(service.watched) }),
    readFailure: () => null,
  }
  return {
    adapter,
    baseUrl: adapter.baseUrl,
    check: () => Promise.resolve({ message: '' }),
    run: () => Promise.reject(new AppError('internal/bug', 'Not in this script.')),
    async submit(input) {
      seen.submitted.push(input)
      const step = next(service.submits)
      if (typeof step === 'function') return untilAborted(options, step(options, input))
      options.onSending()
      if (step instanceof AppError) throw step
      return step
    },
    async poll(handle) {
      seen.polled.push(handle)
      const step = next(service.polls)
      if (step instanceof AppError) throw step
      return step
    },
    async watch(ticket) {
      seen.watched.push(ticket)
      return service.watched
    },
    async cancel(handle) {
      seen.cancelled.push(handle)
      return service.cancels
    },
    async listen(ticket) {
      seen.listened.push(ticket)
      return () => void seen.closed++
    },
    fetchImage: async (image) => untilAborted(options, imageOf(service, image)),
  }
}

function next<T>(steps: T[]): T {
  const step = steps.length > 1 ? steps.shift() : steps[0]
  if (step === undefined) throw new AppError('internal/bug', 'The script says nothing about this.')
  return step
}

async function imageOf({ images }: FakeService, image: RemoteImage): Promise<Arriving> {
  if (!('url' in image)) throw new AppError('internal/bug', 'The script knows images by their address.')
  const found = images.get(image.url) ?? new TextEncoder().encode(image.url)
  if (found instanceof AppError) throw found
  return found
}

function untilAborted<T>({ signal }: SessionOptions, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(AppError.cancelled())
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject)
  })
}
