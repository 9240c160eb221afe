import { AppError, fromErrorData, toErrorData, type ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { ChildPort } from '../platform/process/child-port.ts'
import type { Downloader, DownloadRequest } from './download.ts'
import {
  fromDownloadChildSchema,
  type Downloaded,
  type DownloadProgress,
  type FromDownloadChild,
  type ToDownloadChild,
} from './download-calls.ts'

interface Call {
  receive(message: FromDownloadChild): void
  fail(error: AppError): void
}

/** A restart takes a moment, an idle process some 50 MB. */
const idleMs = 10_000

export function createDownloader(start: () => ChildPort): Downloader & { dispose(): Promise<void> } {
  const line = new DownloadProcess(start)
  return {
    download({ url, path, sizeBytes, sha256, headers = {}, inspect, signal, onProgress }) {
      const request = { url, path, sizeBytes, sha256, headers }
      return line.ask((id) => ({ type: 'download', id, wanted: request }), signal, {
        onProgress: (progress) => onProgress?.(progress),
        inspect: (part) => runInspection(inspect, part),
      })
    },
    hash(path, { signal, onBytes }) {
      return line.ask((id) => ({ type: 'hash', id, path }), signal, {
        onProgress: ({ bytes }) => onBytes?.(bytes),
        inspect: () => runInspection(undefined, path),
      })
    },
    dispose: () => line.dispose(),
  }
}

interface Watch {
  readonly onProgress: (progress: DownloadProgress) => void
  readonly inspect: (path: string) => Promise<ErrorData | null>
}

/** Owns the download process: starts it on demand and ends it when idle. */
class DownloadProcess {
  readonly #start: () => ChildPort
  readonly #calls = new Map<number, Call>()
  #child: ChildPort | null = null
  #idle: ReturnType<typeof setTimeout> | undefined
  #lastId = 0
  #isDisposed = false

  constructor(start: () => ChildPort) {
    this.#start = start
  }

  ask(toMessage: (id: number) => ToDownloadChild, signal: AbortSignal, watch: Watch): Promise<Downloaded> {
    if (this.#isDisposed || signal.aborted) return Promise.reject(AppError.cancelled())
    const child = this.#requireChild()
    const id = ++this.#lastId
    const post = (message: ToDownloadChild): void => child.post(message)
    const { promise, resolve, reject } = Promise.withResolvers<Downloaded>()
    this.#calls.set(id, {
      fail: reject,
      receive(message) {
        if (message.type === 'progressed') watch.onProgress(message.progress)
        else if (message.type === 'done') resolve(message.value)
        else if (message.type === 'failed') reject(fromErrorData(message.error))
        else void watch.inspect(message.path).then((error) => post({ type: 'inspected', id, error }))
      },
    })
    const cancel = (): void => post({ type: 'cancel', id })
    signal.addEventListener('abort', cancel, { once: true })
    post(toMessage(id))
    return promise.finally(() => {
      this.#calls.delete(id)
      signal.removeEventListener('abort', cancel)
      this.#endWhenIdle()
    })
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    this.#failAll(AppError.cancelled())
    await this.#stop()
  }

  #requireChild(): ChildPort {
    clearTimeout(this.#idle)
    if (this.#child !== null) return this.#child
    const child = this.#start()
    this.#child = child
    child.onMessage((data) => {
      const message = fromDownloadChildSchema.parse(data)
      this.#calls.get(message.id)?.receive(message)
    })
    child.onExit(() => {
      if (this.#child !== child) return
      this.#child = null
      this.#failAll(stopped())
    })
    return child
  }

  #failAll(error: AppError): void {
    for (const call of this.#calls.values()) call.fail(error)
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle)
    if (this.#calls.size > 0) return
    this.#idle = setTimeout(() => void this.#stop(), idleMs)
    this.#idle.unref()
  }

  #stop(): Promise<void> {
    const child = this.#child
    this.#child = null
    clearTimeout(this.#idle)
    if (child === null) return Promise.resolve()
    return new Promise((resolve) => {
      child.onExit(() => resolve())
      child.kill()
    })
  }
}

async function runInspection(inspect: DownloadRequest['inspect'], path: string): Promise<ErrorData | null> {
  try {
    await inspect?.(path)
    return null
  } catch (thrown) {
    return toErrorData(thrown)
  }
}

/** A temporary error: callers that wait for a connection retry and resume where they were. */
function stopped(): AppError {
  return new AppError('network/interrupted', messages.processStopped)
}
