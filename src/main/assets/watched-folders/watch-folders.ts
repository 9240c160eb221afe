import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { WatchedFolderRecord } from '../../database/index.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { createTurnTaker } from '../take-turns.ts'
import { refuseFolder } from './refuse-folder.ts'
import type { WatchContext } from './watch-context.ts'
import type { FolderWatch } from './watch-folder.ts'
import type { WatchedFolders } from './watched-folders.ts'

interface WatchFoldersOptions extends Pick<
  WatchContext,
  'assets' | 'database' | 'clock' | 'logger' | 'tellsOfChanges'
> {
  readonly paths: HomePaths
  /** Only one program watches: a command ends with its work. */
  readonly isOn: boolean
  readonly settleMs?: number
  readonly brokenMs?: number
  /** How often a folder that is not there is tried again. */
  readonly checkEveryMs?: number
}

export function watchFolders(options: WatchFoldersOptions): WatchedFolders {
  const { database, clock, logger, isOn, settleMs = 2_000, brokenMs = 60_000 } = options
  const { on: onChanged, emit: announce } = createEmitter()
  const context: WatchContext = { ...options, turns: createTurnTaker(), settleMs, brokenMs, announce }
  const turns = createTurnTaker()
  const { watches, begin, end, stopBeginning } = createWatches(context, options)

  async function wake(): Promise<void> {
    for (const folder of await database.call('watched.list', null)) if (folder.isOn) await begin(folder)
  }

  async function require(id: WatchedFolderId): Promise<WatchedFolderRecord> {
    const folder = (await database.call('watched.list', null)).find((each) => each.id === id)
    if (folder === undefined) throw new AppError('storage/not-found', messages.folderNotWatched)
    return folder
  }

  async function setOn(id: WatchedFolderId, isWanted: boolean): Promise<void> {
    await database.call('watched.setOn', { id, isOn: isWanted })
    await (isWanted ? begin(await require(id)) : end(id))
    announce()
  }

  async function add(path: string): Promise<WatchedFolder> {
    await refuseFolder(options.paths.root, path)
    const known = (await database.call('watched.list', null)).find((each) => each.path === path)
    const nowMs = clock.nowMs()
    const id = known?.id ?? newId<WatchedFolderId>(nowMs)
    if (known === undefined) await database.call('watched.add', { id, path, addedAtMs: nowMs })
    await setOn(id, true)
    return withState(await require(id), watches.get(id))
  }

  /** One change after another: a switch may be turned faster than a folder is let go. */
  const inTurn = <T>(work: () => Promise<T>) => turns.inTurn('change', work)

  return {
    list: async () =>
      (await database.call('watched.list', null)).map((folder) => withState(folder, watches.get(folder.id))),
    add: (path) => inTurn(() => add(path)),
    setOn: (id, isWanted) => inTurn(() => setOn(id, isWanted)),
    remove: (id) =>
      inTurn(async () => {
        await end(id)
        await database.call('watched.remove', { id })
        announce()
      }),
    wake: () => {
      if (isOn) inTurn(wake).catch((thrown: unknown) => logger.warn('watched.not-begun', { error: thrown }))
    },
    onChanged,
    dispose: async () => {
      stopBeginning()
      await inTurn(async () => void (await Promise.all([...watches.keys()].map(end))))
    },
  }
}

/** The folders that are being watched. */
function createWatches(context: WatchContext, { isOn, checkEveryMs = 60_000 }: WatchFoldersOptions) {
  const watches = new Map<WatchedFolderId, FolderWatch>()
  let checks: NodeJS.Timeout | null = null
  let isDisposed = false

  return {
    watches,
    async begin(folder: WatchedFolderRecord): Promise<void> {
      if (!isOn || isDisposed || watches.has(folder.id)) return
      // What watches is loaded where there is something to watch.
      const { watchFolder } = await import('./watch-folder.ts')
      const watch = watchFolder(folder, context)
      watches.set(folder.id, watch)
      checks ??= setInterval(() => watches.forEach((each) => void each.check()), checkEveryMs)
      await watch.check()
    },
    async end(id: WatchedFolderId): Promise<void> {
      const watch = watches.get(id)
      watches.delete(id)
      await watch?.stop()
    },
    stopBeginning(): void {
      isDisposed = true
      if (checks !== null) clearInterval(checks)
    },
  }
}

function withState(folder: WatchedFolderRecord, watch: FolderWatch | undefined): WatchedFolder {
  const facts = watch?.facts() ?? ({ state: 'watching', isLookedThrough: false, unreadable: 0, problem: null } as const)
  return { ...folder, ...facts, state: folder.isOn ? facts.state : 'off' }
}
