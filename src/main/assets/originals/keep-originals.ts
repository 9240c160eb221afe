import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, sep } from 'node:path'
import type { MovedBack, OriginalsView } from '../../../shared/domain/shared-originals.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { AssetOriginals, ProgressOptions } from '../assets.ts'
import { eachPage, endsAllWork, isUnreachable, recordsPerPage } from './each-original.ts'
import { leaveAsFormerMember, leaveFolders } from './leave-folders.ts'
import { moveAllBack } from './move-back.ts'
import { moveOriginal, removeCopy, renewUse, shareOriginal } from './move-original.ts'
import type { OriginalsContext } from './shared-files.ts'
import { folderOfOriginal } from '../../platform/original-path.ts'

/** Work that was begun with the copy in the library folder is done by then. */
const copyKeptMs = 3_600_000

/** A window does not stay open for a network that does not respond. */
const quitWaitMs = 2_000

/**
 * Originals are filed in the library folder and moved to the shared one afterwards: whatever the network does, an import
 * or a paid result is never lost, and never waits.
 */
export function createOriginalsKeeper(context: OriginalsContext, onProblem: (error: AppError) => void): AssetOriginals {
  const { originals, logger } = context
  const { on: onChanged, emit } = createEmitter()
  let running: Promise<void> | null = null
  let isWanted = false
  let isEnding = false
  let problem: AppError | null = null
  let waitingWhy: string | null = null
  const renewed: Renewed = { for: null }

  async function runOnce(): Promise<void> {
    try {
      waitingWhy = await runPass(context, renewed, () => isEnding)
      problem = null
    } catch (thrown) {
      const error = fromErrorData(toErrorData(thrown))
      logger.warn('originals.not-moved', { error: thrown })
      if (problem?.message !== error.message) onProblem(error)
      problem = error
    }
  }

  async function runAll(): Promise<void> {
    do {
      isWanted = false
      await runOnce()
      emit()
    } while (mayGoOn())
  }

  const isRunning = () => running !== null
  const mayGoOn = () => isWanted && !isEnding

  function run(): Promise<void> {
    isWanted = true
    return start(runAll)
  }

  function start(work: () => Promise<void>): Promise<void> {
    running ??= work().finally(() => (running = null))
    emit()
    return running
  }

  /** Nothing moves in the other direction meanwhile. */
  async function moveBack(progress: ProgressOptions): Promise<MovedBack> {
    while (isRunning()) await running
    const work = moveAllBack(context, { ...progress, isEnding: () => isEnding })
    await start(() => work.then(ignore, ignore))
    emit()
    if (isWanted) void run()
    return work
  }

  return {
    run,
    moveBack,
    isReachable: (folder) => originals.hasBegun(folder).catch(() => false),
    view: () => viewOf(context, { isBusy: isRunning(), problem: problem?.message ?? null, waitingWhy }),
    prepare: (folder) => prepareAnother(context, folder),
    onChanged,
    async dispose({ isFinishing }) {
      isEnding = !isFinishing
      if (isFinishing) await running
      // A copy that is cut short leaves nothing but a temporary file.
      else await Promise.race([running, new Promise((resolve) => setTimeout(resolve, quitWaitMs))])
    },
  }
}

const ignore = (): void => undefined

async function viewOf(
  { database, originals }: OriginalsContext,
  { isBusy, problem, waitingWhy }: Pick<OriginalsView, 'isBusy' | 'problem' | 'waitingWhy'>,
): Promise<OriginalsView> {
  const folder = originals.folder()
  const { shared, waiting } = await database.call('originals.counts', null)
  const counts = { folder, shared, isBusy, waitingWhy }
  if (folder === null) return { ...counts, waiting: 0, problem: null, waitingWhy: null, members: [] }
  try {
    return { ...counts, waiting, problem, members: await originals.members(folder) }
  } catch (thrown) {
    return { ...counts, waiting, problem: problem ?? toErrorData(thrown).message, members: [] }
  }
}

async function prepareAnother(context: OriginalsContext, folder: string): Promise<void> {
  await refuseInside(context.paths.root, folder)
  await prepare(context, folder)
}

/** For which setting all recorded uses have been compared with the records, which takes hundreds of lists of names. */
interface Renewed {
  for: { readonly folder: string | null } | null
}

/** Returns why the first that cannot be moved waits; null = none does. */
async function runPass(context: OriginalsContext, renewed: Renewed, isEnding: () => boolean): Promise<string | null> {
  const { originals } = context
  const folder = originals.folder()
  if (folder !== null) await prepare(context, folder)
  if (renewed.for?.folder !== folder) {
    const folders = await renewAllUses(context, folder, isEnding)
    if (folders !== null) {
      await leaveAsFormerMember(context, folders)
      renewed.for = { folder }
    }
  }
  if (renewed.for !== null) await leaveFolders(context)
  let waitingWhy: string | null = null
  if (folder !== null) {
    waitingWhy = await shareWaiting(context, folder, isEnding)
    await (await originals.open(folder)).tidy()
  }
  await removeCopies(context, isEnding)
  return waitingWhy
}

/** A backup, or a move, would contain the originals of others. */
async function refuseInside(root: string, folder: string): Promise<void> {
  const [home, wanted] = await Promise.all([root, folder].map((path) => realpath(path).catch(() => path)))
  const below = relative(home ?? root, wanted ?? folder)
  if (below !== '' && (/^\.\.(?:[/\\]|$)/.test(below) || isAbsolute(below))) return
  throw new AppError('request/invalid', messages.folderInsideLibrary({ folder }))
}

/** A folder that has held originals of this library and looks new is not connected. */
async function prepare({ database, originals }: OriginalsContext, folder: string): Promise<void> {
  const isNew = !(await originals.hasBegun(folder))
  if (isNew && !(await database.call('originals.anyIn', { folder: `${folder}${sep}` }))) await originals.begin(folder)
  await originals.enroll(folder)
}

/**
 * Records uses that are missing: of a library that was copied, moved or restored, and of purges that failed. Moves what
 * is in another shared folder to the current one. Returns all shared folders with originals of this library; null if
 * that is incomplete.
 */
async function renewAllUses(
  context: OriginalsContext,
  current: string | null,
  isEnding: () => boolean,
): Promise<ReadonlySet<string> | null> {
  const { database, originals } = context
  const folders = new Set(current === null ? [] : [current])
  const known = new Map<string, ReadonlySet<string>>()
  const ownUses = async (folder: string) => {
    const uses = known.get(folder) ?? (await (await originals.open(folder)).ownUses())
    known.set(folder, uses)
    return uses
  }
  const away = new Set<string>()
  await eachPage(
    (after) => database.call('originals.shared', { after, limit: recordsPerPage }),
    isEnding,
    async (record) => {
      const folder = folderOfOriginal(record.sharedPath ?? '')
      if (away.has(folder)) return
      folders.add(folder)
      try {
        if (current !== null && folder !== current) await moveOriginal(context, current, record)
        else await renewUse(context, record, await ownUses(folder))
      } catch (thrown) {
        if (folder === current || !isUnreachable(thrown)) throw thrown
        away.add(folder)
      }
    },
  )
  return away.size === 0 && !isEnding() ? folders : null
}

async function shareWaiting(
  context: OriginalsContext,
  folder: string,
  isEnding: () => boolean,
): Promise<string | null> {
  let why: string | null = null
  await eachPage(
    (after) => context.database.call('originals.waiting', { after, limit: recordsPerPage }),
    isEnding,
    async (record) => {
      try {
        await shareOriginal(context, folder, record)
      } catch (thrown) {
        if (endsAllWork(thrown)) throw thrown
        context.logger.warn('originals.original-not-moved', { id: record.id, error: thrown })
        why ??= toErrorData(thrown).message
      }
    },
  )
  return why
}

async function removeCopies(context: OriginalsContext, isEnding: () => boolean): Promise<void> {
  const { database, clock, logger } = context
  const beforeMs = clock.nowMs() - copyKeptMs
  for (;;) {
    const records = await database.call('originals.copies', { beforeMs, limit: recordsPerPage })
    if (records.length === 0) return
    for (const record of records) {
      if (isEnding()) return
      try {
        await removeCopy(context, record)
      } catch (thrown) {
        if (isUnreachable(thrown)) return
        logger.warn('originals.copy-kept', { id: record.id, error: thrown })
        await database.call('originals.setCopy', { id: record.id, sharedAtMs: clock.nowMs() })
      }
    }
  }
}
