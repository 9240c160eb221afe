import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import type * as Runtime from 'onnxruntime-node'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'

export interface Sessions {
  /** @throws model/damaged if the runtime rejects the file, storage/* if it cannot be read */
  open(path: string): Promise<Runtime.InferenceSession>
}

/**
 * The four graphs of a model that describes images, an image encoder with its text encoder or mask decoder, and two more:
 * each may hold a gigabyte.
 */
const openMax = 8
/** The window, and whatever else the computer does, keep the other half. */
const threads = Math.max(1, Math.floor(availableParallelism() / 2))

/** Keeps the models used last loaded, until their file changes. */
export function createSessions(): Sessions {
  const loaded = new Map<string, Promise<Runtime.InferenceSession>>()

  async function release(key: string): Promise<void> {
    const session = loaded.get(key)
    loaded.delete(key)
    await session?.then((each) => each.release()).catch(() => undefined)
  }

  return {
    async open(path) {
      const { size, mtimeMs } = await stat(path).catch((thrown: unknown) => {
        throw toFileError(thrown, messages.cannotReadModel({ name: basename(path) }))
      })
      const key = `${path}\n${size}\n${mtimeMs}`
      const session = loaded.get(key) ?? load(path)
      loaded.delete(key)
      loaded.set(key, session)
      const [oldest] = loaded.keys()
      if (loaded.size > openMax && oldest !== undefined) await release(oldest)
      return session.catch((thrown: unknown) => {
        loaded.delete(key)
        throw thrown
      })
    },
  }
}

async function load(path: string): Promise<Runtime.InferenceSession> {
  const { InferenceSession: Session } = await loadRuntime()
  try {
    return await Session.create(path, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: threads,
      // Errors come as exceptions; warnings about the model's graph help nobody here.
      logSeverityLevel: 3,
    })
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new AppError('model/damaged', messages.modelUnreadable({ name: basename(path) }), {
      cause: thrown,
      detail: { reason: reason.slice(0, 500) },
    })
  }
}

/** Loaded lazily: a process that fails before needs no runtime. @throws model/unsupported where there is none */
async function loadRuntime(): Promise<typeof Runtime> {
  try {
    return await import('onnxruntime-node')
  } catch (thrown) {
    throw new AppError('model/unsupported', messages.noRuntime, { cause: thrown })
  }
}
