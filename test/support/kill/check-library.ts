import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { temporaryOwner } from '../../../src/main/platform/pure/temporary-name.ts'
import type { HomePaths } from '../../../src/main/platform/home-paths.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { openTestLibrary, type TestLibrary } from '../open-library.ts'
import { findAssetIds } from '../open-database.ts'

export interface Aftermath {
  readonly listed: Asset[]
  readonly trashed: Asset[]
  /** Number of leftovers from the kill that cleanup had to handle. */
  readonly traces: number
}

/**
 * Opens a library as at startup and checks the invariants after any kill: it opens, every listed image is intact, no
 * temporary file remains, and nothing is left to do. `inspect` examines it before it is closed.
 */
export async function checkLibrary(
  paths: HomePaths,
  inspect: (opened: TestLibrary, after: Aftermath) => Promise<void> = () => Promise.resolve(),
): Promise<Aftermath> {
  const opened = openTestLibrary(paths)
  try {
    const { assets, database, logger } = opened
    const swept = await assets.files.sweep()
    const listed = await assets.records.load(await findAssetIds(database))
    const trashed = await assets.records.load(await findAssetIds(database, 'trash'))
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
    await inspect(opened, after)
    return after
  } finally {
    await opened.close()
  }
}

export async function findTemporaries(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  // Leftovers of a killed export in a user's folder are cleaned up by the next export there.
  const ours = names.filter((name) => !name.startsWith('exports'))
  return ours.filter((name) => temporaryOwner(name.split(/[/\\]/).at(-1) ?? '') !== null)
}
