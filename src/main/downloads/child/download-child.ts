import { AppError, fromErrorData, toErrorData, type ErrorData } from '../../../shared/errors/index.ts'
import { resolveHost, sendByNet } from '../../platform/net-request.ts'
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

/** Entry of the process that receives and hashes large files, through the network stack that main has too. */
const channel = openParentChannel()
/** Code 64: the command was used wrongly (sysexits.h, EX_USAGE). */
const usageExitCode = 64

if (channel === null) process.exit(usageExitCode)
serve(channel)

type Call = Extract<ToDownloadChild, { kind: 'download' | 'hash' }>

interface Running {
  readonly stop: AbortController
  inspected: (error: ErrorData | null) => void
}

function serve(parent: ParentChannel): void {
  const running = new Map<number, Running>()
  const post = (message: FromDownloadChild): void => parent.post(message)
  const transport = { send: (request: Parameters<typeof sendByNet>[0]) => sendByNet(request), resolveHost }

  /** Main knows what a file should be. */
  async function inspect(id: number, own: Running, path: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<ErrorData | null>()
    own.inspected = resolve
    post({ kind: 'toInspect', id, path })
    const error = await promise
    if (error !== null) throw fromErrorData(error)
  }

  function answer(call: Call, own: Running): Promise<Downloaded> {
    const { id } = call
    const { signal } = own.stop
    const onProgress = thinned((progress) => post({ kind: 'progressed', id, progress }))
    if (call.kind === 'hash') {
      const onBytes = (bytes: number) => onProgress({ is: 'checking', bytes, totalBytes: null })
      return hashWhole(call.path, { signal, onBytes })
    }
    const wanted = { ...call.wanted, signal, onProgress, inspect: (path: string) => inspect(id, own, path) }
    return downloadFile(wanted, { transport })
  }

  async function run(call: Call): Promise<void> {
    const { id } = call
    const own: Running = { stop: new AbortController(), inspected: () => undefined }
    running.set(id, own)
    try {
      post({ kind: 'done', id, value: await answer(call, own) })
    } catch (thrown) {
      post({ kind: 'failed', id, error: toErrorData(own.stop.signal.aborted ? AppError.cancelled() : thrown) })
    } finally {
      running.delete(id)
    }
  }

  parent.onMessage((data) => {
    const message = toDownloadChildSchema.parse(data)
    if (message.kind === 'cancel') running.get(message.id)?.stop.abort()
    else if (message.kind === 'inspected') running.get(message.id)?.inspected(message.error)
    else void run(message)
  })
}

const tellEveryMs = 50

/**
 * A thousand pieces a second are told a few times: the first at once, for a small file may have no other, and the last
 * always, for a connection may stand still after it.
 */
function thinned(tell: (progress: DownloadProgress) => void): (progress: DownloadProgress) => void {
  let latest: DownloadProgress | null = null
  let timer: NodeJS.Timeout | null = null
  function wait(): void {
    timer = setTimeout(() => {
      timer = null
      if (latest === null) return
      tell(latest)
      latest = null
      wait()
    }, tellEveryMs)
  }
  return (progress) => {
    if (timer !== null) {
      latest = progress
      return
    }
    tell(progress)
    wait()
  }
}
