import { dirname } from 'node:path'
import koffi, { type LibraryHandle } from 'koffi'
import type { MemorySaving, ModelSlot } from '../../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../../shared/domain/local-setup.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/engine.ts'
import type { EngineModel } from '../engine-calls.ts'
import { engineRelease, engineStructs } from './layout.ts'

type KoffiFunction = ReturnType<LibraryHandle['func']>

/** 8-bit pixels, row by row: 3 channels, or 1 for a mask. */
export interface RawImage {
  readonly widthPx: number
  readonly heightPx: number
  readonly channels: number
  readonly data: Uint8Array
}

/** Overrides of the engine's defaults. Nested structures are replaced as a whole. */
export type Values = Readonly<Record<string, unknown>>

export interface LibraryListeners {
  /** Called between steps, for sampling, loading and tiled decoding alike. */
  onStep(step: number, steps: number): void
  onPreview(image: RawImage): void
  /** 0 debug, 1 info, 2 warning, 3 error. */
  onLog(level: number, text: string): void
}

/** stable-diffusion.cpp's C interface, with memory management handled inside. */
export interface SdLibrary {
  facts(): EngineFacts
  defaults(): Values
  /** The library's number for a sampler, scheduler or upscaling method; null = unknown name. */
  samplerOf(name: string): number | null
  schedulerOf(name: string): number | null
  hiresUpscalerOf(name: string): number | null
  /** @throws engine/failed if the files are not a model it can load */
  open(model: EngineModel): Promise<SdContext>
  wantPreviews(isWanted: boolean): void
  /**
   * `tilePx`: the side of the square tiles an image is processed in, which determines the memory needed.
   * @throws engine/failed if the file is not an upscaler it can load
   */
  openUpscaler(model: string, tilePx: number): Promise<SdUpscaler>
  /** Returns white edges on black, at the same size (Canny). */
  findEdges(image: RawImage): Promise<RawImage>
  /** The library's number for a precision, such as `q8_0`; null = unknown name. */
  typeOf(name: string): number | null
  /** Writes a GGUF file. `rules`: `PATTERN=TYPE,…`. `false` = it failed; the log says why. */
  convert(from: string, to: string, type: number, rules: string): Promise<boolean>
}

export interface SdContext {
  /** null = no output: canceled, or failed with a message in the log. */
  generate(values: Values): Promise<readonly RawImage[] | null>
  /** Takes effect between two steps. */
  cancel(): void
  close(): Promise<void>
}

export interface SdUpscaler {
  /** Enlarges by the model's own factor; null = no output; the log says why. */
  enlarge(image: RawImage): Promise<RawImage | null>
  close(): Promise<void>
}

const slotMembers: Readonly<Record<ModelSlot, string>> = {
  model: 'model_path',
  diffusion: 'diffusion_model_path',
  clipL: 'clip_l_path',
  clipG: 'clip_g_path',
  clipVision: 'clip_vision_path',
  t5xxl: 't5xxl_path',
  llm: 'llm_path',
  llmVision: 'llm_vision_path',
  vae: 'vae_path',
  taesd: 'taesd_path',
  controlNet: 'control_net_path',
}

/** `PREVIEW_PROJ`: a linear projection of the latents, which needs no extra model and almost no time. */
const previewByProjection = 1
const cancelAll = 0
const resetCancel = 2
const channelsOfColor = 3

/** @throws engine/unusable if the file is not such a library, or needs something this system lacks */
export function openSdLibrary(path: string, listeners: LibraryListeners): SdLibrary {
  const functions = bind(path)
  listen(functions, listeners)
  return {
    facts: () => ({
      version: String(functions.version() ?? ''),
      commit: String(functions.commit() ?? ''),
      fits: engineRelease,
      devices: readDevices(functions),
    }),
    defaults: () => initialized(functions.initGeneration),
    samplerOf: (name) => numberOf(functions.samplerByName, functions.samplerName, name),
    schedulerOf: (name) => numberOf(functions.schedulerByName, functions.schedulerName, name),
    hiresUpscalerOf: (name) => numberOf(functions.hiresUpscalerByName, functions.hiresUpscalerName, name),
    open: (model) => openContext(functions, model),
    openUpscaler: (model, tilePx) => openUpscaler(functions, model, tilePx),
    findEdges: (image) => findEdges(functions, image),
    typeOf: (name) => numberOf(functions.typeByName, functions.typeName, name),
    convert: async (from, to, type, rules) =>
      // Tensor names are kept: files are recognized by them.
      (await inBackground(functions.convert, from, null, to, type, rules, false)) === true,
    wantPreviews: (isWanted) => functions.setPreview(isWanted ? functions.preview : null, previewByProjection),
  }
}

type Functions = ReturnType<typeof bind>

function bind(path: string) {
  defineTypes()
  const library = load(path)
  const define = (definition: string): KoffiFunction => {
    try {
      return library.func(definition)
    } catch (thrown) {
      throw unusable(path, thrown)
    }
  }
  const setPreviewCallback = define(
    'void sd_set_preview_callback(PreviewCallback *cb, int mode, int interval, bool denoised, bool noisy, void *data)',
  )
  return {
    preview: null as bigint | null,
    setPreview: (callback: bigint | null, mode: number) => setPreviewCallback(callback, mode, 1, true, false, null),
    version: define('const char *sd_version()'),
    commit: define('const char *sd_commit()'),
    memory: tryBindMemory(library),
    listDevices: define('size_t sd_list_devices(_Out_ uint8_t *buffer, size_t size)'),
    initContext: define('void sd_ctx_params_init(_Out_ sd_ctx_params_t *params)'),
    initGeneration: define('void sd_img_gen_params_init(_Out_ sd_img_gen_params_t *params)'),
    newContext: define('sd_ctx_t *new_sd_ctx(const sd_ctx_params_t *params)'),
    freeContext: define('void free_sd_ctx(sd_ctx_t *context)'),
    generate: define(
      'bool generate_image(sd_ctx_t *context, const sd_img_gen_params_t *params, _Out_ void **images, _Out_ int *count)',
    ),
    newUpscaler: define(
      'upscaler_ctx_t *new_upscaler_ctx(const char *path, bool direct, int threads, int tile, const char *backend, const char *params_backend)',
    ),
    freeUpscaler: define('void free_upscaler_ctx(upscaler_ctx_t *upscaler)'),
    upscale: define(
      'bool upscale(upscaler_ctx_t *upscaler, sd_image_t image, uint32_t factor, _Out_ void **images, _Out_ int *count)',
    ),
    convert: define(
      'bool convert(const char *from, const char *vae, const char *to, int type, const char *rules, bool renames)',
    ),
    findEdges: define('bool preprocess_canny(sd_image_t image, float, float, float, float, bool)'),
    typeByName: define('int str_to_sd_type(const char *name)'),
    typeName: define('const char *sd_type_name(int type)'),
    cancel: define('void sd_cancel_generation(sd_ctx_t *context, int mode)'),
    freeImages: define('void free_sd_images(void *images, int count)'),
    setProgress: define('void sd_set_progress_callback(ProgressCallback *cb, void *data)'),
    setLog: define('void sd_set_log_callback(LogCallback *cb, void *data)'),
    samplerByName: define('int str_to_sample_method(const char *name)'),
    samplerName: define('const char *sd_sample_method_name(int method)'),
    schedulerByName: define('int str_to_scheduler(const char *name)'),
    schedulerName: define('const char *sd_scheduler_name(int scheduler)'),
    hiresUpscalerByName: define('int str_to_sd_hires_upscaler(const char *name)'),
    hiresUpscalerName: define('const char *sd_hires_upscaler_name(int upscaler)'),
  }
}

let areTypesDefined = false

/** koffi's type names are global to the process. */
function defineTypes(): void {
  if (areTypesDefined) return
  for (const [name, members] of Object.entries(engineStructs)) koffi.struct(name, members)
  koffi.opaque('sd_ctx_t')
  koffi.opaque('upscaler_ctx_t')
  koffi.proto('void ProgressCallback(int step, int steps, float seconds, void *data)')
  koffi.proto('void PreviewCallback(int step, int count, void *images, bool noisy, void *data)')
  koffi.proto('void LogCallback(int level, const char *text, void *data)')
  areTypesDefined = true
}

// Electron replaces the system allocator with one that ends the process on a single allocation of more than one
// gigabyte, such as weights. With this flag the library resolves the system's allocator first (RTLD_DEEPBIND, on
// Linux). Plain Node has no such allocator, but a C++ runtime of its own: bound past it, the library's prompts end its
// process (`std::bad_cast`).
const withOwnMemory = { deep: process.versions.electron !== undefined }

function load(path: string) {
  try {
    if (process.platform === 'win32') searchForDlls(dirname(path))
    return koffi.load(path, withOwnMemory)
  } catch (thrown) {
    throw unusable(path, thrown)
  }
}

/**
 * Windows searches for a DLL's dependencies in the program's folder, not the DLL's: ggml-cuda.dll would not find
 * cudart64_12.dll next to it. The first call applies to `LoadLibrary`, which ggml uses for its backends; the second to
 * processes that restrict the search path. On Linux and macOS the libraries of a release declare that their
 * dependencies are next to them ($ORIGIN, @loader_path).
 */
function searchForDlls(folder: string): void {
  const kernel = koffi.load('kernel32.dll')
  kernel.func('bool __stdcall SetDllDirectoryW(const char16_t *path)')(folder)
  kernel.func('void * __stdcall AddDllDirectory(const char16_t *path)')(folder)
}

function unusable(path: string, thrown: unknown): AppError {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('engine/unusable', messages.libraryUnusable({ path, reason: message }))
}

/** The callbacks live as long as the process: the library may call them at any time. */
function listen(functions: Functions, { onStep, onPreview, onLog }: LibraryListeners): void {
  functions.setLog(
    koffi.register((level: number, text: string) => onLog(level, text), 'LogCallback *'),
    null,
  )
  functions.setProgress(
    koffi.register((step: number, steps: number) => onStep(step, steps), 'ProgressCallback *'),
    null,
  )
  functions.preview = koffi.register((_step: number, count: number, images: bigint) => {
    const [first] = count > 0 ? copyImages(images, 1) : []
    if (first) onPreview(first)
  }, 'PreviewCallback *')
}

function readDevices({ listDevices, memory }: Functions): EngineFacts['devices'] {
  const size = Number(listDevices(null, 0))
  const buffer = Buffer.alloc(size + 1)
  listDevices(buffer, buffer.length)
  const lines = buffer.toString('utf8', 0, size).split('\n')
  const named = lines.map((line) => line.trim().split('\t')).filter(([name]) => name !== '')
  return named.map(([name = '', label = ''], index) => ({
    name,
    label: label === '' ? name : label,
    ...(memory === null ? { kind: null, freeBytes: null, totalBytes: null } : readMemory(memory, index)),
  }))
}

/** By ggml's numbering: CPU, GPU, and a device that shares system memory. */
const deviceKinds = ['cpu', 'gpu', 'other'] as const

type Memory = ReturnType<typeof bindMemory>

function readMemory(
  { get, type, memory }: Memory,
  index: number,
): Pick<EngineFacts['devices'][number], 'kind' | 'freeBytes' | 'totalBytes'> {
  const device: unknown = get(index)
  const [free, total]: [[unknown], [unknown]] = [[0], [0]]
  memory(device, free, total)
  const kind = deviceKinds[Number(type(device))] ?? 'other'
  return { kind, freeBytes: Number(free[0]), totalBytes: Number(total[0]) }
}

/** ggml's own functions, in the order of its `ggml-backend.h`: the library's header has none for memory. */
function bindMemory(library: LibraryHandle) {
  return {
    get: library.func('void *ggml_backend_dev_get(size_t index)'),
    type: library.func('int ggml_backend_dev_type(void *device)'),
    memory: library.func('void ggml_backend_dev_memory(void *device, _Out_ size_t *free, _Out_ size_t *total)'),
  }
}

/** null = this build does not export them, so memory is unknown. */
function tryBindMemory(library: LibraryHandle): Memory | null {
  try {
    return bindMemory(library)
  } catch {
    return null
  }
}

function initialized(init: KoffiFunction): Values {
  const values = {}
  init(values)
  return values
}

/** For an unknown name the library returns the number of known names, which itself has no name. */
function numberOf(byName: KoffiFunction, nameOf: KoffiFunction, name: string): number | null {
  const number = Number(byName(name))
  return nameOf(number) === name ? number : null
}

async function openContext(functions: Functions, { files, saving }: EngineModel): Promise<SdContext> {
  const values: Record<string, unknown> = { ...initialized(functions.initContext), ...contextValues(saving) }
  for (const [slot, path] of Object.entries(files)) values[slotMembers[slot as ModelSlot]] = path
  const context: unknown = await inBackground(functions.newContext, values)
  if (context === null) throw new AppError('engine/failed', messages.modelNotLoaded)
  return {
    async generate(request) {
      functions.cancel(context, resetCancel)
      return takeImages(functions, functions.generate, context, request)
    },
    cancel: () => functions.cancel(context, cancelAll),
    close: async () => void (await inBackground(functions.freeContext, context)),
  }
}

const isDirectConvolution = false
/** Required by the interface but ignored: a model has the factor it was trained for. */
const unusedFactor = 4

async function openUpscaler(functions: Functions, model: string, tilePx: number): Promise<SdUpscaler> {
  const threads = initialized(functions.initContext)['n_threads']
  const args = [model, isDirectConvolution, threads, tilePx, null, null]
  const upscaler: unknown = await inBackground(functions.newUpscaler, ...args)
  if (upscaler === null) throw new AppError('engine/failed', messages.upscalerNotLoaded)
  return {
    async enlarge(image) {
      const images = await takeImages(functions, functions.upscale, upscaler, toStruct(image), unusedFactor)
      return images?.[0] ?? null
    },
    close: async () => void (await inBackground(functions.freeUpscaler, upscaler)),
  }
}

/** Defaults of its command line: thresholds, gray of weak and strong edges, and whether to invert. */
const edges = [0.08, 0.08, 0.8, 1, false] as const

async function findEdges(functions: Functions, image: RawImage): Promise<RawImage> {
  // The library writes the result into its input.
  const copy = { ...image, data: Uint8Array.from(image.data) }
  if ((await inBackground(functions.findEdges, toStruct(copy), ...edges)) !== true)
    throw new AppError('engine/failed', messages.noEdges)
  return copy
}

/** Copies the images a function returns and frees them; null = it failed. */
async function takeImages(
  functions: Functions,
  make: KoffiFunction,
  ...args: readonly unknown[]
): Promise<RawImage[] | null> {
  const images: [unknown] = [null]
  const count: [number] = [0]
  const isDone = await inBackground(make, ...args, images, count)
  if (isDone !== true || images[0] === null || count[0] === 0) return null
  try {
    return copyImages(images[0], count[0])
  } finally {
    functions.freeImages(images[0], count[0])
  }
}

function contextValues({ weights, isFlashAttention, isEncoderOnCpu }: MemorySaving): Values {
  return {
    // Weights that are reloaded each time must not be loaded up front as well.
    eager_load: weights !== 'disk',
    diffusion_flash_attn: isFlashAttention,
    ...(isEncoderOnCpu && { backend: 'te=cpu' }),
    ...(weights !== 'device' && { params_backend: weights === 'disk' ? 'disk' : 'cpu' }),
    // All free memory but one gigabyte.
    ...(weights === 'streamed' && { stream_layers: true, max_vram: '-1' }),
  }
}

/** Runs the call on another thread, so that this one keeps receiving steps and cancels. */
function inBackground(call: KoffiFunction, ...args: readonly unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call.async(...args, (error: Error | null, result: unknown) => {
      if (error) reject(error)
      else resolve(result)
    })
  })
}

/** Copies, because the memory belongs to the library and Electron forbids external buffers. */
function copyImages(pointer: unknown, count: number): RawImage[] {
  const images = koffi.decode(pointer, 'sd_image_t', count) as {
    [member in keyof typeof engineStructs.sd_image_t]: unknown
  }[]
  return images.flatMap(({ width, height, channel, data }) => {
    const [widthPx, heightPx, channels] = [Number(width), Number(height), Number(channel)]
    if (data === null || widthPx * heightPx * channels === 0) return []
    const bytes = koffi.decode(data, koffi.array('uint8_t', widthPx * heightPx * channels, 'Typed')) as Uint8Array
    return [{ widthPx, heightPx, channels, data: bytes }]
  })
}

/** Converts an image to its C structure. The caller keeps `data` alive for the duration of the call. */
export function toStruct(image: RawImage | null): Values {
  if (image === null) return { width: 0, height: 0, channel: channelsOfColor, data: null }
  return { width: image.widthPx, height: image.heightPx, channel: image.channels, data: image.data }
}

/** Builds a C array of structures. */
export function toArray(type: keyof typeof engineStructs, values: readonly Values[]): unknown {
  return values.length === 0 ? null : koffi.as([...values], `${type} *`)
}
