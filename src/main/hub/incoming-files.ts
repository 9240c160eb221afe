import { dirname } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { Downloader } from '../downloads/index.ts'
import { recognizeFile, requireDownloadFolder } from '../local-models/index.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { Copies } from './copies.ts'
import type { Hub } from './hub.ts'
import type { ModelSets, SetFile } from './model-sets.ts'

interface IncomingOptions {
  readonly hub: Hub
  readonly sets: ModelSets
  readonly copies: Copies
  readonly downloader: Downloader
  /** Something has come. */
  readonly tell: () => void
}

/** Files that are coming in: each once, whoever waits for it. */
export interface IncomingFiles {
  /** Resolves when the file is there. */
  fetch(file: SetFile, signal: AbortSignal): Promise<void>
  /** Of one that is coming in; null = it is not. */
  bytesOf(file: SetFile): number | null
  /** A file that may be the same and is being checked; null = none is. */
  checking(file: SetFile): string | null
}

interface Incoming {
  readonly done: Promise<void>
  bytes: number | null
  checking: string | null
}

const filesAtOnce = 3

export function createIncomingFiles({ hub, sets, copies, downloader, tell }: IncomingOptions): IncomingFiles {
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

  /** What the person has already need not come. */
  async function findCopy(file: SetFile, signal: AbortSignal): Promise<boolean> {
    const show = (path: string | null) => {
      const entry = entryOf(file)
      if (entry !== undefined) entry.checking = path
      tell()
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
    // It is not made anew: where a disk is not connected, it would be made on another.
    if (file.folder !== null) await requireDownloadFolder(file.folder)
    await createFolder(dirname(path))
    const { url, headers } = await hub.locate(file)
    const { sizeBytes, sha256 } = file
    const onProgress = ({ bytes }: { readonly bytes: number }) => {
      const entry = entryOf(file)
      if (entry !== undefined) entry.bytes = bytes
      tell()
    }
    const inspect = (part: string) => requireModel(part, path)
    await downloader.download({ url, headers, path, sizeBytes, sha256, signal, onProgress, inspect })
  }

  return {
    async fetch(file, signal) {
      while ((await sets.placeOf(file)) === null) {
        if (signal.aborted) throw AppError.cancelled()
        const other = entryOf(file)
        // Of another model's download, which may be paused: then it is taken over.
        if (other !== undefined) await Promise.race([other.done.catch(() => undefined), aborted(signal)])
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

/** What comes has to be what this computer can use: a page, or another kind of file, is not. @throws model/* */
async function requireModel(part: string, path: string): Promise<void> {
  const recognized = await recognizeFile(part, path)
  if (recognized.kind !== 'other') return
  const what = recognized.label === null ? messages.unknownModel : recognized.label
  throw new AppError('model/unsupported', messages.fileNotUsable({ what }))
}

interface Slots {
  /** Begins the work when one is free. @throws request/cancelled where the signal aborts before that */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>
}

/** So much at once, the others in the order they came. */
function createSlots(count: number): Slots {
  let free = count
  const waiting = new Set<() => void>()

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const come = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(come)
        reject(AppError.cancelled())
      }
      waiting.add(come)
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
      if (signal.aborted) throw AppError.cancelled()
      if (free === 0) await turn(signal)
      else free--
      try {
        return await work()
      } finally {
        giveBack()
      }
    },
  }
}
