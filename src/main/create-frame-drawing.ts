import { AppError } from '../shared/errors/index.ts'
import type { DrawnFrame, FrameDrawing, FrameRequest } from './live/live.ts'
import type { AdapterInput, TaskState } from './providers/core/adapter.ts'
import type { Call } from './providers/core/call.ts'
import { createLocalAdapter, type LocalNeeds } from './providers/registry.ts'
import { unsetNumbers } from '../shared/domain/number-settings.ts'

/** Times of frames are kept apart: they would make images in larger sizes look faster than they are. */
const untimed: LocalNeeds['runTimes'] = {
  estimateMs: () => null,
  begin: () => ({ loading: () => undefined, progress: () => undefined, leftMs: () => null, end: () => undefined }),
}

/**
 * Draws with the adapter of this computer, with everything that it checks, plans and records for ordinary images. Timed
 * is what happens with every frame: neither loading the model nor hashing its files.
 */
export function createFrameDrawing(needs: LocalNeeds, now = () => performance.now()): FrameDrawing {
  let beganAtMs = now()
  let timingMs = 0
  async function generate(...[request, watch]: Parameters<LocalNeeds['generate']>) {
    beganAtMs = now()
    const onLoading = () => {
      watch.onLoading?.()
      beganAtMs = now()
    }
    let isLoaded = false
    const onProgress = (fraction: number) => {
      if (!isLoaded) beganAtMs = now()
      isLoaded = true
      watch.onProgress?.(fraction)
    }
    const images = await needs.generate(request, { ...watch, onLoading, onProgress })
    timingMs = now() - beganAtMs
    return images
  }
  const adapter = createLocalAdapter({ ...needs, generate, runTimes: untimed })
  return {
    models: adapter.models,
    async draw(request, signal) {
      const unavailable = adapter.whyNot?.(request.card.id)
      if (unavailable) throw unavailable
      const state = await adapter.submit(inputOf(request), offlineCall(signal))
      return frameOf(state, timingMs)
    },
  }
}

function frameOf(state: TaskState, timingMs: number): DrawnFrame {
  const image = state.type === 'done' ? state.images[0] : undefined
  if (state.type !== 'done' || image === undefined || !('bytes' in image)) {
    throw new AppError('internal/bug', 'The engine drew no frame.')
  }
  return { png: image.bytes, local: state.local ?? null, timingMs }
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
    ...unsetNumbers,
    steps: request.steps,
    strength: request.strength,
    loras: [],
    control: null,
    drawnWith: null,
    source: { bytes: snapshotPng, mime: 'image/png', ...size },
    references: [],
    mask: null,
    format: 'png',
    safety: { blockNsfw: false, contentFilter: 'off' },
    options: {},
    wantsPreviews: false,
  }
}

const refuse = () => {
  throw new AppError('internal/bug', 'The live canvas sends no requests.')
}

/** No request can leave this computer. */
function offlineCall(signal: AbortSignal): Call {
  return {
    signal,
    progress: () => undefined,
    preview: () => undefined,
    json: refuse,
    find: refuse,
    response: refuse,
    events: refuse,
    isOwnBaseUrl: false,
  }
}
