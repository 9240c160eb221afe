import { AppError, fromErrorData, toErrorData, type ErrorData } from '../../../shared/errors/index.ts'
import { resolveHost, sendByNet } from '../../platform/network/net-request.ts'
import { openParentChannel, type ParentChannel } from '../../platform/pure/parent-channel.ts'
import { downloadFile } from '../download-file.ts'
import {
  toDownloadChildSchema,
  type Downloaded,
  type DownloadProgress,
  type FromDownloadChild,
  type ToDownloadChild,
} from '../download-calls.ts'
import { hashWhole } from '../hash-pieces.ts'

/** Entry point of the process that downloads and hashes large files, using the same network stack as main. */
const channel = openParentChannel()
/** Exit code 64: wrong usage (sysexits.h, EX_USAGE). */
const usageExitCode = 64

if (channel === null) process.exit(usageExitCode)
serve(channel)

type Call = Extract<ToDownloadChild, { type: 'download' | 'hash' }>

interface Running {
  readonly stop: AbortController
  inspected: (error: ErrorData | null) => void
}

function serve(parent: ParentChannel): void {
  const running = new Map<number, Running>()
  const post = (message: FromDownloadChild): void => parent.post(message)
  const transport = { send: (request: Parameters<typeof sendByNet>[0]) => sendByNet(request), resolveHost }

  /** Asks main to inspect the file, since main knows what it should be. */
  async function inspect(id: number, entry: Running, path: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<ErrorData | null>()
    entry.inspected = resolve
    post({ type: 'toInspect', id, path })
    const error = await promise
    if (error !== null) throw fromErrorData(error)
  }

  function runCall(call: Call, entry: Running): Promise<Downloaded> {
    const { id } = call
    const { signal } = entry.stop
    const onProgress = thinned((progress) => post({ type: 'progressed', id, progress }))
    if (call.type === 'hash') {
      const onBytes = (bytes: number) => onProgress({ type: 'checking', bytes, totalBytes: null })
      return hashWhole(call.path, { signal, onBytes })
    }
    const request = { ...call.wanted, signal, onProgress, inspect: (path: string) => inspect(id, entry, path) }
    return downloadFile(request, { transport })
  }

  async function run(call: Call): Promise<void> {
    const { id } = call
    const entry: Running = { stop: new AbortController(), inspected: () => undefined }
    running.set(id, entry)
    try {
      post({ type: 'done', id, value: await runCall(call, entry) })
    } catch (thrown) {
      post({ type: 'failed', id, error: toErrorData(entry.stop.signal.aborted ? AppError.cancelled() : thrown) })
    } finally {
      running.delete(id)
    }
  }

  parent.onMessage((data) => {
    const message = toDownloadChildSchema.parse(data)
    if (message.type === 'cancel') running.get(message.id)?.stop.abort()
    else if (message.type === 'inspected') running.get(message.id)?.inspected(message.error)
    else void run(message)
  })
}

const emitEveryMs = 50

/**
 * Throttles a thousand reports a second to a few: the first at once, as a small file may have no other, and always the
 * last, as the connection may stall after it.
 */
function thinned(onProgress: (progress: DownloadProgress) => void): (progress: DownloadProgress) => void {
  let latest: DownloadProgress | null = null
  let timer: NodeJS.Timeout | null = null
  function wait(): void {
    timer = setTimeout(() => {
      timer = null
      if (latest === null) return
      onProgress(latest)
      latest = null
      wait()
    }, emitEveryMs)
  }
  return (progress) => {
    if (timer !== null) {
      latest = progress
      return
    }
    onProgress(progress)
    wait()
  }
}
