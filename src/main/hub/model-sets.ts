import { createHash } from 'node:crypto'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path'
import { z } from 'zod'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { discardPart, partBytesOf, type Downloader } from '../downloads/index.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { Copies } from './copies.ts'

/** Relative to the folder, with `/`. A record with a path that leaves the folder is invalid. */
const nameSchema = z
  .string()
  .min(1)
  .max(1_000)
  .refine((name) => !/^(\/|[a-z]:)|\\|(^|\/)\.{1,2}(\/|$)/i.test(name))

const setFileSchema = z.object({
  repo: z.string(),
  commit: z.string(),
  path: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  sha256: z.string(),
  isGated: z.boolean(),
  /** Where it is stored. Sets that need the same file use the same name. */
  name: nameSchema,
  /** The user’s folder that contains it; null = Atelier’s own. */
  folder: z.string().refine(isAbsolute).nullable().default(null),
})
export type SetFile = z.output<typeof setFileSchema>
type Place = Pick<SetFile, 'name' | 'folder'>
type Placeless = Omit<SetFile, keyof Place>

const modelSetSchema = z.object({ id: z.string(), label: z.string(), files: z.array(setFileSchema).min(1) })
export type ModelSet = z.output<typeof modelSetSchema>

/** What removing a set frees, and what stays because others need it. */
export interface Removal {
  readonly freedBytes: number
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/**
 * Records what was downloaded and for which model: one record per set of files, in Atelier's own folder. The disk tells
 * whether a file exists: it gets its name only when it is complete and verified.
 */
export interface ModelSets {
  readonly folder: string
  list(): Promise<readonly ModelSet[]>
  write(set: ModelSet): Promise<void>
  /** Path it is downloaded to. */
  pathOf(file: SetFile): string
  /** Path of the file; null = missing. A copy elsewhere in the user's folders counts. */
  placeOf(file: SetFile): Promise<string | null>
  /** Bytes received so far. */
  bytesOf(file: SetFile): Promise<number>
  /**
   * Returns a path under `to` that no other file has, including those of its own set; a file that already has one keeps
   * it.
   */
  placeFor(file: Placeless, beside: readonly SetFile[], to: SetFile['folder']): Promise<Place>
  /**
   * Returns the path of this name under `to`, or where a download of the same file already has it. @throws
   * download/refused if another file has it
   */
  fixedPlace(file: Placeless, name: string, to: SetFile['folder']): Promise<Place>
  removal(id: string): Promise<Removal | null>
  /** Deletes a set's record and the files that no other set needs. @throws storage/* */
  remove(id: string): Promise<Removal | null>
}

interface SetsOptions {
  readonly folder: string
  /** Where models are looked for: nothing is deleted in any other folder. */
  readonly folders: () => Promise<readonly string[]>
  readonly copies: Pick<Copies, 'find'>
  readonly hash: Downloader['hash']
}

export const notesOf = (folder: string): string => join(folder, '.sets')

export function createModelSets({ folder, folders, copies, hash }: SetsOptions): ModelSets {
  const notes = notesOf(folder)
  const noteOf = (id: string) => join(notes, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`)
  const pathOf = (file: Place) => join(file.folder ?? folder, ...file.name.split('/'))

  const list = () => readAll(notes)

  /** A file of another size than announced is a different one, from another source. */
  const isHere = async (file: SetFile) => (await sizeOf(pathOf(file))) === file.sizeBytes
  const placeOf = async (file: SetFile) => ((await isHere(file)) ? pathOf(file) : copies.find(file))

  async function removal(id: string): Promise<{ removal: Removal; gone: readonly SetFile[] } | null> {
    const sets = await list()
    const set = sets.find((each) => each.id === id)
    if (set === undefined) return null
    const needed = new Set(sets.flatMap((each) => (each.id === id ? [] : each.files.map(pathOf))))
    const listed = new Set(await folders())
    const isOurs = (file: SetFile) => file.folder === null || listed.has(file.folder)
    const unneeded = set.files.filter((file) => !needed.has(pathOf(file)) && isOurs(file))
    const bytes = await Promise.all(unneeded.map(ownBytesOf))
    const kept = set.files.filter((file) => needed.has(pathOf(file))).map(({ name }) => name)
    const freedBytes = bytes.reduce((sum, each) => sum + each, 0)
    return { removal: { freedBytes, removed: unneeded.map(({ name }) => name), kept }, gone: unneeded }
  }

  /** A copy elsewhere belongs to the user: forgetting it frees nothing. */
  async function ownBytesOf(file: SetFile): Promise<number> {
    return (await isHere(file)) ? file.sizeBytes : partBytesOf(pathOf(file))
  }

  return {
    folder,
    list,
    pathOf,
    placeOf,
    bytesOf: async (file) => ((await placeOf(file)) === null ? ownBytesOf(file) : file.sizeBytes),
    async write(set) {
      await createFolder(notes)
      await writeFileAtomic(noteOf(set.id), JSON.stringify(modelSetSchema.parse(set), null, 2))
    },
    ...createPlaces({ folder, list, pathOf, hash }),
    removal: async (id) => (await removal(id))?.removal ?? null,
    async remove(id) {
      const planned = await removal(id)
      if (planned === null) return null
      for (const file of planned.gone) {
        const isWhole = file.folder === null || (await isHere(file))
        await removeFile(pathOf(file), file.folder ?? folder, isWhole)
      }
      await rm(noteOf(id), { force: true })
      return planned.removal
    },
  }
}

interface PlaceNeeds extends Pick<SetsOptions, 'folder' | 'hash'> {
  readonly list: ModelSets['list']
  readonly pathOf: (place: Place) => string
}

/** Decides where files are stored. */
function createPlaces({ folder, list, pathOf, hash }: PlaceNeeds): Pick<ModelSets, 'placeFor' | 'fixedPlace'> {
  const filesOfSets = async () => (await list()).flatMap(({ files }) => files)

  async function newPlace(existing: readonly SetFile[], file: Placeless, to: SetFile['folder']): Promise<Place> {
    const place = { name: basename(file.path), folder: to }
    const path = pathOf(place)
    const isTaken = existing.some((each) => pathOf(each) === path) || (await isOthers(path, file, to, hash))
    const uniquePath = `${file.repo.replaceAll('/', '--')}-${file.sha256.slice(0, 8)}/${place.name}`
    return isTaken ? { ...place, name: uniquePath } : place
  }

  async function fixedPlace(file: Placeless, name: string, to: SetFile['folder']): Promise<Place> {
    const existing = (await filesOfSets()).filter((each) => each.name === name)
    const known = await placeAmong(existing, file)
    if (known !== null) return { name: known.name, folder: known.folder }
    const place = { name, folder: to }
    const path = pathOf(place)
    const isTaken = existing.some((each) => pathOf(each) === path) || (await isOthers(path, file, to, hash))
    if (!isTaken) return place
    const [model = name] = name.split('/')
    throw new AppError('download/refused', messages.folderTaken({ folder: to ?? folder, name: model }))
  }

  return {
    fixedPlace,
    async placeFor(file, ownSet, to) {
      const existing = [...(await filesOfSets()), ...ownSet]
      return (await placeAmong(existing, file)) ?? newPlace(existing, file, to)
    },
  }
}

async function readAll(notes: string): Promise<readonly ModelSet[]> {
  const names = await readdir(notes).catch(() => [])
  const sets = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => read(join(notes, name))))
  return sets.filter((set) => set !== null).toSorted((a, b) => (a.label < b.label ? -1 : 1))
}

async function read(path: string): Promise<ModelSet | null> {
  try {
    return modelSetSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  )
}

/** Whether a different file exists at this path, whatever its origin. */
async function isOther(path: string, { sizeBytes, sha256 }: Placeless, hash: Downloader['hash']): Promise<boolean> {
  const bytes = await sizeOf(path)
  if (bytes === null) return false
  return bytes !== sizeBytes || (await hash(path, { signal: new AbortController().signal })).sha256 !== sha256
}

/** The path it already has, unless that folder is gone, which must not prevent a download elsewhere. */
async function placeAmong(existing: readonly SetFile[], file: Placeless): Promise<Place | null> {
  const same = existing.find(({ sha256, sizeBytes }) => sha256 === file.sha256 && sizeBytes === file.sizeBytes)
  return same !== undefined && (same.folder === null || (await isFolder(same.folder))) ? same : null
}

/**
 * Any file in the user’s folder belongs to the user, whatever it contains: an identical one is found there as a copy.
 */
async function isOthers(
  path: string,
  file: Placeless,
  to: SetFile['folder'],
  hash: Downloader['hash'],
): Promise<boolean> {
  return to === null ? isOther(path, file, hash) : (await sizeOf(path)) !== null
}

async function removeFile(path: string, folder: string, isWhole: boolean): Promise<void> {
  if (!normalize(path).startsWith(normalize(join(folder, sep)))) return
  try {
    await discardPart(path)
    if (isWhole) await rm(path, { force: true })
    await removeEmptyFolders(dirname(path), resolve(folder))
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotDeleteFile({ basename: basename(path) }))
  }
}

/** Removes the folders that were created for a file, up to `end`, which stays. */
async function removeEmptyFolders(folder: string, end: string): Promise<void> {
  for (let empty = folder; empty !== end; empty = dirname(empty)) {
    const isGone = await rmdir(empty).then(
      () => true,
      () => false,
    )
    if (!isGone) return
  }
}
