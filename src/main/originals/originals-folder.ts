import type { Original, OriginalsFolder } from './shared-originals.ts'

/** Single steps in the shared folder. Paths are relative to its root, with forward slashes. */
export interface OriginalFiles {
  /** In bytes; null = there is no such file. */
  size(path: string): Promise<number | null>
  /** Names in a folder; empty where there is none. */
  list(folder: string): Promise<readonly string[]>
  /** Makes an empty file and flushes it to disk. Does nothing where it exists. */
  create(path: string): Promise<void>
  /**
   * Copies a file from outside. It appears as a whole, replacing what is there.
   * @throws media/undecodable if the copy does not have the original's hash
   */
  place(path: string, source: string, original: Original): Promise<void>
  /** Copies a file out of the folder. Returns false where it is gone or does not have the original's content. */
  fetch(path: string, target: string, original: Original): Promise<boolean>
  /** SHA-256 of its bytes; null = there is no such file of this length. */
  hash(path: string, bytes: number): Promise<string | null>
  /** False where there is no such file. Replaces a file at `to`. */
  move(from: string, to: string): Promise<boolean>
  /** Does nothing where there is no such file. */
  remove(path: string): Promise<void>
  /** Does nothing where something is in it, or where there is no such folder. */
  removeEmptyFolder(path: string): Promise<void>
  /** Deletes what programs of this library that have ended left unfinished. */
  removeTemporaries(): Promise<unknown>
  /** By the clock of the file server. */
  nowMs(): Promise<number>
}

/** A removed original stays for an hour: what another computer has just written may take a minute to be seen. */
export const removedKeptMs = 3_600_000

/** How often a library that keeps losing to one that removes tries again. */
const triesMax = 10

export const originalName = ({ sha256, extension }: Pick<Original, 'sha256' | 'extension'>): string =>
  `${sha256}.${extension}`

export const originalPlace = (original: Pick<Original, 'sha256' | 'extension'>): string =>
  `files/${bucketed(originalName(original))}`

const bucketed = (name: string): string => `${name.slice(0, 2)}/${name}`
const pathOfUse = (member: string, name: string): string => `members/${member}/${bucketed(name)}`

const removedPattern = /^(?<ms>\d+)-(?<name>[0-9a-f]{64}\.[a-z0-9]+)$/

/**
 * The protocol. Whoever uses an original writes that first and looks for the original then; whoever removes one takes it
 * out of its place first and looks for uses then. Of the two at once, at least one sees the other.
 */
export function createOriginalsFolder(files: OriginalFiles, member: string): OriginalsFolder {
  const isThere = async (original: Original) => (await files.size(originalPlace(original))) === original.bytes

  async function putBack(original: Original): Promise<boolean> {
    if (await isThere(original)) return true
    for (const each of await findRemoved(files, originalName(original))) {
      if (await files.move(`removed/${each}`, originalPlace(original))) break
    }
    return isThere(original)
  }

  async function release(name: string): Promise<void> {
    await files.remove(pathOfUse(member, name))
    if (await isUsed(files, name)) return
    const removed = `removed/${await files.nowMs()}-${name}`
    const place = `files/${bucketed(name)}`
    if (!(await files.move(place, removed))) return
    // Somebody may have looked for it before it was moved, after having recorded the use.
    if (await isUsed(files, name)) await files.move(removed, place)
  }

  const isInUse = async (original: Original) =>
    (await files.size(pathOfUse(member, originalName(original)))) !== null && (await isThere(original))

  return {
    async use(original, source) {
      for (let tries = 0; tries < triesMax; tries++) {
        await files.create(pathOfUse(member, originalName(original)))
        if (!(await putBack(original))) {
          if (source === null) return false
          await files.place(originalPlace(original), source, original)
        }
        if (await isInUse(original)) return true
      }
      return false
    },

    release: (original) => release(originalName(original)),

    isInUse,
    find: putBack,

    async prove(original, source) {
      const path = originalPlace(original)
      const isIntact = async () => (await files.hash(path, original.bytes)) === original.sha256
      if (await isIntact()) return true
      await files.place(path, source, original)
      return isIntact()
    },

    async fetch(original, target) {
      return (await putBack(original)) && (await files.fetch(originalPlace(original), target, original))
    },

    ownUses: () => listUses(files, member),
    async leave() {
      const own = `members/${member}`
      await files.remove(`${own}/member.json`)
      for (const bucket of await files.list(own)) await files.removeEmptyFolder(`${own}/${bucket}`)
      for (const folder of [own, `incoming/${member}`]) await files.removeEmptyFolder(folder)
      await files.remove(`removed/.${member}.clock`)
    },
    async tidy() {
      await files.removeTemporaries()
      return deleteRemoved(files)
    },
  }
}

async function isUsed(files: OriginalFiles, name: string): Promise<boolean> {
  const members = await files.list('members')
  // This library is one: a list without any is wrong.
  if (members.length === 0) return true
  for (const member of members) {
    if ((await files.size(pathOfUse(member, name))) !== null) return true
  }
  return false
}

async function findRemoved(files: OriginalFiles, name: string): Promise<string[]> {
  return (await files.list('removed')).filter((each) => removedPattern.exec(each)?.groups?.['name'] === name)
}

async function listUses(files: OriginalFiles, member: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const bucket of await files.list(`members/${member}`)) {
    if (!/^[0-9a-f]{2}$/.test(bucket)) continue
    for (const name of await files.list(`members/${member}/${bucket}`)) names.add(name)
  }
  return names
}

/** Deletes what is old enough. What was used again meanwhile, by a program that has ended since, is put back. */
async function deleteRemoved(files: OriginalFiles): Promise<number> {
  const removed = await files.list('removed')
  if (removed.length === 0) return 0
  const nowMs = await files.nowMs()
  let deleted = 0
  for (const each of removed) {
    const { ms, name } = removedPattern.exec(each)?.groups ?? {}
    if (name === undefined || nowMs - Number(ms) < removedKeptMs) continue
    if (await isUsed(files, name)) await files.move(`removed/${each}`, `files/${bucketed(name)}`)
    else {
      await files.remove(`removed/${each}`)
      deleted++
    }
  }
  return deleted
}
