import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/engine.ts'
import { joinSentences } from '../../../shared/messages/formats.ts'
import {
  deviceLost,
  isDeviceLost,
  isOutOfMemory,
  type ModelConversion,
  type EngineOutput,
  type EngineRequest,
  type UpscaleRequest,
} from '../engine-calls.ts'
import { createLoadedModel } from './loaded-model.ts'
import { readColor, readMaskPixels, writePng } from './pixels.ts'
import { openSdLibrary, toArray, toStruct, type RawImage, type SdLibrary, type Values } from './sd-library.ts'
import { upscaleFile, type Hear, type UpscaleWatch } from './upscale-file.ts'

export interface DrawWatch {
  readonly signal: AbortSignal
  /** null = a model is loading. */
  onProgress(fraction: number | null): void
  onPreview(png: Uint8Array<ArrayBuffer>): void
}

/** Draws with one library; the last model used stays loaded. */
export interface Drawer {
  readonly library: SdLibrary
  /** Returns the current devices. What the loaded model uses counts as free: it makes room for the next one. */
  facts(): EngineFacts
  draw(request: EngineRequest, watch: DrawWatch): Promise<EngineOutput<'generate'>>
  upscale(request: UpscaleRequest, watch: DrawWatch): Promise<null>
  convert(conversion: ModelConversion, watch: DrawWatch): Promise<null>
}

/** How many of the library's last log lines go with a failure; more add nothing. */
const keptLogLines = 5
const errorLevel = 3

/** @throws engine/unusable */
export function createDrawer(libraryPath: string): Drawer {
  const log = createLog()
  let current: Hearing | null = null
  const library = openSdLibrary(libraryPath, {
    onStep: (step, steps) => current?.step(step, steps),
    onPreview: (image) => current?.preview(image),
    onLog: log.note,
  })
  const model = createLoadedModel(library)

  async function draw(request: EngineRequest, watch: DrawWatch): Promise<EngineOutput<'generate'>> {
    log.clear()
    const values = await toValues(library, request)
    const context = await model.load(request.model, () => watch.onProgress(null))
    watch.signal.throwIfAborted()
    library.wantPreviews(request.wantsPreviews)
    current = createHearing(request, watch)
    const cancel = () => context.cancel()
    watch.signal.addEventListener('abort', cancel, { once: true })
    watch.onProgress(0)
    try {
      const images = await context.generate(values)
      model.hasDrawn()
      watch.signal.throwIfAborted()
      if (images === null) throw new AppError('engine/failed', messages.noImage)
      return await Promise.all(
        images.map(async (image, index) => ({ png: await writePng(image), seed: (request.seed + index) >>> 0 })),
      )
    } finally {
      current = null
      watch.signal.removeEventListener('abort', cancel)
    }
  }

  const explained = (thrown: unknown) => Promise.reject(log.explain(thrown))

  const listen: Hear = (step) => void (current = { step, preview: () => undefined })

  /** Runs work that counts the library's steps itself, through `hear`, and has no previews. */
  async function counted<T>(watch: DrawWatch, work: () => Promise<T>): Promise<T> {
    log.clear()
    watch.onProgress(0)
    return work()
      .catch(explained)
      .finally(() => (current = null))
  }

  return {
    library,
    facts: () => model.facts(),
    draw: (request, watch) => draw(request, watch).catch(explained),
    upscale: (request, watch) => counted(watch, () => upscaleFile(library, request, { ...watch, hear: listen })),
    convert: (conversion, watch) => counted(watch, () => convert(library, conversion, { ...watch, hear: listen })),
  }
}

async function convert(
  library: SdLibrary,
  { from, to, type, exceptions }: ModelConversion,
  { onProgress, hear }: Pick<UpscaleWatch, 'onProgress' | 'hear'>,
): Promise<null> {
  hear((step, steps) => onProgress(steps === 0 ? 0 : Math.min(1, step / steps)))
  const number = library.typeOf(type)
  if (number === null) throw new AppError('engine/failed', messages.noPrecision({ type }))
  const rules = exceptions.map(({ pattern, type: exceptionType }) => `${pattern}=${exceptionType}`).join(',')
  if (!(await library.convert(from, to, number, rules))) {
    throw new AppError('engine/failed', messages.notConverted)
  }
  return null
}

interface Hearing {
  step(step: number, steps: number): void
  preview(image: RawImage): void
}

/** Counts the steps of each image and pass; other work (loading, tiled decoding) has other totals and is ignored. */
function createHearing(request: EngineRequest, watch: DrawWatch): Hearing {
  let done = 0
  const passes = request.n * (request.hires === null ? 1 : 2)
  let isWriting = false
  return {
    step(step, steps) {
      if (isSampling(request, steps) && step > 0) {
        watch.onProgress(Math.min(1, (done + step / steps) / passes))
        if (step === steps) done += 1
      } else watch.onProgress(Math.min(1, done / passes))
    },
    preview(image) {
      // A preview that arrives while another is being written is already out of date.
      if (isWriting) return
      isWriting = true
      writePng(image)
        .then(watch.onPreview, () => undefined)
        .finally(() => (isWriting = false))
    },
  }
}

/**
 * With a denoising strength only the last steps are sampled; a second pass samples one less if that is not a whole
 * number.
 */
function isSampling({ steps, strength, source, hires }: EngineRequest, counted: number): boolean {
  if (counted === steps) return true
  if (hires !== null) return Math.abs(counted - steps) <= 1
  return source !== null && Math.abs(counted - steps * strength) <= 1
}

async function toValues(library: SdLibrary, request: EngineRequest): Promise<Values> {
  const defaults = library.defaults()
  const { widthPx, heightPx, source, mask, references } = request
  const sampling = defaults['sample_params'] as Values
  const tiling = defaults['vae_tiling_params'] as Values
  const images = await Promise.all(references.map((bytes) => readColor(bytes)))
  return {
    ...defaults,
    prompt: request.prompt,
    negative_prompt: request.negativePrompt,
    width: widthPx,
    height: heightPx,
    batch_count: request.n,
    seed: BigInt(request.seed),
    strength: request.strength,
    init_image: toStruct(source && (await readColor(source, widthPx, heightPx))),
    mask_image: toStruct(mask && (await readMaskPixels(mask, widthPx, heightPx))),
    ...(await controlOf(library, request)),
    ref_images: toArray('sd_image_t', images.map(toStruct)),
    ref_images_count: images.length,
    loras: toArray(
      'sd_lora_t',
      request.loras.map(({ path, scale }) => ({ is_high_noise: false, multiplier: scale, path })),
    ),
    lora_count: request.loras.length,
    sample_params: { ...sampling, ...samplingOf(library, request, sampling) },
    vae_tiling_params: { ...tiling, enabled: request.model.saving.isVaeTiled },
    ...(request.hires && { hires: { ...(defaults['hires'] as Values), ...hiresOf(library, request.hires) } }),
    circular_x: request.isTiling,
    circular_y: request.isTiling,
  }
}

async function controlOf(library: SdLibrary, { control, widthPx, heightPx }: EngineRequest): Promise<Values> {
  if (control === null) return {}
  const image = await readColor(control.image, widthPx, heightPx)
  const followed = control.findsEdges ? await library.findEdges(image) : image
  return { control_image: toStruct(followed), control_strength: control.strength }
}

function hiresOf(library: SdLibrary, hires: NonNullable<EngineRequest['hires']>): Values {
  const { upscaler, modelPath, widthPx, heightPx, strength } = hires
  return {
    enabled: true,
    upscaler: requireKnown(messages.wayEnlarging, upscaler, library.hiresUpscalerOf(upscaler)),
    model_path: modelPath,
    target_width: widthPx,
    target_height: heightPx,
    denoising_strength: strength,
  }
}

function samplingOf(library: SdLibrary, request: EngineRequest, defaults: Values): Values {
  const { guidance, distilledGuidance, sampler, scheduler, flowShift, steps } = request
  return {
    sample_steps: steps,
    guidance: {
      ...(defaults['guidance'] as Values),
      txt_cfg: guidance,
      ...(distilledGuidance !== null && { distilled_guidance: distilledGuidance }),
    },
    ...(sampler !== null && { sample_method: requireKnown('sampler', sampler, library.samplerOf(sampler)) }),
    ...(scheduler !== null && { scheduler: requireKnown('scheduler', scheduler, library.schedulerOf(scheduler)) }),
    ...(flowShift !== null && { flow_shift: flowShift }),
  }
}

function requireKnown(kind: string, name: string, number: number | null): number {
  if (number !== null) return number
  throw new AppError('provider/invalid-request', messages.choiceUnknown({ kind, name }))
}

/** Keeps the library's last complaints, often the only explanation of a failure. */
function createLog() {
  let lines: string[] = []
  return {
    clear: () => void (lines = []),
    note(level: number, text: string): void {
      if (level >= errorLevel) lines = [...lines, plain(text)].slice(-keptLogLines)
    },
    explain(thrown: unknown): unknown {
      if (!(thrown instanceof AppError) || thrown.code !== 'engine/failed' || lines.length === 0) return thrown
      const message = lines.join(' · ')
      const lastOutput = messages.lastOutput({ output: message })
      if (isOutOfMemory(message))
        return new AppError('engine/out-of-memory', joinSentences(messages.outOfMemory, lastOutput))
      if (isDeviceLost(message)) return deviceLost(message)
      return new AppError('engine/failed', joinSentences(thrown.message, lastOutput))
    },
  }
}

/** Strips the source location in the engine's code, which means nothing to an artist. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/^\S+\.(?:c|cpp|cu|h|hpp):\d+\s*-\s*/u, '')
    .slice(0, 300)
}
