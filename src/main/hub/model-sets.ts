import { createHash } from 'node:crypto'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { discardPart, partBytesOf, type Downloader } from '../downloads/index.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { Copies } from './copies.ts'

/** Below the folder, with `/`. A note that was written to lead elsewhere is no note. */
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
  /** Where it lies. Sets that need the same file name the same one. */
  name: nameSchema,
  /** Of the person’s, which it lies below; null = Atelier’s own. */
  folder: z.string().refine(isAbsolute).nullable().default(null),
})
export type SetFile = z.output<typeof setFileSchema>
type Place = Pick<SetFile, 'name' | 'folder'>
type Placeless = Omit<SetFile, keyof Place>

const modelSetSchema = z.object({ id: z.string(), label: z.string(), files: z.array(setFileSchema).min(1) })
export type ModelSet = z.output<typeof modelSetSchema>

/** What is freed by removing a set, and what stays because others need it. */
export interface Removal {
  readonly freedBytes: number
  readonly removed: readonly string[]
  readonly kept: readonly string[]
}

/**
 * What was downloaded, and what for: a note for each set of files, in a folder of Atelier's own. Whether a file is there is
 * asked of the disk: it has its name only when it was whole and right.
 */
export interface ModelSets {
  readonly folder: string
  list(): Promise<readonly ModelSet[]>
  write(set: ModelSet): Promise<void>
  /** Where it is downloaded to. */
  pathOf(file: SetFile): string
  /** Where it is; null = it is not there. A copy that the person has elsewhere counts. */
  placeOf(file: SetFile): Promise<string | null>
  /** Of what has come of it. */
  bytesOf(file: SetFile): Promise<number>
  /** A place that no other file has, those of its own set included, below `to`; the one it has already stays. */
  placeFor(file: Placeless, beside: readonly SetFile[], to: SetFile['folder']): Promise<Place>
  removal(id: string): Promise<Removal | null>
  /** Deletes a set's note and the files that no other set needs. @throws storage/* */
  remove(id: string): Promise<Removal | null>
}

interface SetsOptions {
  readonly folder: string
  /** Where models are looked for: in no other folder is anything deleted. */
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

  /** Of a size that it was not announced with, it is another: somebody has put it there. */
  const isHere = async (file: SetFile) => (await sizeOf(pathOf(file))) === file.sizeBytes
  const placeOf = async (file: SetFile) => ((await isHere(file)) ? pathOf(file) : copies.find(file))

  async function removal(id: string): Promise<{ removal: Removal; gone: readonly SetFile[] } | null> {
    const sets = await list()
    const set = sets.find((each) => each.id === id)
    if (set === undefined) return null
    const needed = new Set(sets.flatMap((each) => (each.id === id ? [] : each.files.map(pathOf))))
    const listed = new Set(await folders())
    const isOurs = (file: SetFile) => file.folder === null || listed.has(file.folder)
    const gone = set.files.filter((file) => !needed.has(pathOf(file)) && isOurs(file))
    const bytes = await Promise.all(gone.map(ownBytesOf))
    const kept = set.files.filter((file) => needed.has(pathOf(file))).map(({ name }) => name)
    const freedBytes = bytes.reduce((sum, each) => sum + each, 0)
    return { removal: { freedBytes, removed: gone.map(({ name }) => name), kept }, gone }
  }

  /** A copy that the person has elsewhere is not ours: nothing is freed by forgetting it. */
  async function ownBytesOf(file: SetFile): Promise<number> {
    return (await isHere(file)) ? file.sizeBytes : partBytesOf(pathOf(file))
  }

  async function newPlace(known: readonly SetFile[], file: Placeless, to: SetFile['folder']): Promise<Place> {
    const place = { name: basename(file.path), folder: to }
    const path = pathOf(place)
    const isTaken = known.some((each) => pathOf(each) === path) || (await isOthers(path, file, to, hash))
    const apart = `${file.repo.replaceAll('/', '--')}-${file.sha256.slice(0, 8)}/${place.name}`
    return isTaken ? { ...place, name: apart } : place
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
    async placeFor(file, beside, to) {
      const known = [...(await list()).flatMap(({ files }) => files), ...beside]
      return (await placeAmong(known, file)) ?? newPlace(known, file, to)
    },
    removal: async (id) => (await removal(id))?.removal ?? null,
    async remove(id) {
      const found = await removal(id)
      if (found === null) return null
      for (const file of found.gone) {
        const isWhole = file.folder === null || (await isHere(file))
        await removeFile(pathOf(file), file.folder ?? folder, isWhole)
      }
      await rm(noteOf(id), { force: true })
      return found.removal
    },
  }
}

async function readAll(notes: string): Promise<readonly ModelSet[]> {
  const names = await readdir(notes).catch(() => [])
  const sets = await Promise.all(names.filter((name) => name.endsWith('.json')).map((name) => read(join(notes, name))))
  return sets.filter((set) => set !== null).toSorted((one, two) => (one.label < two.label ? -1 : 1))
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
    (found) => found.isDirectory(),
    () => false,
  )
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
}

/** A file there that is not this one, whoever has put it there. */
async function isOther(path: string, { sizeBytes, sha256 }: Placeless, hash: Downloader['hash']): Promise<boolean> {
  const bytes = await sizeOf(path)
  if (bytes === null) return false
  return bytes !== sizeBytes || (await hash(path, { signal: new AbortController().signal })).sha256 !== sha256
}

/** The one that it has already, unless its folder is gone: that must not keep it from coming elsewhere. */
async function placeAmong(known: readonly SetFile[], file: Placeless): Promise<Place | null> {
  const same = known.find(({ sha256, sizeBytes }) => sha256 === file.sha256 && sizeBytes === file.sizeBytes)
  return same !== undefined && (same.folder === null || (await isFolder(same.folder))) ? same : null
}

/** What lies in the person’s folder is the person’s, whatever it holds: a copy of the file is found there as one. */
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
    // One that was made for this file alone.
    if (dirname(path) !== normalize(folder)) await rmdir(dirname(path)).catch(() => undefined)
  } catch (thrown) {
    throw toFileError(thrown, messages.deleteFile({ basename: basename(path) }))
  }
}
