import { Worker } from 'node:worker_threads'
import { AppError } from '../../../../shared/errors/index.ts'
import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'
import type {
  CheckJob,
  CredentialsJob,
  FromCredentialsThread,
  SignJob,
  ToCredentialsThread,
} from './credentials-message.ts'

export interface CredentialsThread {
  /** @throws imaging/process-exited where it took too long or came down */
  check(job: CheckJob, signal: AbortSignal): Promise<CredentialsCheck>
  /** @param sign is asked once, for the bare signature */
  sign(job: SignJob, sign: (bytes: Uint8Array) => Promise<Uint8Array>, signal: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}

interface ThreadOptions {
  readonly createWorker?: () => Worker
  readonly idleMs?: number
  readonly checkMs?: number
  readonly signMs?: number
}

/** Loading the library takes a tenth of a second; idle it holds some 60 MB. */
const defaultIdleMs = 60_000
/** Of honest files the largest take a few seconds. */
const defaultCheckMs = 30_000
/** With the wait for a keychain that asks for its password. */
const defaultSignMs = 120_000
/** Of the WebAssembly memory nothing is given back but by ending the thread. */
const jobsMax = 500

function createCredentialsWorker(): Worker {
  const entry = import.meta.url.endsWith('.ts') ? './credentials-worker.ts' : bundledEntry
  return new Worker(new URL(entry, import.meta.url), {
    name: 'credentials',
    // What a hostile store unfolds to; the WebAssembly memory ends at 4 GB by itself.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
}

const bundledEntry = /\/chunks\/[^/]*$/.test(import.meta.url) ? '../credentials-worker.js' : './credentials-worker.js'

/**
 * Reads and writes Content Credentials in a thread of its own: what is read comes from anybody, and one that hangs or runs
 * out of memory is ended without harm to the pictures that are worked on meanwhile. One job at a time.
 */
export function createCredentialsThread({
  createWorker = createCredentialsWorker,
  idleMs = defaultIdleMs,
  checkMs = defaultCheckMs,
  signMs = defaultSignMs,
}: ThreadOptions = {}): CredentialsThread {
  let worker: Worker | null = null
  let jobs = 0
  let idleTimer: NodeJS.Timeout | undefined
  let queue: Promise<unknown> = Promise.resolve()

  const end = async (): Promise<void> => {
    clearTimeout(idleTimer)
    const last = worker
    worker = null
    jobs = 0
    await last?.terminate()
  }

  async function run(job: CredentialsJob, how: RunOptions): Promise<FromCredentialsThread> {
    if (how.signal.aborted) throw AppError.cancelled()
    clearTimeout(idleTimer)
    worker ??= createWorker()
    worker.unref()
    try {
      return await follow(worker, job, how)
    } catch (thrown) {
      // Whatever it was in the middle of: the next job gets a fresh one.
      await end()
      throw thrown
    } finally {
      if (++jobs >= jobsMax) await end()
      idleTimer = setTimeout(() => void end(), idleMs)
      idleTimer.unref()
    }
  }

  function inTurn(job: CredentialsJob, how: RunOptions): Promise<FromCredentialsThread> {
    const turn = queue.then(() => run(job, how))
    queue = turn.catch(() => undefined)
    return turn
  }

  return {
    async check(job, signal) {
      const answer = await inTurn(job, { limitMs: checkMs, signal, sign: null })
      if (answer.kind === 'checked') return answer.check
      throw brokenAnswer(answer)
    },
    async sign(job, sign, signal) {
      const answer = await inTurn(job, { limitMs: signMs, signal, sign })
      if (answer.kind === 'signed') return answer.bytes
      throw brokenAnswer(answer)
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
    const settle = (how: () => void): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      how()
    }
    const onMessage = (message: FromCredentialsThread): void => {
      if (message.kind === 'failed' || (message.kind === 'toSign' && sign === null)) {
        return settle(() => reject(brokenAnswer(message)))
      }
      if (message.kind !== 'toSign') return settle(() => resolve(message))
      sign!(message.bytes).then(
        (bytes) => worker.postMessage({ kind: 'signature', bytes } satisfies ToCredentialsThread),
        (thrown: unknown) => settle(() => reject(thrown)),
      )
    }
    const onError = (): void => settle(() => reject(ended()))
    const onExit = (): void => settle(() => reject(ended()))
    const onAbort = (): void => settle(() => reject(AppError.cancelled()))
    const timer = setTimeout(() => settle(() => reject(tooLong())), limitMs)
    worker.ref()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    signal.addEventListener('abort', onAbort, { once: true })
    worker.postMessage({ kind: 'do', job } satisfies ToCredentialsThread)
  })
}

function tooLong(): AppError {
  return new AppError(
    'imaging/process-exited',
    'The Content Credentials took too long, and the work on them was ended.',
  )
}

function ended(): AppError {
  return new AppError('imaging/process-exited', 'The part of Atelier that works on Content Credentials came down.')
}

function brokenAnswer(answer: FromCredentialsThread): AppError {
  const what = answer.kind === 'failed' ? answer.message : `an answer of the wrong kind (${answer.kind})`
  return new AppError('internal/bug', `Content Credentials failed: ${what}`)
}
