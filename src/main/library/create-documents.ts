import { settingsSchema } from '../../shared/domain/settings.ts'
import type { DocumentId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { MaskEdge } from '../../shared/util/effective-mask.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/pure/new-id.ts'
import type { Documents, Library } from './library.ts'

export interface DocumentsOptions {
  readonly database: Database
  readonly library: Pick<Library, 'require'>
  readonly clock: Clock
  /** Grow and feather of a newly opened picture's mask. */
  readonly maskDefaults?: () => MaskEdge
}

export function createDocuments({ database, library, clock, maskDefaults }: DocumentsOptions): Documents {
  return {
    list: () => database.call('documents.list', null),
    open: async (assetId) => {
      const asset = await library.require(assetId)
      if (asset.isMissing) {
        throw new AppError('storage/not-found', `The file of “${asset.name}” is not in the library folder any more.`)
      }
      const mask = maskDefaults?.() ?? settingsSchema.parse({}).mask
      const id = newId<DocumentId>(clock.nowMs())
      const input = { id, baseId: assetId, mask, openedAtMs: clock.nowMs() }
      return database.call('documents.open', input)
    },
    activate: (id) => database.call('documents.activate', { id }),
    close: (id) => database.call('documents.close', { id }),
    setBase: (id, baseId) => database.call('documents.setBase', { id, baseId }),
    loadMask: (id) => database.call('documents.loadMask', { id }),
    saveMask: (id, tiles, settings) => database.call('documents.saveMask', { id, tiles, settings }),
  }
}
