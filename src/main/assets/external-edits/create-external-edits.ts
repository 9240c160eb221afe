import { readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { Logger } from '../../platform/logger.ts'
import { copyFresh } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import type { Assets } from '../assets.ts'
import { toSafeFileName } from '../files/safe-file-name.ts'
import { externalFolder, readNote, writeEditNote, type EditNote } from './edit-note.ts'
import type { ExternalEdits } from '../external-edits.ts'
import { watchEdit, type WatchedEdit } from './watch-edit.ts'
import { usualTiming, type WatchTiming } from './watch-file.ts'

export interface ExternalEditsOptions {
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
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

export function createExternalEdits(options: ExternalEditsOptions): ExternalEdits {
  const { assets, paths, clock, logger, timing = usualTiming } = options
  const edits = new Map<string, WatchedEdit>()
  const taken = createEmitter<[Asset]>()
  let isDisposed = false

  function startWatch(folder: string, note: EditNote): WatchedEdit {
    const edit = watchEdit({ ...options, timing, onTaken: taken.emit }, folder, note)
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
        return { path: startWatch(folder, await giveOut(options, asset, folder)).path }
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
    onTaken: taken.on,
    async dispose() {
      isDisposed = true
      await Promise.all([...edits.values()].map((edit) => edit.stop()))
    },
  }
}

/** One of the picture that nobody has changed yet: it is given out again. */
async function findUnchanged(edits: readonly WatchedEdit[], id: AssetId): Promise<WatchedEdit | null> {
  for (const edit of edits) {
    const { assetId, givenSha256, takenSha256 } = edit.note()
    if (assetId !== id || takenSha256 !== givenSha256) continue
    const sha256 = await hashFile(edit.path).catch(() => null)
    if (sha256 === givenSha256) return edit
  }
  return null
}

async function giveOut(options: ExternalEditsOptions, asset: Asset, folder: string): Promise<EditNote> {
  const fileName = await writeWorkingCopy(options, asset, folder)
  const sha256 = await hashFile(join(folder, fileName))
  const given = { assetId: asset.id, fileName, givenSha256: sha256, takenSha256: sha256 }
  const note: EditNote = { version: 1, ...given, beganAtMs: options.clock.nowMs() }
  await writeEditNote(folder, note)
  return note
}

async function writeWorkingCopy(
  { assets, imaging }: ExternalEditsOptions,
  asset: Asset,
  folder: string,
): Promise<string> {
  const base = toSafeFileName(asset.name) || 'picture'
  const { path } = await assets.files.locate(asset.id, 'original')
  const fileName = `${base}.${extensions[asset.mime] ?? 'png'}`
  if (copiedMimes.has(asset.mime)) await copyFresh(path, join(folder, fileName))
  else await imaging.writePng({ bytes: await readFile(path), targetPath: join(folder, fileName) })
  return fileName
}
