import { z } from 'zod'
import { assetSchema } from '../domain/asset.ts'
import { changeReasons } from '../domain/change-reasons.ts'
import { dialectSchema } from '../domain/dialect.ts'
import { droppedFilesMax, droppedHandleSchema } from '../domain/file-handles.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

const idsSchema = z.object({ ids: z.array(assetIdSchema).max(10_000) })

/** Further ones are only counted. */
export const failuresListed = 500

/** One bad file never stops the others: each failure is listed with its own message. Small, however many files there are. */
export const importReportSchema = z.object({
  /** Every picture that is in the library by this, in the order asked. */
  imported: z.array(assetIdSchema),
  /** How many of the files were new, and how many were known by their content. */
  added: z.int().nonnegative(),
  alreadyThere: z.int().nonnegative(),
  /** Whose accounts were found in the pictures, most frequent first. */
  dialects: z.array(z.object({ dialect: dialectSchema, count: z.int().positive() })),
  failed: z.array(z.object({ file: z.string(), error: errorDataSchema })).max(failuresListed),
  failedCount: z.int().nonnegative(),
  /** What was not begun, because it was canceled or the disk is full. */
  notTried: z.int().nonnegative(),
  isCancelled: z.boolean(),
})
export type ImportReport = z.output<typeof importReportSchema>

export const library = {
  /** In the order asked; the grid asks for what it shows. */
  'library.assets': query(z.object({ ids: z.array(assetIdSchema).max(500) }), z.array(assetSchema)),
  'library.children': query(z.object({ id: assetIdSchema }), z.array(assetSchema)),
  /**
   * Shows the system's file dialog. Both empty when the person cancels. `documents`: .atelier, .psd and .ora files, for
   * `canvas.openProjectFiles`; offered only `withDocuments`.
   */
  'library.chooseFiles': command(
    z.object({ withDocuments: z.boolean() }),
    z.object({
      images: z.array(droppedHandleSchema).max(droppedFilesMax),
      documents: z.array(droppedHandleSchema).max(droppedFilesMax),
    }),
  ),
  /** Asks for a folder and imports its pictures, at any depth; null when the person cancels. `name`: of the folder. */
  'library.chooseAndImportFolder': command(
    z.object({}),
    z.object({ name: z.string(), report: importReportSchema }).nullable(),
  ),
  /** Files and folders that were chosen, dropped or pasted; a folder's pictures at any depth. */
  'library.importFiles': command(
    z.object({ files: z.array(droppedHandleSchema).min(1).max(droppedFilesMax) }),
    importReportSchema,
  ),
  /** Imports the picture on the system clipboard, if there is one. Asks first where no paste was seen in the window. */
  'library.importClipboard': command(z.object({}), importReportSchema),
  /** Ends the imports this window has begun: their reports come at once, and what has come in stays. */
  'library.cancelImport': command(z.object({}), z.void()),
  'library.trash': command(idsSchema, z.void()),
  'library.restore': command(idsSchema, z.void()),
  /** Deletes the files for good. */
  'library.purge': command(idsSchema, z.void()),
  /** Puts the picture on the system's clipboard, as pixels. `isScaled`: it was too large for that. */
  'library.copyPicture': command(z.object({ id: assetIdSchema }), z.object({ isScaled: z.boolean() })),
  'library.reveal': command(z.object({ id: assetIdSchema }), z.void()),
  /** Starts the system's drag with the files themselves; call it from `dragstart`. */
  'library.startDrag': command(z.object({ ids: z.array(assetIdSchema).min(1).max(100) }), z.void()),
  /**
   * No ids: anything may have changed. `marks`: only what a person says of them. `looks`: only what they are compared and
   * found by. Neither moves a picture in the order of everything.
   */
  'library.changed': event(z.object({ ids: z.array(assetIdSchema), reason: z.enum(changeReasons) })),
  /** While several files are imported. */
  'library.progressed': event(z.object({ done: z.int(), total: z.int() })),
}
