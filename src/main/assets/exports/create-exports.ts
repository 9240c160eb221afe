import { builtInPresets } from '../../../shared/domain/export-presets.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { AssetRecord, Database } from '../../database/index.ts'
import type { Exports } from '../exports.ts'
import { countChanges } from './count-changes.ts'
import { exportName, fillTokens, type NamedPicture } from './export-name.ts'
import { exportTo } from './export-to.ts'
import type { ExportsContext } from './exports-context.ts'
import { goneError } from './gone-error.ts'
import { namePictures } from './name-pictures.ts'
import { runExport } from './run-export.ts'
import { locateOriginal } from './locate-original.ts'
import { writeGallery } from './write-gallery.ts'
import { writeSheet } from './write-sheet.ts'

export function createExports(context: ExportsContext): Exports {
  const { database } = context
  return {
    presets: () => [...builtInPresets, ...context.ownPresets()],
    example: async (id, options) => {
      const picture = await requireNamed(database, id, options.template)
      const { fileName, problem, widthPx, heightPx } = exportName(picture, options, 1)
      return { fileName, problem, widthPx, heightPx }
    },
    caption: async (id, template) => fillTokens(await requireNamed(database, id, template), template, 1),
    run: (request, progress) => runExport(context, request, progress),
    sheet: (request, progress) => writeSheet(context, request, progress),
    gallery: (request, progress) => writeGallery(context, request, progress),
    checkCredentials: async (id, signal) => {
      const { path, mime } = await locateOriginal(context, await requireRecord(database, id))
      return context.imaging.checkCredentials({ path, mime }, { signal })
    },
    countChanges: async (id, path) => countChanges(context, await requireRecord(database, id), path),
    to: async (id, path, options) => exportTo(context, await requireRecord(database, id), path, options),
  }
}

async function requireNamed(database: Database, id: AssetId, template: string): Promise<NamedPicture> {
  const record = await requireRecord(database, id)
  return (await namePictures(database, [record], template)).get(id)!
}

async function requireRecord(database: Database, id: AssetId): Promise<AssetRecord> {
  const [record] = await database.call('assets.byIds', { ids: [id] })
  if (record === undefined) throw goneError()
  return record
}
