import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { Logger } from '../../platform/logger.ts'
import { copyFresh } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { hashFile } from '../content-hash.ts'
import type { Library } from '../library.ts'
import { toSafeFileName } from '../safe-file-name.ts'
import { externalFolder, readNote, writeNote, type EditNote } from './edit-note.ts'
import type { ExternalEdits } from './external-edits.ts'
import { takeVersion } from './take-version.ts'
import { usualTiming, watchFile, type FileWatch, type Verdict, type WatchTiming } from './watch-file.ts'

export interface ExternalEditsOptions {
  readonly library: Pick<Library, 'assets' | 'require' | 'locate' | 'addResult'>
  readonly imaging: Pick<Imaging, 'probe' | 'writePng'>
  readonly paths: HomePaths
  readonly clock: Clock
  readonly logger: Logger
  readonly onNoticed: (error: AppError) => void
  readonly timing?: WatchTiming
}

/** What programs save without loss is copied as it is, with its depth and profile; of everything else they get a PNG. */
const copiedMimes: ReadonlySet<string> = new Set(['image/png', 'image/tiff'])
const extensions: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/tiff': 'tif' }
/** A copy that was not changed for this long is given up; every version of it has been taken back. */
const keptMs = 30 * 24 * 60 * 60 * 1000
/** Content that is no whole picture is looked at this often before it is told to be none. */
const mostTries = 4

interface Edit {
  readonly folder: string
  note: EditNote
  tries: number
  /** Trouble is told once, until something comes of the file again. */
  hasTold: boolean
  watch: FileWatch | null
}

export function createExternalEdits(options: ExternalEditsOptions): ExternalEdits {
  const { library, paths, clock, logger, onNoticed, timing = usualTiming } = options
  const edits = new Map<string, Edit>()
  const listeners = new Set<(asset: Asset) => void>()
  let isDisposed = false

  function startWatch(folder: string, note: EditNote): Edit {
    const edit: Edit = { folder, note, tries: 0, hasTold: false, watch: null }
    edits.set(folder, edit)
    const path = join(folder, note.fileName)
    edit.watch = watchFile({ path, timing, onSettled: () => take(edit), onGone: () => tell(edit, goneNotice(note)) })
    return edit
  }

  function tell(edit: Edit, error: AppError): void {
    if (edit.hasTold) return
    edit.hasTold = true
    onNoticed(error)
  }

  async function take(edit: Edit): Promise<Verdict> {
    const { note, folder } = edit
    try {
      const known = { assetId: note.assetId, knownSha256: note.takenSha256 }
      const taken = await takeVersion(options, join(folder, note.fileName), known)
      if (taken !== null) {
        edit.note = { ...note, takenSha256: taken.sha256 }
        await writeNote(folder, edit.note)
        for (const listener of listeners) listener(taken.asset)
      }
      Object.assign(edit, { tries: 0, hasTold: false })
      return 'done'
    } catch (thrown) {
      return afterFailure(edit, thrown)
    }
  }

  /** A program may still be writing; after a few looks at the same content it is what it is. */
  function afterFailure(edit: Edit, thrown: unknown): Verdict {
    const { code, message } = toErrorData(thrown)
    edit.tries++
    logger.warn('external.not-taken', { folder: edit.folder, tries: edit.tries, error: thrown })
    if (edit.tries < mostTries) return 'later'
    if (code.startsWith('media/')) {
      tell(edit, unreadableNotice(edit.note))
      edit.tries = 0
      return 'done'
    }
    const text = `What was saved of “${edit.note.fileName}” could not be taken back yet: ${message} It is tried again.`
    tell(edit, new AppError(code, text))
    return 'later'
  }

  async function findUnchanged(assetId: string): Promise<Edit | null> {
    for (const edit of edits.values()) {
      if (edit.note.assetId !== assetId || edit.note.takenSha256 !== edit.note.givenSha256) continue
      const sha256 = await hashFile(join(edit.folder, edit.note.fileName)).catch(() => null)
      if (sha256 === edit.note.givenSha256) return edit
    }
    return null
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
      const asset = await library.require(id)
      const known = await findUnchanged(id)
      if (known !== null) return { path: join(known.folder, known.note.fileName) }
      const folder = join(externalFolder(paths), newId(clock.nowMs()))
      await createFolder(folder)
      try {
        const fileName = await writeWorkingCopy(options, asset, folder)
        const sha256 = await hashFile(join(folder, fileName))
        const given = { assetId: id, fileName, givenSha256: sha256, takenSha256: sha256 }
        const note: EditNote = { version: 1, ...given, beganAtMs: clock.nowMs() }
        await writeNote(folder, note)
        startWatch(folder, note)
        return { path: join(folder, fileName) }
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
    onTaken(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async dispose() {
      isDisposed = true
      await Promise.all([...edits.values()].map(async ({ watch }) => watch?.stop()))
    },
  }
}

async function writeWorkingCopy(
  { library, imaging }: ExternalEditsOptions,
  asset: Asset,
  folder: string,
): Promise<string> {
  const base = toSafeFileName(asset.name) || 'picture'
  const { path } = await library.locate(asset.id, 'original')
  const fileName = `${base}.${extensions[asset.mime] ?? 'png'}`
  if (copiedMimes.has(asset.mime)) await copyFresh(path, join(folder, fileName))
  else await imaging.writePng(await readFile(path), join(folder, fileName))
  return fileName
}

function goneNotice({ fileName }: EditNote): AppError {
  return new AppError(
    'storage/not-found',
    `“${fileName}”, which was opened in another program, is not where it was. What was saved before is in the library. ` +
      'To go on with it, edit the picture in the other program again.',
  )
}

function unreadableNotice({ fileName }: EditNote): AppError {
  return new AppError(
    'media/undecodable',
    `What the other program saved as “${fileName}” is no picture that Atelier can read. Nothing was lost: the picture in ` +
      'the library is as it was. Save it again as PNG or TIFF under the same name.',
  )
}
