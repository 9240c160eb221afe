import { basename } from 'node:path'
import { createMemoryPlanner, type EngineRequest } from '../../src/main/engine/index.ts'
import type { DrawingWork } from '../../src/main/local-service/local-service.ts'
import type { AdapterInput } from '../../src/main/providers/core/adapter.ts'
import {
  choiceOption,
  defineModel,
  inputRule,
  numberOption,
  upscalingBy,
} from '../../src/main/providers/core/define-model.ts'
import { planRequest } from '../../src/main/providers/core/plan/plan-request.ts'
import { createLocalAdapter } from '../../src/main/providers/local/local.ts'
import type { LocalSupply, UpscaleOrder } from '../../src/main/providers/local/local-supply.ts'
import type { PlanRequest } from '../../src/shared/domain/generation.ts'
import type { ModelCard } from '../../src/shared/domain/model-card.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import { buildAdapterInput } from './build-adapter-input.ts'
import { createFakeCall } from './fake-call.ts'
import { blankRequest } from './plan-examples.ts'

/** A local model with every capability a local model can have. */
export const card = defineModel({
  id: 'paper',
  label: 'paper',
  edits: 'strength',
  input: inputRule(),
  guidance: { min: 1, max: 30, default: 5 },
  steps: { min: 1, max: 100, default: 12 },
  strength: { min: 0, max: 1, default: 0.75 },
  options: [
    choiceOption('sampler', 'Sampler', ['euler', 'lcm'], { default: 'lcm' }),
    numberOption('distilled_guidance', 'Distilled guidance', { default: 30 }),
  ],
  sizes: { kind: 'list', sizes: [{ widthPx: 512, heightPx: 512 }] },
  price: { per: 'free' },
})
export const upscaler = defineModel({
  id: 'x4',
  label: 'x4',
  edits: 'own',
  sizes: { kind: 'source' },
  price: { per: 'free' },
  upscaling: upscalingBy('scale', [2, 4]),
})
const gib = 1_024 ** 3
const devices = [{ name: 'cuda0', label: 'A card', kind: 'gpu' as const, freeBytes: 6 * gib, totalBytes: 8 * gib }]
export const size = { widthPx: 64, heightPx: 64 }
export const call = createFakeCall(() => {
  throw new Error('The engine sent a request.')
})

const engineFacts = { version: 'master', commit: 'abc', fits: '', devices }
export const hashOf = (name: string) => name.charCodeAt(0).toString(16).padStart(64, '0')

/**
 * The local provider with an engine that records its requests. `found`: current file locations by hash. `moved`: what a
 * rescan finds.
 */
export function createStage(
  fails: (request: EngineRequest) => boolean = () => false,
  found: Readonly<Record<string, string | null>> = {},
  failsToUpscale: (order: UpscaleOrder) => boolean = () => false,
  moved?: LocalSupply,
) {
  const requests: EngineRequest[] = []
  const drawn: DrawingWork[] = []
  const upscaled: UpscaleOrder[] = []
  /** Of each file that was hashed. */
  const hashing: AbortSignal[] = []
  const loaded = { isLoaded: true }
  const gone = new Set<string>()
  const supply: LocalSupply = {
    models: [
      {
        card,
        files: { model: '/models/paper.safetensors' },
        weights: { drawingBytes: gib, encoderBytes: gib / 4, vaeBytes: gib / 3, pixelsPerToken: 64, heads: 8 },
        architecture: 'Stable Diffusion 1.x',
        loras: [
          { name: 'Ink', path: '/loras/Ink.safetensors' },
          { name: 'Any', path: '/loras/Any.safetensors' },
        ],
        controlNets: [{ name: 'Canny', path: '/nets/Canny.safetensors', bytes: gib / 2 }],
      },
    ],
    loras: [
      { name: 'Ink', architecture: 'Stable Diffusion 1.x' },
      { name: 'Oil', architecture: 'SDXL' },
      { name: 'Any', architecture: null },
    ],
    controlNets: [
      { name: 'Canny', architecture: 'Stable Diffusion 1.x', problem: null },
      { name: 'Depth', architecture: 'SDXL', problem: null },
      { name: 'Union', architecture: null, problem: 'It is a union.' },
    ],
    upscalers: [{ card: upscaler, path: '/models/x4.safetensors' }],
    visionUpscalers: [],
  }
  const memory = createMemoryPlanner(() => 32 * gib)
  memory.note(devices)
  const adapter = createLocalAdapter({
    inspect: async () => engineFacts,
    facts: () => engineFacts,
    usedFiles: async ({ model }) =>
      model === undefined ? [] : [{ part: 'model', path: model, name: basename(model) }],
    findMissing: async (paths) => paths.find((path) => gone.has(path)) ?? null,
    isLoaded: () => loaded.isLoaded,
    runTimes: {
      estimateMs: (work, isLoaded) => (isLoaded ? 0 : 30_000) + stepsOf(work) * 1_000,
      begin: (work, isLoaded) => ({
        loading: () => undefined,
        progress: () => undefined,
        leftMs: () => (isLoaded ? 1 : 2),
        end: () => void drawn.push(work),
      }),
    },
    hashes: {
      async of(path, signal) {
        if (signal) hashing.push(signal)
        return { bytes: 9, sha256: hashOf(basename(path)) }
      },
      found: (sha256) => found[sha256],
    },
    generate: async (request, { onProgress }) => {
      requests.push(request)
      onProgress?.(0)
      if (fails(request)) throw new AppError('engine/out-of-memory', 'Memory ran out.')
      return [{ png: new Uint8Array(), seed: request.seed }]
    },
    async upscale(order) {
      upscaled.push(order)
      if (failsToUpscale(order)) throw new AppError('engine/out-of-memory', 'Memory ran out.')
      return '/temporary/large.png'
    },
    memory,
    whyNot: () => null,
    supply,
    findSupply: async () => moved ?? supply,
  })
  return { adapter, requests, drawn, loaded, upscaled, hashing, gone, supply }
}

export const stepsOf = ({ passes }: DrawingWork) =>
  passes.reduce((sum, { steps, megapixels }) => sum + steps * megapixels, 0)

export async function requestFor(overrides: Partial<AdapterInput>): Promise<EngineRequest> {
  const { adapter, requests } = createStage()
  await adapter.submit(buildAdapterInput(card, { size, ...overrides }), call)
  return requests[0]!
}

export function planFor(
  overrides: Partial<PlanRequest>,
  { label, review } = createStage().adapter,
  of: ModelCard = card,
) {
  const facts = { providerLabel: label, isOwnBaseUrl: false, review: review! }
  return planRequest(
    { ...blankRequest, ...overrides },
    { ...of, loras: { max: 8, minScale: -2, maxScale: 2 } },
    null,
    facts,
  )
}
