import { join } from 'node:path'
import { AppError } from '../shared/errors/index.ts'
import type { Jobs } from './jobs/jobs.ts'
import { createLive } from './live/create-live.ts'
import { openLiveRates } from './live/live-rates.ts'
import type { DrawnFrame, FrameDrawing, FrameRequest, Live } from './live/live.ts'
import type { OpenedLocal } from './open-local.ts'
import type { HomePaths } from './platform/home-paths.ts'
import { createMemoryShortage } from './platform/memory-shortage.ts'
import { createThermalState } from './platform/thermal-state.ts'
import type { AdapterInput } from './providers/core/adapter.ts'
import type { Call } from './providers/core/call.ts'
import { createLocalAdapter, type LocalNeeds } from './providers/registry.ts'

export interface LiveNeeds {
  readonly local: () => Promise<OpenedLocal>
  readonly jobs: { readonly edits: Pick<Jobs['edits'], 'keepFrame'> }
  readonly paths: HomePaths
}

/** Opens the live canvas, which draws with the engine of this computer as long as nothing else does. */
export async function openLive({ local, jobs, paths }: LiveNeeds): Promise<Live> {
  const opened = await local()
  return createLive({
    rates: await openLiveRates(join(paths.root, 'cache', 'live-rates.json')),
    conditions: { job: opened.use, memory: createMemoryShortage(), heat: createThermalState() },
    openDrawing: async () => createFrameDrawing(await opened.backgroundNeeds()),
    keep: (frame) => jobs.edits.keepFrame(frame),
  })
}

/** Times of frames are kept apart: they would make images in larger sizes look faster than they are. */
const untimed: LocalNeeds['runTimes'] = {
  estimateMs: () => null,
  begin: () => ({ loading: () => undefined, progress: () => undefined, leftMs: () => null, end: () => undefined }),
}

/** Draws with the adapter of this computer, with everything that it checks, plans and records for ordinary images. */
export function createFrameDrawing(needs: LocalNeeds): FrameDrawing {
  const adapter = createLocalAdapter({ ...needs, runTimes: untimed })
  return {
    models: adapter.models,
    async draw(request, { signal, onLoaded }) {
      const unavailable = adapter.whyNot?.(request.card.id)
      if (unavailable) throw unavailable
      let isLoaded = false
      const progress = (fraction: number | null) => {
        if (isLoaded || fraction === null) return
        isLoaded = true
        onLoaded()
      }
      const state = await adapter.submit(inputOf(request), offlineCall(signal, progress))
      return frameOf(state)
    },
  }
}

function frameOf(state: Awaited<ReturnType<ReturnType<typeof createLocalAdapter>['submit']>>): DrawnFrame {
  const image = state.type === 'done' ? state.images[0] : undefined
  if (state.type !== 'done' || image === undefined || !('bytes' in image)) {
    throw new AppError('internal/bug', 'The engine drew no frame.')
  }
  return { png: image.bytes, local: state.local ?? null }
}

function inputOf({ card, size, snapshotPng, ...request }: FrameRequest): AdapterInput {
  return {
    operation: 'edit',
    card,
    ticket: crypto.randomUUID(),
    prompt: request.prompt,
    negativePrompt: request.negativePrompt,
    n: 1,
    size,
    aspectRatio: null,
    tier: null,
    quality: null,
    stylePreset: null,
    seed: request.seed,
    guidance: null,
    steps: request.steps,
    strength: request.strength,
    loras: [],
    source: { bytes: snapshotPng, mime: 'image/png', ...size },
    references: [],
    mask: null,
    format: 'png',
    safety: { blockNsfw: false, contentFilter: 'off' },
    options: {},
    wantsPreviews: false,
  }
}

/** No request can leave this computer. */
function offlineCall(signal: AbortSignal, progress: Call['progress']): Call {
  const refuse = () => {
    throw new AppError('internal/bug', 'The live canvas sends no requests.')
  }
  return {
    signal,
    progress,
    preview: () => undefined,
    json: refuse,
    response: refuse,
    events: refuse,
    isOwnBaseUrl: false,
  }
}
