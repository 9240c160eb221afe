import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileRecord } from '../../database/index.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { responsesFolder, heatFolder, thumbnailSizes } from './library-paths.ts'

/** A cache file younger than this may belong to a picture that is being filed right now. */
const cacheGraceMs = 3_600_000
/** Masks and answers cannot be made again: as long as pictures stay in the trash. */
const keepsakeGraceMs = 30 * 86_400_000

/** Deletes caches, masks and answers of pictures that are no more, as a crash in the middle of filing leaves them. */
export async function removeOrphans(paths: HomePaths, records: readonly FileRecord[]): Promise<void> {
  const ids = new Set<string>(records.map(({ id }) => id))
  for (const size of thumbnailSizes) await removeStrangers(join(paths.thumbnails, String(size)), ids, cacheGraceMs)
  await removeStrangers(heatFolder(paths), ids, cacheGraceMs)
  await removeStrangers(paths.working, ids, cacheGraceMs)
  const withMask = new Set<string>(records.filter(({ hasMask }) => hasMask).map(({ id }) => id))
  await removeStrangers(paths.masks, withMask, keepsakeGraceMs)
  const withAnswer = new Set<string>(records.filter(({ hasRawAnswer }) => hasRawAnswer).map(({ id }) => id))
  await removeStrangers(responsesFolder(paths), withAnswer, keepsakeGraceMs)
}

async function removeStrangers(folder: string, ids: ReadonlySet<string>, graceMs: number): Promise<void> {
  for (const fileName of await readdir(folder).catch(() => [])) {
    const id = fileName.replace(/(?:-paint)?\.[a-z]{3,4}$/, '')
    if (id === fileName || fileName.startsWith('.') || ids.has(id)) continue
    const path = join(folder, fileName)
    const facts = await stat(path).catch(() => null)
    if (facts !== null && Date.now() - facts.mtimeMs > graceMs) await rm(path, { force: true }).catch(() => undefined)
  }
}
