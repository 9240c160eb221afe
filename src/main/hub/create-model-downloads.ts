import { AppError } from '../../shared/errors/index.ts'
import type { Downloader } from '../downloads/index.ts'
import { createDownloadRuns } from './download-runs.ts'
import type { Hub } from './hub.ts'
import { createIncomingFiles } from './incoming-files.ts'
import type { DownloadView, ModelDownloads } from './model-downloads.ts'
import { createModelSets, type ModelSet } from './model-sets.ts'
import { planDownload } from './plan-download.ts'

interface ModelDownloadsOptions {
  readonly hub: Hub
  readonly downloader: Downloader
  /** Where the files go. */
  readonly folder: string
  /** Between two tries where there is no connection; null = it is told at once, as a command does. */
  readonly patienceMs: number | null
}

const tellEveryMs = 200

export function createModelDownloads({ hub, downloader, folder, patienceMs }: ModelDownloadsOptions): ModelDownloads {
  const sets = createModelSets(folder)
  const { tell, listeners } = createTeller()
  const incoming = createIncomingFiles({ hub, sets, downloader, tell })
  const runs = createDownloadRuns({ fetch: (set, signal) => fetchAll(set, signal), patienceMs, tell })

  /** One file that cannot be had keeps the others from nothing: what is there need not come again. */
  async function fetchAll({ files }: ModelSet, signal: AbortSignal): Promise<void> {
    const results = await Promise.allSettled(files.map((file) => incoming.fetch(file, signal)))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  async function view({ id, label, files }: ModelSet): Promise<DownloadView> {
    const bytes = await Promise.all(files.map(async (file) => incoming.bytesOf(file) ?? sets.bytesOf(file)))
    const isDone = (await Promise.all(files.map((file) => sets.isThere(file)))).every(Boolean)
    return {
      id,
      label,
      ...(isDone ? { state: 'done', error: null } : runs.look(id)),
      bytes: bytes.reduce((sum, each) => sum + each, 0),
      totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      files: files.map((file) => ({ name: file.name, path: sets.pathOf(file), sizeBytes: file.sizeBytes })),
    }
  }

  async function requireSet(id: string): Promise<ModelSet> {
    const set = (await sets.list()).find((each) => each.id === id)
    if (set !== undefined) return set
    throw new AppError('request/invalid', `There is no download of “${id}”. It may have been removed.`)
  }

  return {
    folder,
    plan: (id, signal) => planDownload(id, hub, sets, signal),
    async start({ id, label, files, mustAccept }, { hasAccepted }) {
      if (mustAccept && !hasAccepted) throw new AppError('request/invalid', `The terms of ${label} were not accepted.`)
      const set = { id, label, files: [...files] }
      await sets.write(set)
      runs.begin(set)
    },
    list: async () => Promise.all((await sets.list()).map(view)),
    resume: async (id) => runs.begin(await requireSet(id)),
    pause: (id) => runs.stop(id),
    wait: (id, signal) => runs.wait(id, signal),
    removal: (id) => sets.removal(id),
    async remove(id) {
      await runs.stop(id)
      runs.forget(id)
      const removal = await sets.remove(id)
      tell()
      return removal
    },
    onChanged(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async dispose() {
      listeners.clear()
      await runs.stopAll()
    },
  }
}

function createTeller() {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | null = null
  return {
    listeners,
    tell() {
      timer ??= setTimeout(() => {
        timer = null
        for (const listener of listeners) listener()
      }, tellEveryMs)
    },
  }
}
