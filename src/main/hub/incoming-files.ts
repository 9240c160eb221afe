import { open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { Downloader } from '../downloads/index.ts'
import { recognizeFile, requireDownloadFolder } from '../model-files/index.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { Copies } from './copies.ts'
import type { Hub } from './hub.ts'
import type { ModelSets, SetFile } from './model-sets.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

interface IncomingOptions {
  readonly hub: Hub
  readonly sets: ModelSets
  readonly copies: Copies
  readonly downloader: Downloader
  /** Called when data has arrived. */
  readonly emitChange: () => void
}

/** Files being downloaded: each only once, however many callers wait for it. */
export interface IncomingFiles {
  /** Resolves when the file is complete. */
  fetch(file: SetFile, signal: AbortSignal): Promise<void>
  /** Bytes received of a file being downloaded; null = it is not being downloaded. */
  bytesOf(file: SetFile): number | null
  /** A file that may be identical and is being checked; null = none. */
  checking(file: SetFile): string | null
}

interface Incoming {
  readonly done: Promise<void>
  bytes: number | null
  checking: string | null
}

const filesAtOnce = 3

export function createIncomingFiles({ hub, sets, copies, downloader, emitChange }: IncomingOptions): IncomingFiles {
  const incoming = new Map<string, Incoming>()
  const slots = createSlots(filesAtOnce)
  const entryOf = (file: SetFile) => incoming.get(sets.pathOf(file))

  function claim(file: SetFile, signal: AbortSignal): Promise<void> {
    const entry: Incoming = { done: slots.take(signal, () => get(file, signal)), bytes: null, checking: null }
    const path = sets.pathOf(file)
    incoming.set(path, entry)
    return entry.done.finally(() => incoming.delete(path))
  }

  async function get(file: SetFile, signal: AbortSignal): Promise<void> {
    if (!(await findCopy(file, signal))) await receive(file, signal)
  }

  /** Files the user already has are not downloaded. */
  async function findCopy(file: SetFile, signal: AbortSignal): Promise<boolean> {
    const show = (path: string | null) => {
      const entry = entryOf(file)
      if (entry !== undefined) entry.checking = path
      emitChange()
    }
    for (const path of await copies.ofSameSize(file, signal)) {
      show(path)
      if (await copies.check(path, file, signal)) return true
    }
    show(null)
    return false
  }

  async function receive(file: SetFile, signal: AbortSignal): Promise<void> {
    const path = sets.pathOf(file)
    // The folder is not created: if its disk is not connected, it would be created on another one.
    if (file.folder !== null) await requireDownloadFolder(file.folder)
    await createFolder(dirname(path))
    const { url, headers } = await hub.locate(file)
    const { sizeBytes, sha256 } = file
    const onProgress = ({ bytes }: { readonly bytes: number }) => {
      const entry = entryOf(file)
      if (entry !== undefined) entry.bytes = bytes
      emitChange()
    }
    const inspect = (part: string) => requireModel(part, path)
    await downloader.download({ url, headers, path, sizeBytes, sha256, signal, onProgress, inspect })
  }

  return {
    async fetch(file, signal) {
      while ((await sets.placeOf(file)) === null) {
        throwIfAborted(signal)
        const running = entryOf(file)
        // Another model's download has this file; if that is paused, this one takes it over.
        if (running !== undefined) await Promise.race([running.done.catch(() => undefined), aborted(signal)])
        else await claim(file, signal)
      }
    },
    bytesOf: (file) => entryOf(file)?.bytes ?? null,
    checking: (file) => entryOf(file)?.checking ?? null,
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Checks that the download is a usable model and not a web page or another kind of file. @throws model/* */
async function requireModel(part: string, path: string): Promise<void> {
  const [, type = ''] = /\.(onnx|json|onnx_data)(_\d+)?$/.exec(path) ?? []
  const check = checks[type]
  if (check !== undefined) return check(part)
  const recognized = await recognizeFile(part, path)
  if (recognized.kind !== 'other') return
  const label = recognized.label === null ? messages.unknownModel : recognized.label
  throw notUsable(label)
}

const checks: Readonly<Record<string, ((part: string) => Promise<void>) | undefined>> = {
  onnx: async (part) => {
    if ((await firstByteOf(part)) !== onnxFirstByte) throw notUsable(messages.notOnnx)
  },
  json: async (part) => {
    const text = await readFile(part, 'utf8')
    try {
      JSON.parse(text)
    } catch {
      throw notUsable(messages.notJson)
    }
  },
  // Weights without a structure of their own: their graph says what they are.
  onnx_data: async () => undefined,
}

/** The format's version comes first: field 1, a number (onnx.proto, ModelProto). */
const onnxFirstByte = 0x08

async function firstByteOf(path: string): Promise<number | undefined> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0)
    return bytesRead === 0 ? undefined : buffer[0]
  } finally {
    await file.close()
  }
}

function notUsable(what: string): AppError {
  return new AppError('model/unsupported', messages.fileNotUsable({ what }))
}

interface Slots {
  /** Starts the work when a slot is free. @throws request/cancelled if the signal aborts before that */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/** Runs this many at once, the others in order of arrival. */
function createSlots(count: number): Slots {
  let free = count
  const waiting = new Set<() => void>()

  function waitForTurn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const proceed = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(proceed)
        reject(AppError.cancelled())
      }
      waiting.add(proceed)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  function giveBack(): void {
    const [next] = waiting
    if (next === undefined) {
      free++
      return
    }
    waiting.delete(next)
    next()
  }

  return {
    async take(signal, work) {
      throwIfAborted(signal)
      if (free === 0) await waitForTurn(signal)
      else free--
      try {
        return await work()
      } finally {
        giveBack()
      }
    },
  }
}
