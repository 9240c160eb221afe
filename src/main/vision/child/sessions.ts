import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import type * as Runtime from 'onnxruntime-node'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Device } from '../vision-calls.ts'

/** A model that is loaded, on whichever processor. */
export interface Model extends Pick<
  Runtime.InferenceSession,
  'inputNames' | 'outputNames' | 'inputMetadata' | 'outputMetadata'
> {
  /** @param outputs which are computed; all by default */
  run(feeds: Readonly<Record<string, Runtime.Tensor>>, outputs?: readonly string[]): Promise<Outputs>
  release(): Promise<void>
}
type Outputs = Runtime.InferenceSession.OnnxValueMapType

export interface OpenOptions {
  /** For a model that does too little at a time for a GPU. */
  readonly staysOnCpu?: boolean
}

export interface Sessions {
  /** @throws model/damaged if the runtime rejects the file, storage/* if it cannot be read */
  open(path: string, options?: OpenOptions): Promise<Model>
  /** What the model loaded last runs on, of those that may be on a GPU; null before the first. */
  device(): Device | null
}

/**
 * The four graphs of a model that describes images, an image encoder with its text encoder or mask decoder, and two more:
 * each may hold a gigabyte.
 */
const openMax = 8
/** The window, and whatever else the computer does, keep the other half. */
const threads = Math.max(1, Math.floor(availableParallelism() / 2))
/** Integers in four or eight bits are for CPUs: on a GPU every layer converts them there and back. */
const isQuantized = (path: string) => /_(u?int8|quantized|q4(f16)?|bnb4)\.onnx$/.test(path)

/** Keeps the models used last loaded, until their file changes. @param usesGpu whether it may be tried */
export function createSessions({ usesGpu }: { readonly usesGpu: boolean }): Sessions {
  const loaded = new Map<string, Promise<Model>>()
  let device: Device | null = null
  /** A GPU that failed once is left alone until the next start. */
  let problem: string | null = null

  async function release(key: string): Promise<void> {
    const session = loaded.get(key)
    loaded.delete(key)
    await session?.then((each) => each.release()).catch(() => undefined)
  }

  function giveUpGpu(thrown: unknown): void {
    problem = reasonOf(thrown)
    device = { isGpu: false, problem }
  }

  async function load(path: string, { staysOnCpu = false }: OpenOptions = {}): Promise<Model> {
    const runtime = await loadRuntime()
    if (staysOnCpu) return createForCpu(runtime, path)
    const mayUseGpu = usesGpu && problem === null && !isQuantized(path) && hasWebGpu(runtime)
    const onGpu = mayUseGpu ? await create(runtime, path, gpuProviders).catch(toError) : null
    if (onGpu === null || onGpu instanceof Error) {
      const session = await createForCpu(runtime, path)
      // Where the CPU cannot load it either, the model is at fault.
      if (onGpu !== null) giveUpGpu(onGpu)
      device = { isGpu: false, problem }
      return session
    }
    device = { isGpu: true, problem: null }
    return withFallback(onGpu, () => create(runtime, path, cpuProviders), giveUpGpu)
  }

  return {
    device: () => device,
    async open(path, options) {
      const { size, mtimeMs } = await stat(path).catch((thrown: unknown) => {
        throw toFileError(thrown, messages.cannotReadModel({ name: basename(path) }))
      })
      const key = `${path}\n${size}\n${mtimeMs}`
      const session = loaded.get(key) ?? load(path, options)
      loaded.delete(key)
      loaded.set(key, session)
      const [oldest] = loaded.keys()
      if (loaded.size > openMax && oldest !== undefined) void release(oldest)
      return session.catch((thrown: unknown) => {
        loaded.delete(key)
        throw thrown
      })
    },
  }
}

/** WebGPU runs on Vulkan, Direct3D 12 and Metal alike, and what it cannot compute is left to the CPU. */
const gpuProviders = ['webgpu', 'cpu']
const cpuProviders = ['cpu']

const hasWebGpu = ({ listSupportedBackends }: typeof Runtime) =>
  listSupportedBackends().some(({ name }) => name === 'webgpu')

const createForCpu = (runtime: typeof Runtime, path: string) =>
  create(runtime, path, cpuProviders).catch((thrown: unknown) => {
    throw unreadable(path, thrown)
  })

async function create(runtime: typeof Runtime, path: string, executionProviders: string[]): Promise<Model> {
  const session = await runtime.InferenceSession.create(path, {
    executionProviders,
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    // Errors come as exceptions; warnings about the model's graph help nobody here.
    logSeverityLevel: 3,
  })
  const { inputNames, outputNames, inputMetadata, outputMetadata } = session
  const runs = new Set<Promise<unknown>>()
  return {
    inputNames,
    outputNames,
    inputMetadata,
    outputMetadata,
    run(feeds, outputs) {
      const run = outputs === undefined ? session.run(feeds) : session.run(feeds, outputs)
      runs.add(run)
      return run.finally(() => runs.delete(run))
    },
    // Other calls may be in the middle of one.
    async release() {
      await Promise.allSettled(runs)
      await session.release()
    },
  }
}

/** A driver may fail in the middle of work, or run out of memory: the same then runs on the CPU, and so does the rest. */
function withFallback(onGpu: Model, createOnCpu: () => Promise<Model>, onFailure: (thrown: unknown) => void): Model {
  let onCpu: Promise<Model> | null = null
  let isLost = false
  return {
    inputNames: onGpu.inputNames,
    outputNames: onGpu.outputNames,
    inputMetadata: onGpu.inputMetadata,
    outputMetadata: onGpu.outputMetadata,
    async run(feeds, outputs) {
      const thrown = isLost ? null : await onGpu.run(feeds, outputs).catch(toError)
      if (thrown !== null && !(thrown instanceof Error)) return thrown
      const model = await (onCpu ??= createOnCpu().catch((failure: unknown) => {
        onCpu = null
        throw failure
      }))
      const found = await model.run(feeds, outputs)
      // Where the CPU cannot run it either, the model is at fault.
      if (thrown !== null) onFailure(thrown)
      isLost = true
      return found
    },
    async release() {
      await Promise.all([onGpu.release(), (await onCpu)?.release()])
    },
  }
}

const toError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)))
const reasonOf = (thrown: unknown) => toError(thrown).message.slice(0, 500)

function unreadable(path: string, thrown: unknown): AppError {
  return new AppError('model/damaged', messages.modelUnreadable({ name: basename(path) }), {
    cause: thrown,
    detail: { reason: reasonOf(thrown) },
  })
}

/** Loaded lazily: a process that fails before needs no runtime. @throws model/unsupported where there is none */
async function loadRuntime(): Promise<typeof Runtime> {
  try {
    return await import('onnxruntime-node')
  } catch (thrown) {
    throw new AppError('model/unsupported', messages.noRuntime, { cause: thrown })
  }
}
