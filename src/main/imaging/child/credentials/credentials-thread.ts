import { Worker } from 'node:worker_threads'
import type { CredentialsCheck } from '../../../../shared/domain/credentials.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/written-files.ts'
import { debounce } from '../../../../shared/util/debounce.ts'
import type {
  CheckJob,
  CredentialsJob,
  FromCredentialsThread,
  SignJob,
  ToCredentialsThread,
} from './credentials-message.ts'
import { throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import { startAwakeTimer } from '../../../platform/pure/awake-timer.ts'

export interface CredentialsThread {
  /** @throws imaging/process-exited if it timed out or crashed */
  check(job: CheckJob, signal: AbortSignal): Promise<CredentialsCheck>
  /** @param sign called once; returns the bare signature */
  sign(job: SignJob, sign: (bytes: Uint8Array) => Promise<Uint8Array>, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}

interface ThreadOptions {
  readonly createWorker?: () => Worker
  readonly idleMs?: number
  readonly checkMs?: number
  readonly signMs?: number
}

/** Loading the library takes a tenth of a second; when idle it holds some 60 MB. */
const defaultIdleMs = 60_000
/** The largest legitimate files take a few seconds. */
const defaultCheckMs = 30_000
/** Includes the wait for a keychain that asks for its password. */
const defaultSignMs = 120_000
/** WebAssembly memory is released only by ending the thread. */
const jobsMax = 500

function createCredentialsWorker(): Worker {
  const entry = import.meta.url.endsWith('.ts') ? './credentials-worker.ts' : bundledEntry
  return new Worker(new URL(entry, import.meta.url), {
    name: 'credentials',
    // Limits what a hostile store can expand to; WebAssembly memory has its own limit of 4 GB.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
}

const bundledEntry = /\/chunks\/[^/]*$/.test(import.meta.url) ? '../credentials-worker.js' : './credentials-worker.js'

/**
 * Reads and writes Content Credentials in a separate thread: its input is untrusted, and a thread that hangs or runs
 * out of memory is terminated without affecting images being edited. One job at a time.
 */
export function createCredentialsThread({
  createWorker = createCredentialsWorker,
  idleMs = defaultIdleMs,
  checkMs = defaultCheckMs,
  signMs = defaultSignMs,
}: ThreadOptions = {}): CredentialsThread {
  let worker: Worker | null = null
  let jobs = 0
  let queue: Promise<unknown> = Promise.resolve()

  const end = async (): Promise<void> => {
    endWhenIdle.cancel()
    const last = worker
    worker = null
    jobs = 0
    await last?.terminate()
  }
  const endWhenIdle = debounce(() => void end(), idleMs, { isUnref: true })

  async function run(job: CredentialsJob, options: RunOptions): Promise<FromCredentialsThread> {
    throwIfAborted(options.signal)
    endWhenIdle.cancel()
    worker ??= createWorker()
    worker.unref()
    try {
      return await follow(worker, job, options)
    } catch (thrown) {
      // Regardless of its state, the next job gets a new thread.
      await end()
      throw thrown
    } finally {
      if (++jobs >= jobsMax) await end()
      endWhenIdle()
    }
  }

  function inTurn(job: CredentialsJob, options: RunOptions): Promise<FromCredentialsThread> {
    const turn = queue.then(() => run(job, options))
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    async check(job, signal) {
      const response = await inTurn(job, { limitMs: checkMs, signal, sign: null })
      if (response.type === 'checked') return response.check
      throw unexpectedResponse(response)
    },
    async sign(job, sign, signal) {
      const response = await inTurn(job, { limitMs: signMs, signal, sign })
      if (response.type === 'signed') return response.bytes
      throw unexpectedResponse(response)
    },
    close: end,
  }
}

interface RunOptions {
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly sign: ((bytes: Uint8Array) => Promise<Uint8Array>) | null
}

function follow(
  worker: Worker,
  job: CredentialsJob,
  { limitMs, signal, sign }: RunOptions,
): Promise<FromCredentialsThread> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      timer.end()
      signal.removeEventListener('abort', onAbort)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      finish()
    }
    const onMessage = (message: FromCredentialsThread): void => {
      if (message.type === 'failed' || (message.type === 'toSign' && sign === null)) {
        return settle(() => reject(unexpectedResponse(message)))
      }
      if (message.type !== 'toSign') return settle(() => resolve(message))
      sign!(message.bytes).then(
        (bytes) => worker.postMessage({ type: 'signature', bytes } satisfies ToCredentialsThread),
        (thrown: unknown) => settle(() => reject(thrown)),
      )
    }
    const onError = (): void => settle(() => reject(ended()))
    const onExit = (): void => settle(() => reject(ended()))
    const onAbort = (): void => settle(() => reject(AppError.cancelled()))
    const timer = startAwakeTimer(limitMs, () => settle(() => reject(tooLong())))
    worker.ref()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    worker.postMessage({ type: 'do', job } satisfies ToCredentialsThread)
  })
}

function tooLong(): AppError {
  return new AppError('imaging/process-exited', messages.credentialsTimedOut)
}

function ended(): AppError {
  return new AppError('imaging/process-exited', messages.credentialsStopped)
}

function unexpectedResponse(response: FromCredentialsThread): AppError {
  const reason = response.type === 'failed' ? response.message : `an answer of the wrong kind (${response.type})`
  return new AppError('internal/bug', `Content Credentials failed: ${reason}`)
}

/** The library holds several copies of a file it signs, in memory limited to 4 GB. */
export const credentialsBytesMax = 512 * 1024 * 1024
