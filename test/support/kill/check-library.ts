import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { temporaryOwner } from '../../../src/main/platform/pure/temporary-name.ts'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { openTestLibrary, type TestLibrary } from '../open-library.ts'
import { shelfIds } from '../shelf-ids.ts'

export interface Aftermath {
  readonly listed: Asset[]
  readonly trashed: Asset[]
  /** Traces the kill left that the sweep had to deal with. */
  readonly traces: number
}

/**
 * Opens a library as the program does at its start and checks what must hold after any kill: it opens, every picture
 * listed is there whole, no temporary is left, and nothing more is to do. `look` sees it before it is closed.
 */
export async function checkLibrary(
  paths: HomePaths,
  look: (opened: TestLibrary, after: Aftermath) => Promise<void> = () => Promise.resolve(),
): Promise<Aftermath> {
  const opened = openTestLibrary(paths)
  try {
    const { assets, database, logger } = opened
    const swept = await assets.files.sweep()
    const listed = await assets.records.load(await shelfIds(database))
    const trashed = await assets.records.load(await shelfIds(database, 'trash'))
    for (const asset of [...listed, ...trashed]) {
      const bytes = await readFile(join(paths.library, asset.relativePath))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(asset.sha256)
      expect(asset.isMissing).toBe(false)
      if (asset.hasMask) await readFile(join(paths.masks, `${asset.id}.png`))
      if (asset.hasRawAnswer) await readFile((await assets.files.locate(asset.id, 'answer')).path)
    }
    expect(await findTemporaries(paths.root)).toEqual([])
    expect(await assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
    expect(logger.entries.filter(({ level }) => level === 'error')).toEqual([])
    const after = { listed, trashed, traces: swept.adopted + swept.removedTemporaries + swept.purged }
    await look(opened, after)
    return after
  } finally {
    await opened.close()
  }
}

export async function findTemporaries(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  // What a killed export left in a folder of the artist's is for the next export there.
  const ours = names.filter((name) => !name.startsWith('exports'))
  return ours.filter((name) => temporaryOwner(name.split(/[/\\]/).at(-1) ?? '') !== null)
}
