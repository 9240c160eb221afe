import { realpath } from 'node:fs/promises'
import { isAbsolute, relative } from 'node:path'
import type { WatchedFolderId } from '../../../shared/domain/ids.ts'
import type { WatchedFolder } from '../../../shared/domain/watched-folder.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { WatchedFolderRecord } from '../../database/index.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { createTurnTaker } from '../take-turns.ts'
import type { WatchContext } from './watch-context.ts'
import type { FolderWatch } from './watch-folder.ts'

interface WatchFoldersOptions extends Pick<
  WatchContext,
  'assets' | 'database' | 'clock' | 'logger' | 'reportsChanges'
> {
  readonly paths: HomePaths
  /** Only one program watches: a one-shot command exits when its work is done. */
  readonly isOn: boolean
  readonly settleMs?: number
  readonly brokenMs?: number
  /** How often a missing folder is checked again. */
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

  /** One change at a time: a setting may be toggled faster than a folder can be released. */
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

function createWatches(context: WatchContext, { isOn, checkEveryMs = 60_000 }: WatchFoldersOptions) {
  const watches = new Map<WatchedFolderId, FolderWatch>()
  let checks: NodeJS.Timeout | null = null
  let isDisposed = false

  return {
    watches,
    async begin(folder: WatchedFolderRecord): Promise<void> {
      if (!isOn || isDisposed || watches.has(folder.id)) return
      // The watcher is loaded only where there is something to watch.
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
  const none = { state: 'watching', isLookedThrough: false, unreadable: 0, damaged: 0, problem: null } as const
  const facts = watch?.facts() ?? none
  return { ...folder, ...facts, state: folder.isOn ? facts.state : 'off' }
}

/**
 * Refuses Atelier's own folder: its output would be imported again.
 * @throws request/invalid where one contains the other; storage/* where the folder cannot be reached
 */
async function refuseFolder(home: string, folder: string): Promise<void> {
  const homePath = await realpath(home)
  const wanted = await realpath(folder).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotWatchFolder({ folder }))
  })
  if (isWithin(homePath, wanted)) {
    throw new AppError('request/invalid', messages.folderIsAteliers({ folder }))
  }
  if (isWithin(wanted, homePath)) {
    throw new AppError('request/invalid', messages.folderContainsAteliers({ folder }))
  }
}

function isWithin(folder: string, path: string): boolean {
  const fromFolder = relative(folder, path)
  return fromFolder === '' || (!fromFolder.startsWith('..') && !isAbsolute(fromFolder))
}

/** Folders whose images are imported automatically. Nothing is ever written to or deleted from them. */
export interface WatchedFolders {
  /** In the order they were added. */
  list(): Promise<WatchedFolder[]>
  /**
   * Adds a folder, or turns on one that is already listed.
   * @throws request/invalid where it and the library's home contain one another; storage/* where it cannot be reached
   */
  add(path: string): Promise<WatchedFolder>
  setOn(id: WatchedFolderId, isOn: boolean): Promise<void>
  /** Images imported from it stay in the library. */
  remove(id: WatchedFolderId): Promise<void>
  /** Starts watching the enabled folders. */
  wake(): void
  onChanged(listener: () => void): () => void
  dispose(): Promise<void>
}
