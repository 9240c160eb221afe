import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import { providerLabels } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import { joinList } from '../../../shared/messages/formats.ts'
import type { EngineModel, EngineRequest, WeighedModel } from '../../engine/engine.ts'
import type { AdapterInput, PlannedCall, PlanReview, ProviderAdapter, TaskState } from '../core/adapter.ts'
import type { Call } from '../core/call.ts'
import type { DrawingClock, DrawingWork } from '../../local-service/local-service.ts'
import { upscaleWorkOf, workOf, reviewHires, toHires, optionNumber, optionOf, optionText } from './drawing-passes.ts'
import type { LocalModelSupply, LocalNeeds, LocalSupply, VisionUpscaler } from './local-supply.ts'
import { readControlNet, readLoras, whileThere } from './model-files.ts'
import { createRecorder, differences, filesAsDrawn } from './drawing-record.ts'
import { scaleOf, upscaleByEngine } from './upscale-image.ts'

/** Drawing on a slow processor takes a long time; the engine itself watches for progress. */
const longestMs = 12 * 3_600_000

/** Creates the adapter that draws on this computer, with the chosen engine and models in the configured folders. */
export function createLocalAdapter(needs: LocalNeeds): ProviderAdapter {
  let supply = needs.supply
  const isThere = async ({ paths }: LocalWork) => (await needs.findMissing(paths)) === null

  /** Returns the same work with the files found now; null = they are gone. */
  async function findMoved(input: AdapterInput, { signal }: Call): Promise<LocalWork | null> {
    const current = await needs.findSupply(signal)
    if (!offers(current, input.card)) return null
    const work = workFor(input, { ...needs, supply: current })
    if (!(await isThere(work))) return null
    supply = current
    return work
  }

  return {
    id: 'local',
    label: providerLabels.local,
    kind: 'local',
    // Never requested: a name that can never be registered (RFC 2606).
    baseUrl: 'https://local.invalid',
    apiHosts: [],
    deliveryHosts: [],
    credential: { need: 'none', form: 'key', pageUrl: null },
    privacy: messages.privacy,
    blackImageAdvice: messages.blackImageAdvice,
    get models() {
      return cardsOf(supply)
    },
    whyNot: (modelId) => (visionUpscalerOf({ id: modelId }, supply) ? null : needs.whyNot()),
    addModelHint: null,
    concurrency: 1,
    timing: { submitTimeoutMs: longestMs, pollEveryMs: 1_000, deadlineMs: longestMs, reportsTimeLeft: true },
    authorise: () => ({}),
    async check() {
      const { version, devices } = await needs.inspect()
      const engine = `stable-diffusion.cpp ${version}`.trim()
      if (devices.length === 0) return { message: engine }
      return { message: messages.engineOnDevices({ engine, devices: joinList(devices.map(({ label }) => label)) }) }
    },
    async listModels(call) {
      supply = await needs.findSupply(call.signal)
      return { models: cardsOf(supply), isComplete: true }
    },
    review: (call) => review(call, { ...needs, supply }),
    async submit(input, call) {
      const listed = workFor(input, { ...needs, supply })
      const work = (await isThere(listed)) ? listed : ((await findMoved(input, call)) ?? listed)
      return whileThere(work.paths, needs.findMissing, () => work.run(call))
    },
    readFailure: () => null,
  }
}

const cardsOf = ({ models, upscalers, visionUpscalers }: LocalSupply) =>
  [...models, ...upscalers, ...visionUpscalers].map(({ card }) => card)

const offers = (supply: LocalSupply, { id }: ModelCard) => cardsOf(supply).some((card) => card.id === id)

interface LocalWork {
  /** The files read for it. */
  readonly paths: readonly string[]
  run(call: Call): Promise<TaskState>
}

/** @throws model/missing, provider/invalid-request */
function workFor(input: AdapterInput, needs: LocalNeeds): LocalWork {
  const visionUpscaler = visionUpscalerOf(input.card, needs.supply)
  if (visionUpscaler) {
    return { paths: [visionUpscaler.path], run: (call) => upscaleByVision(input, visionUpscaler, needs, call) }
  }
  const upscaler = upscalerOf(input.card, needs.supply)
  if (upscaler) return { paths: [upscaler.path], run: (call) => upscale(input, upscaler.path, needs, call) }
  const model = requireModel(input.card, needs.supply)
  const net = readControlNet(input, model, needs)
  const request = toRequest(input, model, needs)
  const files = filesOf(model, net, input.drawnWith ?? null, needs)
  return {
    paths: [
      ...Object.values(files),
      ...request.loras.map(({ path }) => path),
      ...[request.hires?.modelPath ?? []].flat(),
    ],
    run: (call) => draw(input, { model: weighed(model, net?.bytes), files, request }, needs, call),
  }
}

interface Drawing {
  readonly model: WeighedModel
  readonly files: EngineModel['files']
  readonly request: Omit<EngineRequest, 'model'>
}

async function draw(
  input: AdapterInput,
  { model, files, request }: Drawing,
  needs: LocalNeeds,
  call: Call,
): Promise<TaskState> {
  // Free memory is known from then on.
  const facts = await needs.inspect()
  const { loras, hires } = request
  const work = workOf(input, request, facts)
  const failed = new AbortController()
  const signal = AbortSignal.any([call.signal, failed.signal])
  const recorder = createRecorder(needs, { files, loras, upscaler: hires?.modelPath ?? null }, signal)
  const drawing = needs.memory.draw(
    model,
    // The last and largest pass determines the memory needed.
    hires ?? request,
    async (chosen) => {
      const engineModel = { files, saving: chosen }
      const times = needs.runTimes.begin(work, needs.isLoaded(engineModel))
      const generated = await needs.generate({ ...request, model: engineModel }, watchOf(call, times, recorder.loaded))
      times.end()
      return { saving: chosen, images: generated }
    },
    input.drawnWith?.saving,
  )
  const { images, saving } = await drawing.catch((thrown: unknown) => {
    // No record is needed then, and the next drawing would wait for gigabytes to be read.
    failed.abort()
    throw thrown
  })
  return {
    type: 'done',
    images: images.map(({ png, seed }) => ({ bytes: png, mime: 'image/png', seed })),
    costUsd: 0,
    local: await recorder.record(facts, saving),
  }
}

const upscalerOf = ({ id }: ModelCard, { upscalers }: LocalSupply) => upscalers.find(({ card }) => card.id === id)

const visionUpscalerOf = ({ id }: Pick<ModelCard, 'id'>, { visionUpscalers }: LocalSupply) =>
  visionUpscalers.find(({ card }) => card.id === id)

async function upscale(input: AdapterInput, model: string, needs: LocalNeeds, call: Call): Promise<TaskState> {
  const facts = await needs.inspect()
  const recorder = createRecorder(needs, { files: {}, loras: [], upscaler: model }, call.signal)
  // It is loaded again each time, which is part of the work.
  const times = needs.runTimes.begin(upscaleWorkOf(input, facts), true)
  const file = await upscaleByEngine(input, model, needs, watchOf(call, times, recorder.loaded))
  times.end()
  const local = await recorder.record(facts, null)
  return { type: 'done', images: [{ file, mime: 'image/png' }], costUsd: 0, local }
}

async function upscaleByVision(
  input: AdapterInput,
  upscaler: VisionUpscaler,
  needs: LocalNeeds,
  call: Call,
): Promise<TaskState> {
  const { sourceFile } = input
  if (!sourceFile) throw new AppError('provider/invalid-request', messages.chooseImageToUpscale)
  const recorder = createRecorder(needs, { files: {}, loras: [], upscaler: upscaler.path }, call.signal)
  const times = needs.runTimes.begin(upscaleWorkOf(input, null), true)
  const { signal, onProgress } = watchOf(call, times, recorder.loaded)
  const image = { originalPath: sourceFile.originalPath, factor: scaleOf(input) }
  const { file, engine, device } = await upscaler.upscale(image, { signal, onProgress })
  times.end()
  const local = { engine, device, saving: null, files: await recorder.files() }
  return { type: 'done', images: [{ file, mime: 'image/png' }], costUsd: 0, local }
}

function watchOf(call: Call, times: DrawingClock, onLoaded: () => void) {
  call.progress(null, times.leftMs())
  return {
    signal: call.signal,
    onLoading() {
      times.loading()
      call.progress(null, times.leftMs())
    },
    onProgress(fraction: number) {
      onLoaded()
      times.progress(fraction)
      call.progress(fraction, times.leftMs())
    },
    onPreview: (png: Uint8Array<ArrayBuffer>) => call.preview(png, 'image/png'),
  }
}

/** Reports with the plan what would be rejected when drawing starts. */
function review(call: PlannedCall, needs: LocalNeeds): PlanReview {
  const { supply, memory, hashes } = needs
  if (visionUpscalerOf(call.card, supply)) return { warnings: [], obstacles: [], ...upscaleTime(call, null, needs) }
  if (upscalerOf(call.card, supply)) return { warnings: [], obstacles: [], ...upscaleTime(call, needs.facts(), needs) }
  try {
    const model = requireModel(call.card, supply)
    const drawnWith = call.drawnWith ?? null
    readLoras(call, model, needs)
    const net = readControlNet(call, model, needs)
    const base = call.size ?? defaultSize(call.card)
    const hires = reviewHires(call, base)
    const changes = drawnWith === null ? [] : differences(drawnWith, needs.facts(), hashes)
    const largest = hires.output ?? base
    const weights = weighed(model, net?.bytes)
    const short = memory.warnings(weights, largest, drawnWith?.saving)
    const saving = memory.saving(weights, largest, drawnWith?.saving)
    const engineModel = { files: filesOf(model, net, drawnWith, needs), saving }
    const time = timeOf(workOf(call, base, needs.facts()), needs.isLoaded(engineModel), needs)
    return { ...hires, warnings: [...changes, ...hires.warnings, ...short], ...time }
  } catch (thrown) {
    if (thrown instanceof AppError) return { warnings: [], obstacles: [thrown.message] }
    throw thrown
  }
}

/** @param facts of the engine; null = it is not used */
function upscaleTime(call: PlannedCall, facts: EngineFacts | null, needs: LocalNeeds): PlannedTime {
  return call.size === null ? {} : timeOf(upscaleWorkOf({ ...call, sourceFile: call.size }, facts), true, needs)
}

type PlannedTime = Pick<PlanReview, 'estimatedMs' | 'nextMs'>

function timeOf(work: DrawingWork, isLoaded: boolean, { runTimes }: LocalNeeds): PlannedTime {
  const [estimatedMs, nextMs] = [runTimes.estimateMs(work, isLoaded), runTimes.estimateMs(work, true)]
  return estimatedMs === null || nextMs === null ? {} : { estimatedMs, nextMs }
}

function toRequest(input: AdapterInput, model: LocalModelSupply, needs: LocalNeeds): Omit<EngineRequest, 'model'> {
  const { card, source, mask } = input
  const option = (name: string) => optionOf(card, input.options, name)
  const { widthPx, heightPx } = input.size ?? source ?? defaultSize(card)
  const isInstructed = card.edits === 'instruction'
  // An instruction model takes the image as a reference; with a mask it is also the base.
  const isBase = source !== null && (!isInstructed || mask !== null)
  const references = isInstructed && source !== null ? [source, ...input.references] : input.references
  return {
    ...readLoras(input, model, needs),
    negativePrompt: input.negativePrompt ?? '',
    widthPx,
    heightPx,
    n: input.n,
    seed: input.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
    steps: input.steps ?? card.steps?.default ?? 20,
    guidance: input.guidance ?? card.guidance?.default ?? 1,
    distilledGuidance: optionNumber(option('distilled_guidance')),
    sampler: optionText(option('sampler')),
    scheduler: optionText(option('scheduler')),
    flowShift: optionNumber(option('flow_shift')),
    strength: input.strength ?? card.strength?.default ?? 1,
    source: isBase ? source.bytes : null,
    mask: mask?.bytes ?? null,
    references: references.map(({ bytes }) => bytes),
    control: controlOf(input),
    hires: toHires(input, { widthPx, heightPx }, needs),
    isTiling: option('tiling') === true,
    wantsPreviews: input.wantsPreviews,
  }
}

function requireModel({ id, label }: ModelCard, { models }: LocalSupply): LocalModelSupply {
  const found = models.find(({ card }) => card.id === id)
  if (found) return found
  throw new AppError('model/missing', messages.modelFilesMissing({ model: label }))
}

/** A ControlNet is loaded with the model. */
function filesOf(
  model: LocalModelSupply,
  net: ReturnType<typeof readControlNet>,
  drawnWith: LocalRecord | null,
  { hashes }: LocalNeeds,
): LocalModelSupply['files'] {
  return { ...filesAsDrawn(model.files, drawnWith, hashes), ...(net && { controlNet: net.path }) }
}

function controlOf({ control, controlImage = null }: AdapterInput): EngineRequest['control'] {
  if (control === null || controlImage === null) return null
  const { strength, findsEdges } = control
  return { image: controlImage.bytes, strength, findsEdges }
}

/** `controlBytes`: of the ControlNet that is loaded with it. */
function weighed({ card: { id, label }, weights }: LocalModelSupply, controlBytes = 0): WeighedModel {
  return { id, label, weights: { ...weights, drawingBytes: weights.drawingBytes + controlBytes } }
}

function defaultSize({ sizes }: ModelCard) {
  return sizes.kind === 'grid' ? sizes.default : { widthPx: 512, heightPx: 512 }
}
