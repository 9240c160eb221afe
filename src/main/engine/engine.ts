import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Warning } from '../../shared/domain/generation.ts'
import type { MemorySaving } from '../../shared/domain/local-record.ts'
import type { EngineFacts } from '../../shared/domain/local-setup.ts'
import { AppError, fromErrorData, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ChildPort } from '../platform/process/child-port.ts'
import { startAwakeTimer } from '../platform/pure/awake-timer.ts'
import {
  engineCalls,
  type EngineInput,
  type EngineMethod,
  type EngineModel,
  type EngineOutput,
  type EngineRequest,
  type FromEngine,
  fromEngineSchema,
  loadedAs,
  type ModelConversion,
  type UpscaleRequest,
} from './engine-calls.ts'
import { abortedTooOften, diedError, stillError, unfitError } from './engine-errors.ts'
import type { MemoryPlan, ModelWeights } from './fit-memory.ts'
import { writeTinyModel } from './tiny-model.ts'

export type { MemoryPlan, ModelWeights } from './fit-memory.ts'

export type { ModelConversion, EngineModel, EngineRequest, UpscaleRequest } from './engine-calls.ts'

/** What is reported while images are drawn. */
export interface EngineWatch {
  readonly signal: AbortSignal
  /** The model is being loaded because another one, or none, was in memory. */
  onLoading?(): void
  /** 0 to 1 over all images of the request. */
  onProgress?(fraction: number): void
  /** A coarse preview of the image being drawn, as PNG. */
  onPreview?(png: Uint8Array<ArrayBuffer>): void
  /** Replaces the engine's limit of time without progress. */
  readonly stillMs?: number
}

export interface EngineImage {
  readonly png: Uint8Array<ArrayBuffer>
  readonly seed: number
}

/**
 * An engine that runs models on this computer, in a process of its own: started on first use, ended when idle for a
 * while, and restarted after a crash.
 */
export interface LocalEngine {
  /**
   * Loads the library and returns its version, its usable devices and their free memory. The loaded model counts as
   * free, since it makes room for the next one. @throws engine/*
   */
  inspect(libraryPath: string): Promise<EngineFacts>
  /** Does the same in a new process with nothing loaded: memory that is not free is used by others. @throws engine/* */
  inspectEmpty(libraryPath: string): Promise<EngineFacts>
  /**
   * Draws small images with a random test model and checks them: the interface has no version check, so an incompatible
   * library is detected here and not during a user's work.
   * @throws engine/unusable, request/cancelled
   */
  prove(libraryPath: string, signal: AbortSignal): Promise<EngineFacts>
  /**
   * Draws `request.n` images, one request at a time; others wait. A cancel takes effect between two steps.
   * @throws engine/stopped if the process died or hung, engine/failed if there is no output, request/cancelled
   */
  generate(libraryPath: string, request: EngineRequest, watch: EngineWatch): Promise<readonly EngineImage[]>
  /**
   * Writes an enlarged image tile by tile, including transparency. A cancel ends the process; the caller removes what
   * was written. @throws engine/*, storage/*, request/cancelled
   */
  upscale(libraryPath: string, request: UpscaleRequest, watch: EngineWatch): Promise<void>
  /**
   * Rewrites the weights of a file in another precision. A cancel ends the process and leaves a partial file that is
   * not a valid model. @throws engine/*, request/cancelled
   */
  convert(libraryPath: string, conversion: ModelConversion, watch: EngineWatch): Promise<void>
  /** Whether a process is running, which may hold a model. */
  isRunning(): boolean
  /** Whether exactly this model is loaded, so that the next image need not wait for it. */
  isLoaded(libraryPath: string, model: EngineModel): boolean
  /** Ends the process, which frees the device memory. A drawing in progress fails as canceled. */
  unload(): Promise<void>
  dispose(): Promise<void>
}

export interface WeighedModel {
  readonly id: string
  readonly label: string
  readonly weights: ModelWeights
}

/** Chooses memory-saving switches from the free memory and from earlier failures. */
export interface MemoryPlanner {
  /** Records the devices as soon as the engine has reported them. */
  note(devices: EngineFacts['devices']): void
  /** null = the engine has not reported free memory. */
  plan(model: WeighedModel, size: Size): MemoryPlan | null
  /** The saving that `draw` would start with. */
  saving(model: WeighedModel, size: Size, wished?: MemorySaving | null): MemorySaving
  /** Returns the warnings to show before drawing. `wished`: the saving of the image that is to be drawn again. */
  warnings(model: WeighedModel, size: Size, wished?: MemorySaving | null): readonly Warning[]
  /**
   * Draws as wished if that fits; if memory runs out, tries again with more saving, which is then used for this size.
   * If that is not enough, the devices are inspected again, since other programs may be the cause. @throws engine/*
   */
  draw<T>(
    model: WeighedModel,
    size: Size,
    draw: (saving: MemorySaving) => Promise<T>,
    wished?: MemorySaving | null,
  ): Promise<T>
  /** Returns a message if other programs are why memory ran out for these weights; null = they are not, or unknown. */
  findOthers(weights: ModelWeights, size: Size): Promise<string | null>
}

export interface EngineOptions {
  /** Starts the host process with a library. */
  readonly start: (libraryPath: string) => ChildPort
  /** Called with what a library reports about itself and its devices. `isFirst`: nothing has been loaded yet. */
  readonly onFacts?: (libraryPath: string, facts: EngineFacts, isFirst: boolean) => void
  /** Called when another model is loaded or the model is unloaded, so `isLoaded` changes. */
  readonly onHeld?: () => void
  /** How much system memory is available now. */
  readonly availableBytes?: () => number
  readonly lookEveryMs?: number
  /** Minimum time without progress before the process is ended; a slow step extends the limit for the ones after it. */
  readonly stillMs?: number
}

/** An idle process is ended after this time, together with the model it holds. */
const idleMs = 5 * 60_000
/** No operating system tells main that memory is low, so it is polled, only while a process is idle. */
const defaultLookEveryMs = 5_000
/** If other programs have no more than this left, an idle process is ended at once. */
const shortBytes = 1_024 ** 3
/** Loading 20 GB from a slow disk reports no progress for minutes. */
const defaultStillMs = 5 * 60_000
/** A model that has ended the process this often in a row is not retried automatically. */
const abortsMax = 2
/** A GPU driver compiles its kernels for the first image, which takes up to a minute. */
const proofStillMs = 2 * 60_000
/** One step may take this many times as long as the longest before it. */
const slowerThanLongest = 20

export function createEngine(options: EngineOptions): LocalEngine {
  return new EngineProcess(options)
}

interface Pending {
  receive(message: FromEngine): void
  fail(error: AppError): void
}

/** Owns the engine process: starts it on demand, ends it when it is idle or hangs, and matches responses to calls. */
class EngineProcess implements LocalEngine {
  readonly #options: EngineOptions
  readonly #stillMs: number
  readonly #pending = new Map<number, Pending>()
  /** How often in a row each model has ended the process. */
  readonly #aborts = new Map<string, number>()
  #running: { readonly child: ChildPort; readonly libraryPath: string } | null = null
  /** The model loaded in the process: the one used for the last drawing. */
  #held: string | null = null
  /** The process that has already reported its facts. */
  #inspected: ChildPort | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #idle: ReturnType<typeof setInterval> | undefined
  #lastId = 0
  #isDisposed = false

  constructor(options: EngineOptions) {
    this.#options = options
    this.#stillMs = options.stillMs ?? defaultStillMs
  }

  inspect(libraryPath: string): Promise<EngineFacts> {
    return this.#inTurn(() => this.#inspect(libraryPath))
  }

  inspectEmpty(libraryPath: string): Promise<EngineFacts> {
    return this.#inTurn(async () => {
      await this.unload()
      return this.#inspect(libraryPath)
    })
  }

  /** Asks again every time, since other programs allocate and free memory. */
  async #inspect(libraryPath: string): Promise<EngineFacts> {
    const { signal } = new AbortController()
    const facts = await this.#ask(libraryPath, 'inspect', {}, { signal })
    const child = this.#running?.child ?? null
    const isFirst = this.#inspected !== child && this.#held === null
    this.#inspected = child
    this.#options.onFacts?.(libraryPath, facts, isFirst)
    return facts
  }

  prove(libraryPath: string, signal: AbortSignal): Promise<EngineFacts> {
    // An incompatible library may ignore a cancel, so its process is ended.
    const end = () => void this.unload()
    const stillMs = Math.min(this.#stillMs, proofStillMs)
    return this.#inTurn(async () => {
      signal.addEventListener('abort', end, { once: true })
      try {
        const facts = await withTinyModel((model) => this.#ask(libraryPath, 'prove', { model }, { signal, stillMs }))
        this.#options.onFacts?.(libraryPath, facts, true)
        return facts
      } catch (thrown) {
        throw signal.aborted ? AppError.cancelled() : unfitError(libraryPath, thrown)
      } finally {
        signal.removeEventListener('abort', end)
      }
    })
  }

  generate(libraryPath: string, request: EngineRequest, watch: EngineWatch): Promise<readonly EngineImage[]> {
    return this.#inTurn(async () => {
      const model = JSON.stringify(request.model)
      const aborts = this.#aborts.get(model) ?? 0
      if (aborts >= abortsMax) throw abortedTooOften(abortsMax)
      try {
        const images = await this.#ask(libraryPath, 'generate', request, this.#noteLoads(request.model, watch))
        this.#aborts.delete(model)
        return images
      } catch (thrown) {
        if (thrown instanceof AppError && thrown.code === 'engine/stopped') this.#aborts.set(model, aborts + 1)
        // Data of the library on the lost device is unusable.
        if (thrown instanceof AppError && thrown.code === 'engine/device-lost') await this.unload()
        throw thrown
      }
    })
  }

  async upscale(libraryPath: string, request: UpscaleRequest, watch: EngineWatch): Promise<void> {
    await this.#askDeaf(libraryPath, 'upscale', request, watch)
  }

  async convert(libraryPath: string, conversion: ModelConversion, watch: EngineWatch): Promise<void> {
    await this.#askDeaf(libraryPath, 'convert', conversion, watch)
  }

  isRunning(): boolean {
    return this.#running !== null
  }

  isLoaded(libraryPath: string, model: EngineModel): boolean {
    return this.#running?.libraryPath === libraryPath && this.#held === loadedAs(model)
  }

  unload(): Promise<void> {
    return this.#stop(AppError.cancelled())
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    await this.unload()
  }

  /** Runs calls one at a time: two drawings at once on one device slow each other down or run out of memory. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work).finally(() => {
      this.#rest()
    })
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  /** Ends an idle process after a while, or at once if other programs need the memory. */
  #rest(): void {
    const { availableBytes, lookEveryMs = defaultLookEveryMs } = this.#options
    const since = performance.now()
    clearInterval(this.#idle)
    if (this.#running === null) return
    this.#idle = setInterval(() => {
      const isShort = availableBytes !== undefined && availableBytes() < shortBytes
      if (isShort || performance.now() - since >= idleMs) void this.unload()
    }, lookEveryMs)
    this.#idle.unref()
  }

  #noteLoads(model: EngineModel, watch: EngineWatch): EngineWatch {
    return {
      ...watch,
      onLoading: () => {
        this.#hold(null)
        watch.onLoading?.()
      },
      onProgress: (fraction) => {
        this.#hold(this.#running && loadedAs(model))
        watch.onProgress?.(fraction)
      },
    }
  }

  #hold(name: string | null): void {
    if (this.#held === name) return
    this.#held = name
    this.#options.onHeld?.()
  }

  /** For calls during which the library cannot react to a cancel: its process is ended instead. */
  #askDeaf<M extends EngineMethod>(
    libraryPath: string,
    method: M,
    input: EngineInput<M>,
    watch: EngineWatch,
  ): Promise<EngineOutput<M>> {
    const end = () => void this.unload()
    return this.#inTurn(async () => {
      watch.signal.addEventListener('abort', end, { once: true })
      try {
        return await this.#ask(libraryPath, method, input, watch)
      } finally {
        watch.signal.removeEventListener('abort', end)
      }
    })
  }

  async #ask<M extends EngineMethod>(
    libraryPath: string,
    method: M,
    input: EngineInput<M>,
    watch: EngineWatch,
  ): Promise<EngineOutput<M>> {
    if (this.#isDisposed || watch.signal.aborted) throw AppError.cancelled()
    const child = await this.#requireChild(libraryPath)
    const id = ++this.#lastId
    const response = this.#awaitAnswer(id, child, watch)
    child.post({ type: 'call', id, method, input })
    return engineCalls[method].output.parse(await response) as EngineOutput<M>
  }

  #awaitAnswer(id: number, child: ChildPort, watch: EngineWatch): Promise<unknown> {
    const { signal } = watch
    const guard = createGuard(watch.stillMs ?? this.#stillMs, () => void this.#stop(stillError()))
    let isLoading = false
    // The library cannot react to a cancel while it loads a model, but the process can be ended.
    const cancel = (): void => {
      if (isLoading) void this.unload()
      else child.post({ type: 'cancel', id })
    }
    signal.addEventListener('abort', cancel, { once: true })
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#pending.set(id, {
      fail: reject,
      receive: (message) => {
        guard.moved(message.type === 'progressed' && message.fraction !== null && message.fraction > 0)
        if (message.type === 'progressed') {
          isLoading = message.fraction === null
          if (isLoading && signal.aborted) cancel()
          else if (message.fraction === null) watch.onLoading?.()
          else watch.onProgress?.(message.fraction)
        } else if (message.type === 'previewed') watch.onPreview?.(message.png)
        else if (message.type === 'done') resolve(message.value)
        else reject(fromErrorData(message.error))
      },
    })
    return promise.finally(() => {
      guard.end()
      this.#pending.delete(id)
      signal.removeEventListener('abort', cancel)
    })
  }

  async #requireChild(libraryPath: string): Promise<ChildPort> {
    clearInterval(this.#idle)
    if (this.#running?.libraryPath === libraryPath) return this.#running.child
    await this.unload()
    const child = this.#options.start(libraryPath)
    this.#running = { child, libraryPath }
    child.onMessage((data) => {
      const message = fromEngineSchema.safeParse(data)
      if (message.success) this.#pending.get(message.data.id)?.receive(message.data)
      // The caller must not wait for a response that cannot be parsed.
      else void this.#stop(new AppError('engine/stopped', messages.unreadableResponse))
    })
    child.onExit((code) => {
      if (this.#running?.child !== child) return
      this.#running = null
      this.#hold(null)
      this.#failAll(diedError(child.lastOutput(), code))
    })
    return child
  }

  /** Fails the pending calls with the error; resolves when the memory is free. */
  async #stop(error: AppError): Promise<void> {
    clearInterval(this.#idle)
    const child = this.#running?.child
    this.#running = null
    this.#hold(null)
    this.#failAll(error)
    if (child === undefined) return
    await new Promise<void>((resolve) => {
      child.onExit(() => resolve())
      child.kill()
    })
  }

  #failAll(error: AppError): void {
    for (const { fail } of this.#pending.values()) fail(error)
  }
}

/** Watches pending calls and reports when nothing has progressed for too long: a hung driver reports nothing. */
function createGuard(stillMs: number, onStill: () => void) {
  let longestMs = 0
  let movedAtMs = performance.now()
  let limitMs = stillMs
  const timer = startAwakeTimer(limitMs, onStill)
  return {
    /** Loading counts as progress, but says nothing about how long a step may take. */
    moved(isStep: boolean): void {
      const nowMs = performance.now()
      // What took longer than its limit was interrupted by the computer's sleep.
      if (isStep && nowMs - movedAtMs < limitMs) longestMs = Math.max(longestMs, nowMs - movedAtMs)
      movedAtMs = nowMs
      limitMs = Math.max(stillMs, longestMs * slowerThanLongest)
      timer.restart(limitMs)
    },
    end: () => timer.end(),
  }
}

async function withTinyModel<T>(work: (model: EngineModel) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-engine-test-'))
  try {
    const model = await writeTinyModel(folder).catch((thrown: unknown) => {
      throw toFileError(thrown, messages.cannotWriteTestModel)
    })
    return await work(model)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
