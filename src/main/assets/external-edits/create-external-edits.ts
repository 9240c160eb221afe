import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Asset } from '../../../shared/domain/asset.ts'
import { type AssetId, assetIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { Logger } from '../../platform/logger.ts'
import { copyFresh, writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { Assets } from '../assets.ts'
import type { ExternalEdits } from '../external-edits.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { takeVersion, type TakeOptions } from './take-version.ts'
import { usualTiming, type WatchTiming, watchFile, type SettledOutcome } from './watch-file.ts'

/** State of a working copy. It is stored beside the copy, so that each folder is self-describing after a crash. */
const editNoteSchema = z.object({
  version: z.literal(1),
  assetId: assetIdSchema,
  fileName: z.string().min(1).max(255),
  /** SHA-256 in hexadecimal: of the copy as handed out, and of the content last imported. */
  givenSha256: z.string(),
  takenSha256: z.string(),
  beganAtMs: z.int(),
})

const noteName = '.atelier-edit.json'

export interface ExternalEditsOptions {
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly imaging: Pick<Imaging, 'probe' | 'writePng'>
  readonly paths: HomePaths
  readonly clock: Clock
  readonly logger: Logger
  readonly onNoticed: (error: AppError) => void
  readonly timing?: WatchTiming
}

/** Lossless formats are copied as they are, with bit depth and profile; everything else is converted to PNG. */
const copiedMimes: ReadonlySet<string> = new Set(['image/png', 'image/tiff'])
const extensions: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/tiff': 'tif' }
/** A copy unchanged for this long is abandoned; every version of it has been imported. */
const keptMs = 30 * 24 * 60 * 60 * 1000

export function createExternalEdits(options: ExternalEditsOptions): ExternalEdits {
  const { assets, paths, clock, logger, timing = usualTiming } = options
  const edits = new Map<string, WatchedEdit>()
  const imported = createEmitter<[Asset]>()
  let isDisposed = false

  function startWatch(folder: string, note: EditNote): WatchedEdit {
    const edit = watchEdit({ ...options, timing, onImported: imported.emit }, folder, note)
    edits.set(folder, edit)
    return edit
  }

  async function resumeOne(folder: string): Promise<void> {
    const note = await readNote(folder)
    if (note === null || edits.has(folder) || isDisposed) return
    const path = join(folder, note.fileName)
    const facts = await stat(path).catch(() => null)
    const changedAtMs = facts === null ? note.beganAtMs : Math.max(note.beganAtMs, facts.mtimeMs)
    const isOld = clock.nowMs() - changedAtMs > keptMs
    const isTaken = facts === null || (isOld && (await hashFile(path)) === note.takenSha256)
    if (isTaken && (isOld || facts === null)) await rm(folder, { recursive: true, force: true })
    else startWatch(folder, note)
  }

  return {
    async begin(id) {
      const asset = await assets.records.require(id)
      const known = await findUnchanged([...edits.values()], id)
      if (known !== null) return { path: known.path }
      const folder = join(externalFolder(paths), newId(clock.nowMs()))
      await createFolder(folder)
      try {
        return { path: startWatch(folder, await createWorkingCopy(options, asset, folder)).path }
      } catch (thrown) {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
        throw thrown
      }
    },
    async resume() {
      const names = await readdir(externalFolder(paths)).catch(() => [])
      for (const name of names) {
        await resumeOne(join(externalFolder(paths), name)).catch((thrown: unknown) =>
          logger.warn('external.not-resumed', { name, error: thrown }),
        )
      }
    },
    onImported: imported.on,
    async dispose() {
      isDisposed = true
      await Promise.all([...edits.values()].map((edit) => edit.stop()))
    },
  }
}

/** Returns a working copy of the image that is still unmodified, for reuse. */
async function findUnchanged(edits: readonly WatchedEdit[], id: AssetId): Promise<WatchedEdit | null> {
  for (const edit of edits) {
    const { assetId, givenSha256, takenSha256 } = edit.note()
    if (assetId !== id || takenSha256 !== givenSha256) continue
    const sha256 = await hashFile(edit.path).catch(() => null)
    if (sha256 === givenSha256) return edit
  }
  return null
}

async function createWorkingCopy(options: ExternalEditsOptions, asset: Asset, folder: string): Promise<EditNote> {
  const fileName = await writeWorkingCopy(options, asset, folder)
  const sha256 = await hashFile(join(folder, fileName))
  const copy = { assetId: asset.id, fileName, givenSha256: sha256, takenSha256: sha256 }
  const note: EditNote = { version: 1, ...copy, beganAtMs: options.clock.nowMs() }
  await writeEditNote(folder, note)
  return note
}

async function writeWorkingCopy(
  { assets, imaging }: ExternalEditsOptions,
  asset: Asset,
  folder: string,
): Promise<string> {
  const base = toSafeFileName(asset.name) || 'picture'
  const { path, mime } = await assets.files.locate(asset.id, 'original')
  const fileName = `${base}.${extensions[mime] ?? 'png'}`
  if (copiedMimes.has(mime)) await copyFresh(path, join(folder, fileName))
  else await imaging.writePng({ sourcePath: path, targetPath: join(folder, fileName) })
  return fileName
}

interface WatchEditOptions extends TakeOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly timing: WatchTiming
  readonly onNoticed: (error: AppError) => void
  readonly onImported: (asset: Asset) => void
}

interface WatchedEdit {
  readonly path: string
  note(): EditNote
  stop(): Promise<void>
}

/** Imports each saved version of a working copy, and reports a problem once until an import succeeds again. */
function watchEdit(options: WatchEditOptions, folder: string, initialNote: EditNote): WatchedEdit {
  const path = join(folder, initialNote.fileName)
  let note = initialNote
  let hasReported = false

  function report(error: AppError): void {
    if (hasReported) return
    hasReported = true
    options.onNoticed(error)
  }

  async function importVersion(unchangedMs: number): Promise<SettledOutcome> {
    try {
      const version = await takeVersion(options, path, { assetId: note.assetId, knownSha256: note.takenSha256 })
      if (version !== null) {
        note = { ...note, takenSha256: version.sha256 }
        await writeEditNote(folder, note)
        options.onImported(version.asset)
      }
      hasReported = false
      return 'done'
    } catch (thrown) {
      return afterFailure(thrown, unchangedMs)
    }
  }

  /** The program may have paused while writing; content that stays unreadable for much longer is reported. */
  function afterFailure(thrown: unknown, unchangedMs: number): SettledOutcome {
    const { code, message } = toErrorData(thrown)
    options.logger.warn('external.not-taken', { folder, unchangedMs, error: thrown })
    if (unchangedMs < options.timing.brokenMs) return 'later'
    if (code.startsWith('media/')) {
      report(unreadableNotice(note))
      return 'done'
    }
    report(new AppError(code, messages.editNotImported({ file: note.fileName, reason: message })))
    return 'later'
  }

  const watch = watchFile({
    path,
    timing: options.timing,
    clock: options.clock,
    onSettled: importVersion,
    onGone: () => report(goneNotice(note)),
  })
  return { path, note: () => note, stop: () => watch.stop() }
}

function goneNotice({ fileName }: EditNote): AppError {
  return new AppError('storage/not-found', messages.editedFileMissing({ file: fileName }))
}

function unreadableNotice({ fileName }: EditNote): AppError {
  return new AppError('media/undecodable', messages.editedFileUnreadable({ file: fileName }))
}

type EditNote = z.output<typeof editNoteSchema>

/** The folder of working copies: kept, but not part of the library. */
function externalFolder(paths: HomePaths): string {
  return join(paths.root, 'external')
}

async function writeEditNote(folder: string, note: EditNote): Promise<void> {
  await writeFileAtomic(join(folder, noteName), JSON.stringify(note))
}

/** Returns null where there is no readable note. */
async function readNote(folder: string): Promise<EditNote | null> {
  try {
    const note = editNoteSchema.safeParse(JSON.parse(await readFile(join(folder, noteName), 'utf8')))
    // A file name that contains a path could escape the folder.
    return note.success && !/[/\\]/.test(note.data.fileName) ? note.data : null
  } catch {
    return null
  }
}
