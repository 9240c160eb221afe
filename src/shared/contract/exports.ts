import { z } from 'zod'
import { exportOptionsSchema } from '../domain/export-options.ts'
import { pagePicturesMax } from '../domain/export-page-defaults.ts'
import { exportPicturesMax } from '../domain/export-presets.ts'
import { sheetOptionsSchema, webGalleryOptionsSchema } from '../domain/export-pages.ts'
import { folderHandleSchema, pickedFolderSchema, writtenHandleSchema } from '../domain/file-handles.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

/** Paths are for display: a call that means one of these files takes its handle. */
const fileSchema = z.object({ id: assetIdSchema, path: z.string() })
const writtenSchema = fileSchema.extend({ file: writtenHandleSchema })

/** One bad picture never stops the others. Everything is in the order asked. */
export const exportReportSchema = z.object({
  written: z.array(writtenSchema),
  /** Files that are already there. Nothing was written for these: ask, then call again with another `onConflict`. */
  conflicts: z.array(fileSchema),
  /** Files that are already there and were to be left alone. */
  skipped: z.array(fileSchema),
  failed: z.array(z.object({ id: assetIdSchema, name: z.string(), error: errorDataSchema })),
  /** What was not begun when the export was stopped. */
  left: z.array(assetIdSchema),
  /** What the format could not hold, a sentence each, for people. */
  notes: z.array(z.string()),
})
export type ExportReport = z.output<typeof exportReportSchema>

const runIdSchema = z.string().min(1).max(40)

/** What a contact sheet or a web gallery became: its files, and the pictures that are not in it. */
export const pagesReportSchema = z.object({
  written: z.array(writtenSchema.omit({ id: true })),
  failed: exportReportSchema.shape.failed,
  /** Of a contact sheet's title and captions, what no installed font has. */
  missingCharacters: z.array(z.string()),
})
export type PagesReport = z.output<typeof pagesReportSchema>

const pagesRunSchema = z.object({
  runId: runIdSchema,
  ids: z.array(assetIdSchema).min(1).max(pagePicturesMax),
  folder: folderHandleSchema,
})

export const exports = {
  /** What the file of a picture would be, without writing anything; `problem` says what is wrong with the template. */
  'exports.example': query(
    z.object({ id: assetIdSchema, options: exportOptionsSchema }),
    z.object({ fileName: z.string(), problem: z.string().nullable(), widthPx: z.int(), heightPx: z.int() }),
  ),
  /** What stands under a picture on a page. */
  'exports.caption': query(
    z.object({ id: assetIdSchema, template: z.string().max(200) }),
    z.object({ caption: z.string() }),
  ),
  /** `options.onConflict` counts. The id names the run for `exports.stop` and in what `exports.progressed` tells. */
  'exports.run': command(
    z.object({
      runId: runIdSchema,
      ids: z.array(assetIdSchema).min(1).max(exportPicturesMax),
      /** The export that these are the rest of: names and numbers are given as they were there. */
      of: z.array(assetIdSchema).max(exportPicturesMax).exactOptional(),
      folder: folderHandleSchema,
      options: exportOptionsSchema,
    }),
    exportReportSchema,
  ),
  'exports.sheet': command(pagesRunSchema.extend({ options: sheetOptionsSchema }), pagesReportSchema),
  /** A new folder with a page and pictures; `written` holds the page. */
  'exports.gallery': command(pagesRunSchema.extend({ options: webGalleryOptionsSchema }), pagesReportSchema),
  /** Ends a run after the files being written: it then resolves with what there is. */
  'exports.stop': command(z.object({ runId: runIdSchema }), z.void()),
  /** Asks for a folder to export to. */
  'exports.chooseFolder': command(
    z.object({ startIn: folderHandleSchema.nullable() }),
    z.object({ folder: pickedFolderSchema.nullable() }),
  ),
  /** Shows a file in the system's file manager: one that Atelier has written since it was started. */
  'exports.reveal': command(z.object({ file: writtenHandleSchema }), z.void()),
  'exports.progressed': event(z.object({ runId: runIdSchema, done: z.int(), total: z.int() })),
}
