import { basename, dirname, resolve } from 'node:path'
import type { DocumentId } from '../../../shared/domain/ids.ts'
import { settingsSchema } from '../../../shared/domain/settings.ts'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { MaskEdge } from '../../../shared/util/effective-mask.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { newId } from '../../platform/pure/new-id.ts'
import { composeDocument } from './compose-document.ts'
import { cropDocument } from './crop-document.ts'
import type { DocumentsContext } from './documents-context.ts'
import { openDocumentFile } from './open-document-file.ts'
import { readDocumentMask } from './read-mask.ts'
import { saveDocument } from './save-document.ts'
import { refuseLibraryFolder } from '../exports/refuse-library-folder.ts'
import type { Documents } from '../documents.ts'
import { createTurnTaker } from '../take-turns.ts'

export interface DocumentsOptions extends Omit<DocumentsContext, 'turns'> {
  /** Grow and feather of a newly opened picture's mask. */
  readonly maskDefaults?: () => MaskEdge
}

export function createDocuments({ maskDefaults, ...options }: DocumentsOptions): Documents {
  const context: DocumentsContext = { ...options, turns: createTurnTaker() }
  const { database, assets, clock } = context
  return {
    list: () => database.call('documents.list', null),
    open: async (assetId) => {
      const asset = await assets.records.require(assetId)
      if (asset.isMissing) {
        throw new AppError('storage/not-found', messages.fileMissing({ name: asset.name }))
      }
      const edge = maskDefaults?.() ?? settingsSchema.parse({}).mask
      const openedAtMs = clock.nowMs()
      return database.call('documents.open', { id: newId<DocumentId>(openedAtMs), baseId: assetId, edge, openedAtMs })
    },
    activate: (id) => database.call('documents.activate', { id }),
    close: (id) => database.call('documents.close', { id }),
    load: (id) => database.call('documents.load', { id }),
    save: (id, { baseId, state, tiles, isWhole }) =>
      database.call('documents.save', { id, baseId, state, tiles: [...tiles], isWhole }),
    compose: (id, signal) => composeDocument(context, id, signal),
    crop: (id, rect, signal) => cropDocument(context, id, rect, signal),
    saveProject: (id, path, format, signal) => saveDocument(context, id, path, format, signal),
    openProjects: (paths, signal) => openProjects(context, paths, signal),
    readMask: (id, from, signal) => readDocumentMask(context, id, from, signal),
    saveMaskFile: async (path, maskPng) => {
      await refuseLibraryFolder(context, dirname(resolve(path)))
      await writeFileAtomic(resolve(path), maskPng)
    },
  }
}

async function openProjects(
  context: DocumentsContext,
  paths: readonly string[],
  signal?: AbortSignal,
): ReturnType<Documents['openProjects']> {
  const report: Awaited<ReturnType<Documents['openProjects']>> = { opened: [], notes: [], failed: [] }
  for (const path of paths) {
    try {
      const { document, notes } = await openDocumentFile(context, path, signal)
      report.opened.push(document)
      report.notes.push(...notes)
    } catch (thrown) {
      context.logger.warn('documents.open-failed', { file: basename(path), error: thrown })
      report.failed.push({ file: path, error: toErrorData(thrown) })
    }
  }
  return report
}
