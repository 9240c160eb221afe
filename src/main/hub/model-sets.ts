import { createHash } from 'node:crypto'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join, normalize, sep } from 'node:path'
import { z } from 'zod'
import { toFileError } from '../../shared/errors/index.ts'
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
})
export type SetFile = z.output<typeof setFileSchema>

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
  /** A name for a file that no other file has, those of its own set included. */
  nameFor(file: Omit<SetFile, 'name'>, beside: readonly SetFile[]): Promise<string>
  removal(id: string): Promise<Removal | null>
  /** Deletes a set's note and the files that no other set needs. @throws storage/* */
  remove(id: string): Promise<Removal | null>
}

interface SetsOptions {
  readonly folder: string
  readonly copies: Pick<Copies, 'find'>
  readonly hash: Downloader['hash']
}

export const notesOf = (folder: string): string => join(folder, '.sets')

export function createModelSets({ folder, copies, hash }: SetsOptions): ModelSets {
  const notes = notesOf(folder)
  const noteOf = (id: string) => join(notes, `${createHash('sha256').update(id).digest('hex').slice(0, 32)}.json`)
  const pathOf = ({ name }: Pick<SetFile, 'name'>) => join(folder, ...name.split('/'))

  async function list(): Promise<readonly ModelSet[]> {
    const names = await readdir(notes).catch(() => [])
    const sets = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => read(join(notes, name))),
    )
    return sets.filter((set) => set !== null).toSorted((one, two) => (one.label < two.label ? -1 : 1))
  }

  /** Of a size that it was not announced with, it is another: somebody has put it there. */
  const isHere = async (file: SetFile) => (await sizeOf(pathOf(file))) === file.sizeBytes
  const placeOf = async (file: SetFile) => ((await isHere(file)) ? pathOf(file) : copies.find(file))

  async function removal(id: string): Promise<{ removal: Removal; gone: readonly SetFile[] } | null> {
    const sets = await list()
    const set = sets.find((each) => each.id === id)
    if (set === undefined) return null
    const needed = new Set(sets.flatMap((each) => (each.id === id ? [] : each.files.map(({ name }) => name))))
    const gone = set.files.filter(({ name }) => !needed.has(name))
    const bytes = await Promise.all(gone.map(ownBytesOf))
    const kept = set.files.filter(({ name }) => needed.has(name)).map(({ name }) => name)
    const freedBytes = bytes.reduce((sum, each) => sum + each, 0)
    return { removal: { freedBytes, removed: gone.map(({ name }) => name), kept }, gone }
  }

  /** A copy that the person has elsewhere is not ours: nothing is freed by forgetting it. */
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
    async nameFor(file, beside) {
      const known = [...(await list()).flatMap(({ files }) => files), ...beside]
      const same = known.find(({ sha256, sizeBytes }) => sha256 === file.sha256 && sizeBytes === file.sizeBytes)
      if (same !== undefined) return same.name
      const plain = basename(file.path)
      const isTaken = known.some(({ name }) => name === plain) || (await isOther(pathOf({ name: plain }), file, hash))
      return isTaken ? `${file.repo.replaceAll('/', '--')}-${file.sha256.slice(0, 8)}/${plain}` : plain
    },
    removal: async (id) => (await removal(id))?.removal ?? null,
    async remove(id) {
      const found = await removal(id)
      if (found === null) return null
      for (const file of found.gone) await removeFile(pathOf(file), folder)
      await rm(noteOf(id), { force: true })
      return found.removal
    },
  }
}

async function read(path: string): Promise<ModelSet | null> {
  try {
    return modelSetSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  )
}

/** A file there that is not this one, whoever has put it there. */
async function isOther(
  path: string,
  { sizeBytes, sha256 }: Omit<SetFile, 'name'>,
  hash: Downloader['hash'],
): Promise<boolean> {
  const bytes = await sizeOf(path)
  if (bytes === null) return false
  return bytes !== sizeBytes || (await hash(path, { signal: new AbortController().signal })).sha256 !== sha256
}

async function removeFile(path: string, folder: string): Promise<void> {
  if (!normalize(path).startsWith(normalize(folder + sep))) return
  try {
    await discardPart(path)
    await rm(path, { force: true })
    // One that was made for this file alone.
    if (dirname(path) !== normalize(folder)) await rmdir(dirname(path)).catch(() => undefined)
  } catch (thrown) {
    throw toFileError(thrown, `delete ${basename(path)}`)
  }
}
