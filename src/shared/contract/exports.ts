import { z } from 'zod'
import {
  exportOptionsSchema,
  rememberedExportSchema,
  exportImagesMax,
  rememberedImagesMax,
} from '../domain/export-options.ts'
import { pageImagesMax, sheetOptionsSchema, webGalleryOptionsSchema } from '../domain/export-pages.ts'
import { folderHandleSchema, pickedFolderSchema, writtenHandleSchema } from '../domain/file-handles.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

/** Paths are for display only: calls identify these files by handle. */
const fileSchema = z.object({ id: assetIdSchema, path: z.string() })
const writtenSchema = fileSchema.extend({ file: writtenHandleSchema })

/** One bad image never stops the others. Everything is in the requested order. */
export const exportReportSchema = z.object({
  written: z.array(writtenSchema),
  /** Files that already exist. Nothing was written for these: ask, then call again with another `onConflict`. */
  conflicts: z.array(fileSchema),
  /** Existing files that were left alone as requested. */
  skipped: z.array(fileSchema),
  failed: z.array(z.object({ id: assetIdSchema, name: z.string(), error: errorDataSchema })),
  /** Images not started when the export was stopped. */
  left: z.array(assetIdSchema),
  /** What the format could not represent, one user-facing sentence each. */
  notes: z.array(z.string()),
})
export type ExportReport = z.output<typeof exportReportSchema>

const rememberedIdsSchema = z.array(assetIdSchema).min(1).max(rememberedImagesMax)
const runIdSchema = z.string().min(1).max(40)

/** The result of exporting a contact sheet or a web gallery: its files, and the images left out. */
export const pagesReportSchema = z.object({
  written: z.array(writtenSchema.omit({ id: true })),
  failed: exportReportSchema.shape.failed,
  /** Characters of a contact sheet's title and captions that no installed font covers. */
  missingCharacters: z.array(z.string()),
})
export type PagesReport = z.output<typeof pagesReportSchema>

const pagesRunSchema = z.object({
  runId: runIdSchema,
  ids: z.array(assetIdSchema).min(1).max(pageImagesMax),
  folder: folderHandleSchema,
})

export const exports = {
  /**
   * What the exported file of an image would be, without writing anything; `problem` describes an error in the
   * template.
   */
  'exports.example': query(
    'read',
    z.object({ id: assetIdSchema, options: exportOptionsSchema }),
    z.object({ fileName: z.string(), problem: z.string().nullable(), widthPx: z.int(), heightPx: z.int() }),
  ),
  /**
   * How images were exported last, or anything else of their families; null where they differ, or one was not exported
   * yet.
   */
  'exports.remembered': query(
    'read',
    z.object({ ids: rememberedIdsSchema }),
    z.object({ remembered: rememberedExportSchema.nullable() }),
  ),
  /** Offers this the next time that one of these families is exported. */
  'exports.remember': command(
    'preferences',
    z.object({ ids: rememberedIdsSchema, remembered: rememberedExportSchema }),
    z.void(),
  ),
  /** How large the exported file of an image would be, unsigned; null = finding out would take too long. */
  'exports.measure': query(
    'read',
    z.object({ id: assetIdSchema, options: exportOptionsSchema }),
    z.object({ bytes: z.int().nullable() }),
  ),
  /** The caption of an image on a page. */
  'exports.caption': query(
    'read',
    z.object({ id: assetIdSchema, template: z.string().max(200) }),
    z.object({ caption: z.string() }),
  ),
  /** Applies `options.onConflict`. The id names the run in `exports.stop` and `exports.progressed`. */
  'exports.run': command(
    'export folder',
    z.object({
      runId: runIdSchema,
      ids: z.array(assetIdSchema).min(1).max(exportImagesMax),
      /** All images of the export that this one continues: names and numbers stay as they were there. */
      of: z.array(assetIdSchema).max(exportImagesMax).exactOptional(),
      folder: folderHandleSchema,
      options: exportOptionsSchema,
    }),
    exportReportSchema,
  ),
  'exports.sheet': command('export folder', pagesRunSchema.extend({ options: sheetOptionsSchema }), pagesReportSchema),
  /** Creates a folder with a page and images; `written` holds the page. */
  'exports.gallery': command(
    'export folder',
    pagesRunSchema.extend({ options: webGalleryOptionsSchema }),
    pagesReportSchema,
  ),
  /** Stops a run after the files being written: it then resolves with what is finished. */
  'exports.stop': command('control', z.object({ runId: runIdSchema }), z.void()),
  /** Shows a dialog to choose a folder to export to. */
  'exports.chooseFolder': command(
    'file dialog',
    z.object({ startIn: folderHandleSchema.nullable() }),
    z.object({ folder: pickedFolderSchema.nullable() }),
  ),
  /** Shows a file that Atelier has written in this session in the system's file manager. */
  'exports.reveal': command('show', z.object({ file: writtenHandleSchema }), z.void()),
  'exports.progressed': event(z.object({ runId: runIdSchema, done: z.int(), total: z.int() })),
}
