import * as messages from '../../shared/messages/en/downloads.ts'
import type { HubModelMatch, ModelDownload, OfferedModel } from '../../shared/domain/model-download.ts'
import { type ErrorData, AppError, toErrorData, type ErrorCode } from '../../shared/errors/index.ts'
import { type Removal, createModelSets, notesOf, type ModelSet, type ModelSets } from './model-sets.ts'
import { type DownloadPlan, planDownload } from './plan-download.ts'
import { dirname } from 'node:path'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import { throttle } from '../../shared/util/debounce.ts'
import type { Downloader } from '../downloads/index.ts'
import { pause } from '../providers/core/pause.ts'
import { createCopies } from './copies.ts'
import type { Hub } from './hub.ts'
import { createIncomingFiles, type IncomingFiles } from './incoming-files.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/** A model download, running or ended. */
export interface DownloadView extends Readonly<ModelDownload> {
  readonly files: readonly { readonly name: string; readonly path: string; readonly sizeBytes: number }[]
}

/**
 * Downloads models from the hub into Atelier's own folder or one of the user's. Downloads left unfinished are paused at
 * the next start.
 */
export interface ModelDownloads {
  /** Atelier's own folder, which is scanned like the user's. */
  readonly folder: string
  /**
   * Collects everything about a model before it is downloaded. `to`: one of the user’s folders instead of the default.
   * @throws storage/* if nothing can be saved there
   */
  plan(id: string, signal: AbortSignal, to?: string): Promise<DownloadPlan>
  /** Starts or resumes a download and returns at once. @throws request/invalid if terms were not accepted */
  start(plan: DownloadPlan, options: { readonly hasAccepted: boolean }): Promise<void>
  list(): Promise<readonly DownloadView[]>
  /** Resumes a paused or failed download. @throws request/invalid if there is no such download */
  resume(id: string): Promise<void>
  pause(id: string): Promise<void>
  /** Resolves when it is done. Aborting pauses it. @throws the error it failed with, request/cancelled */
  wait(id: string, signal: AbortSignal): Promise<void>
  /** Returns what `remove` would do; null = no such model here. */
  removal(id: string): Promise<Removal | null>
  /** Ends its download and deletes the files that no other model needs. */
  remove(id: string): Promise<Removal | null>
  /** Called a few times a second during a download. */
  onChanged(listener: () => void): () => void
  /** Pauses everything. */
  dispose(): Promise<void>
}

/** Where models come from, and the downloaded ones. */
export interface ModelSource {
  readonly downloads: ModelDownloads
  /** Models in the built-in catalog. Makes no request. */
  offered(): OfferedModel[]
  /** Returns repositories of the hub, or the files of a named one. @throws model/unsupported, network/*, provider/* */
  search(query: string, signal: AbortSignal): Promise<HubModelMatch[]>
}

/** Errors that resolve by themselves. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'network/offline',
  'network/interrupted',
  'network/timeout',
  'provider/rate-limited',
  'provider/unavailable',
])

interface ModelDownloadsOptions {
  readonly hub: Hub
  readonly downloader: Downloader
  /** Default folder of the files, and the folder of all records. */
  readonly folder: string
  /** The user's current download folder; null = the default. */
  readonly target: () => string | null
  /** Where models are looked for: existing files are used in place. */
  readonly folders: () => Promise<readonly string[]>
  /** Time between tries without a connection; null = fail at once, as a command does. */
  readonly patienceMs: number | null
}

const emitEveryMs = 200

export function createModelDownloads({
  hub,
  downloader,
  folder,
  target,
  folders,
  patienceMs,
}: ModelDownloadsOptions): ModelDownloads {
  const { hash } = downloader
  const copies = createCopies({ notes: notesOf(folder), folders, hash })
  const sets = createModelSets({ folder, folders, copies, hash })
  const { emitChange, changed } = createChangeEmitter()
  const incoming = createIncomingFiles({ hub, sets, copies, downloader, emitChange })
  const runs = createDownloadRuns({ fetch: (set, signal) => fetchAll(set, signal), patienceMs, emitChange })

  /** A file that fails does not stop the others: what has arrived need not be downloaded again. */
  async function fetchAll({ files }: ModelSet, signal: AbortSignal): Promise<void> {
    const results = await Promise.allSettled(files.map((file) => incoming.fetch(file, signal)))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async function requireSet(id: string): Promise<ModelSet> {
    const set = (await sets.list()).find((each) => each.id === id)
    if (set !== undefined) return set
    throw new AppError('request/invalid', messages.noDownload({ id }))
  }

  return {
    folder,
    plan(id, signal, to) {
      const targetFolder = to ?? target()
      return planDownload(id, { hub, sets, copies, to: targetFolder === folder ? null : targetFolder }, signal)
    },
    async start({ id, label, files, mustAccept }, { hasAccepted }) {
      if (mustAccept && !hasAccepted) throw new AppError('request/invalid', messages.termsRefused({ label }))
      const set = { id, label, files: [...files] }
      await sets.write(set)
      runs.begin(set)
    },
    list: async () => Promise.all((await sets.list()).map((set) => viewOf(set, { sets, incoming, runs }))),
    resume: async (id) => runs.begin(await requireSet(id)),
    pause: (id) => runs.stop(id),
    wait: (id, signal) => runs.wait(id, signal),
    removal: (id) => sets.removal(id),
    async remove(id) {
      await runs.stop(id)
      runs.forget(id)
      const removal = await sets.remove(id)
      emitChange()
      return removal
    },
    onChanged: changed.on,
    async dispose() {
      changed.clear()
      await runs.stopAll()
    },
  }
}

interface ViewNeeds {
  readonly sets: ModelSets
  readonly incoming: IncomingFiles
  readonly runs: DownloadRuns
}

async function viewOf({ id, label, files }: ModelSet, { sets, incoming, runs }: ViewNeeds): Promise<DownloadView> {
  const bytes = await Promise.all(files.map(async (file) => incoming.bytesOf(file) ?? sets.bytesOf(file)))
  const paths = await Promise.all(files.map((file) => sets.placeOf(file)))
  const isDone = paths.every((path) => path !== null)
  const checking = files.map((file) => incoming.checking(file)).find((path) => path !== null)
  return {
    id,
    label,
    ...(isDone ? { state: 'done', error: null } : runs.look(id)),
    checking: checking === undefined ? null : dirname(checking),
    bytes: bytes.reduce((sum, each) => sum + each, 0),
    totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    files: files.map((file, at) => ({
      name: file.name,
      path: paths[at] ?? sets.pathOf(file),
      sizeBytes: file.sizeBytes,
    })),
  }
}

function createChangeEmitter() {
  const changed = createEmitter()
  return { changed, emitChange: throttle(() => changed.emit(), emitEveryMs) }
}

interface RunsOptions {
  /** Downloads all files of a set. */
  readonly fetch: (set: ModelSet, signal: AbortSignal) => Promise<void>
  /** Time between tries without a connection; null = the run fails. */
  readonly patienceMs: number | null
  readonly emitChange: () => void
}

/** Downloads of this program, and those that have failed since it started. */
interface DownloadRuns {
  begin(set: ModelSet): void
  /** Resolves when nothing of it is running any more. */
  stop(id: string): Promise<void>
  stopAll(): Promise<void>
  forget(id: string): void
  /** Aborting stops it. @throws the error it failed with, request/cancelled */
  wait(id: string, signal: AbortSignal): Promise<void>
  look(id: string): {
    readonly state: 'downloading' | 'waiting' | 'paused' | 'failed'
    readonly error: ErrorData | null
  }
}

interface Run {
  readonly stop: AbortController
  readonly ended: Promise<void>
  state: 'downloading' | 'waiting' | 'paused' | 'failed'
  error: ErrorData | null
}

function createDownloadRuns({ fetch, patienceMs, emitChange }: RunsOptions): DownloadRuns {
  const runs = new Map<string, Run>()

  function change(run: Run, state: Run['state'], error: ErrorData | null): void {
    Object.assign(run, { state, error })
    emitChange()
  }

  async function work(set: ModelSet, run: Run): Promise<void> {
    const { signal } = run.stop
    for (;;) {
      try {
        await fetch(set, signal)
        return
      } catch (thrown) {
        const error = toErrorData(thrown)
        if (signal.aborted) return
        if (patienceMs === null || !passing.has(error.code)) return change(run, 'failed', error)
        change(run, 'waiting', error)
        await pause(patienceMs, signal)
        if (signal.aborted) return
        change(run, 'downloading', null)
      }
    }
  }

  const stop = async (id: string): Promise<void> => {
    runs.get(id)?.stop.abort()
    await runs.get(id)?.ended
  }

  return {
    begin(set) {
      const previousRun = runs.get(set.id)
      if (previousRun?.state === 'downloading' || previousRun?.state === 'waiting') return
      const { promise: end, resolve } = Promise.withResolvers<void>()
      const run: Run = { stop: new AbortController(), ended: end, state: 'downloading', error: null }
      runs.set(set.id, run)
      emitChange()
      void work(set, run).finally(() => {
        if (run.state !== 'failed') change(run, 'paused', null)
        resolve()
      })
    },
    stop,
    stopAll: async () => void (await Promise.all([...runs.keys()].map(stop))),
    forget: (id) => void runs.delete(id),
    async wait(id, signal) {
      const run = runs.get(id)
      if (run === undefined) return
      const end = () => run.stop.abort()
      if (signal.aborted) end()
      else signal.addEventListener('abort', end, { once: true })
      await run.ended
      signal.removeEventListener('abort', end)
      throwIfAborted(run.stop.signal)
      if (run.error !== null) throw new AppError(run.error.code, run.error.message)
    },
    look(id) {
      const { state = 'paused', error = null } = runs.get(id) ?? {}
      return { state, error }
    },
  }
}
