import { dirname } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Downloader } from '../downloads/index.ts'
import { createCopies } from './copies.ts'
import { createDownloadRuns, type DownloadRuns } from './download-runs.ts'
import type { Hub } from './hub.ts'
import { createIncomingFiles, type IncomingFiles } from './incoming-files.ts'
import type { DownloadView, ModelDownloads } from './model-downloads.ts'
import { createModelSets, notesOf, type ModelSet, type ModelSets } from './model-sets.ts'
import { planDownload } from './plan-download.ts'

interface ModelDownloadsOptions {
  readonly hub: Hub
  readonly downloader: Downloader
  /** Where the files go, and where the notes lie of all of them. */
  readonly folder: string
  /** Where the files go instead, as the person has it now; null = there. */
  readonly target: () => string | null
  /** Where models are looked for: what is there already is used there. */
  readonly folders: () => Promise<readonly string[]>
  /** Between two tries where there is no connection; null = it is told at once, as a command does. */
  readonly patienceMs: number | null
}

const tellEveryMs = 200

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
  const { tell, changed } = createTeller()
  const incoming = createIncomingFiles({ hub, sets, copies, downloader, tell })
  const runs = createDownloadRuns({ fetch: (set, signal) => fetchAll(set, signal), patienceMs, tell })

  /** One file that cannot be had keeps the others from nothing: what is there need not come again. */
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
      const wanted = to ?? target()
      return planDownload(id, { hub, sets, copies, to: wanted === folder ? null : wanted }, signal)
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
      tell()
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
  const places = await Promise.all(files.map((file) => sets.placeOf(file)))
  const isDone = places.every((place) => place !== null)
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
      path: places[at] ?? sets.pathOf(file),
      sizeBytes: file.sizeBytes,
    })),
  }
}

function createTeller() {
  const changed = createEmitter()
  let timer: NodeJS.Timeout | null = null
  return {
    changed,
    tell() {
      timer ??= setTimeout(() => {
        timer = null
        changed.emit()
      }, tellEveryMs)
    },
  }
}
