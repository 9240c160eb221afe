import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Services } from '../../client/index.ts'
import { layDown, tilesMost, type CompareStore } from './create-compare-store.ts'

export interface CompareActions {
  /** Beside what lies on the table; says so where there is no room for all. */
  add(ids: readonly AssetId[]): void
  /** Pictures dropped from outside: into the library, and onto the table. */
  addFiles(paths: readonly string[]): Promise<void>
}

export function createCompareActions({ client, assets, intents }: Services, store: CompareStore): CompareActions {
  function add(ids: readonly AssetId[]): void {
    const leftOver = layDown(store, ids)
    if (leftOver === 0) return
    const text = `The table holds ${tilesMost} pictures: ${leftOver} found no room. Take some off first.`
    intents.send({ do: 'notify', notice: { level: 'info', text } })
  }

  return {
    add,
    async addFiles(paths) {
      if (paths.length === 0) return
      try {
        const { imported, failed } = await client.call('library.importFiles', { paths: [...paths] })
        assets.put(imported)
        add(imported.map(({ id }) => id))
        for (const { file, error } of failed.slice(0, 1)) {
          const text = `${file}: ${error.message}`
          intents.send({ do: 'notify', notice: { level: 'error', text } })
        }
      } catch (error) {
        intents.send({ do: 'report', error })
      }
    },
  }
}
