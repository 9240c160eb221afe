import { settingsSchema } from '../../shared/domain/settings.ts'
import type { MaskSettings } from '../../shared/domain/canvas-document.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/pure/new-id.ts'
import type { Documents, Library } from './library.ts'

export interface DocumentsOptions {
  readonly database: Database
  readonly library: Pick<Library, 'require' | 'onChanged'>
  readonly clock: Clock
  /** Grow and feather of a newly opened picture's mask. */
  readonly maskDefaults?: () => MaskSettings
}

export function createDocuments({ database, library, clock, maskDefaults }: DocumentsOptions): Documents {
  const listeners = new Set<() => void>()
  const announce = (): void => {
    for (const listener of listeners) listener()
  }
  // Deleting a picture for good closes its document; a file that was changed may have another size or name.
  library.onChanged(({ reason }) => {
    if (reason !== 'added') announce()
  })

  return {
    list: () => database.call('documents.list', null),
    open: async (assetId) => {
      const asset = await library.require(assetId)
      if (asset.isMissing) {
        throw new AppError('storage/not-found', `The file of “${asset.name}” is not in the library folder any more.`)
      }
      const mask = maskDefaults?.() ?? settingsSchema.parse({}).mask
      const id = newId<Awaited<ReturnType<Documents['open']>>['id']>(clock.nowMs())
      const input = { id, baseId: assetId, mask, openedAtMs: clock.nowMs() }
      const document = await database.call('documents.open', input)
      announce()
      return document
    },
    activate: async (id) => {
      await database.call('documents.activate', { id })
      announce()
    },
    close: async (id) => {
      await database.call('documents.close', { id })
      announce()
    },
    setBase: async (id, baseId) => {
      const document = await database.call('documents.setBase', { id, baseId })
      announce()
      return document
    },
    loadMask: (id) => database.call('documents.loadMask', { id }),
    saveMask: (id, tiles, settings) => database.call('documents.saveMask', { id, tiles, settings }),
    onChanged: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
