import { z } from 'zod'
import { assetSchema } from '../domain/asset.ts'
import { changeReasons } from '../domain/library.ts'
import { metadataDialectSchema } from '../domain/metadata-dialect.ts'
import { droppedFilesMax, droppedHandleSchema } from '../domain/file-handles.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

const idsSchema = z.object({ ids: z.array(assetIdSchema).max(10_000) })

/** Any further failures are only counted. */
export const failuresListed = 500

/**
 * One bad file never stops the others: each failure is listed with its own message. Stays small, however many files
 * there are.
 */
export const importReportSchema = z.object({
  /** Every image in the library as a result of this import, in the requested order. */
  imported: z.array(assetIdSchema),
  /** How many of the files were new, and how many were recognized by their content. */
  added: z.int().nonnegative(),
  alreadyThere: z.int().nonnegative(),
  /** The dialects of the metadata found in the images, most frequent first. */
  dialects: z.array(z.object({ dialect: metadataDialectSchema, count: z.int().positive() })),
  failed: z.array(z.object({ file: z.string(), error: errorDataSchema })).max(failuresListed),
  failedCount: z.int().nonnegative(),
  /** Names of the images of which a part could not be read. */
  damaged: z.array(z.string()).max(failuresListed),
  damagedCount: z.int().nonnegative(),
  /** Files not started, because the import was canceled or the disk is full. */
  notTried: z.int().nonnegative(),
  isCancelled: z.boolean(),
})
export type ImportReport = z.output<typeof importReportSchema>

export const library = {
  /** In the requested order; the grid requests what it shows. */
  'library.assets': query('read', z.object({ ids: z.array(assetIdSchema).max(500) }), z.array(assetSchema)),
  'library.children': query('read', z.object({ id: assetIdSchema }), z.array(assetSchema)),
  /**
   * Shows the system's file dialog. Both are empty if the user cancels. `documents`: .atelier, .psd and .ora files, for
   * `canvas.openProjectFiles`; offered only `withDocuments`.
   */
  'library.chooseFiles': command(
    'file dialog',
    z.object({ withDocuments: z.boolean() }),
    z.object({
      images: z.array(droppedHandleSchema).max(droppedFilesMax),
      documents: z.array(droppedHandleSchema).max(droppedFilesMax),
    }),
  ),
  /**
   * Shows a folder dialog and imports the folder's images, at any depth; null if the user cancels. `name`: the folder's
   * name.
   */
  'library.chooseAndImportFolder': command(
    'file dialog',
    z.object({}),
    z.object({ name: z.string(), report: importReportSchema }).nullable(),
  ),
  /** Imports chosen, dropped or pasted files and folders; a folder's images at any depth. */
  'library.importFiles': command(
    'dropped files',
    z.object({ files: z.array(droppedHandleSchema).min(1).max(droppedFilesMax) }),
    importReportSchema,
  ),
  /**
   * Imports the image on the system clipboard, if there is one. Asks first unless a paste was observed in the window.
   */
  'library.importClipboard': command('clipboard', z.object({}), importReportSchema),
  /**
   * Cancels all imports, also of what the program was opened with: their reports arrive at once, and images imported so
   * far stay.
   */
  'library.cancelImport': command('control', z.object({}), z.void()),
  'library.trash': command('edit', idsSchema, z.void()),
  'library.restore': command('edit', idsSchema, z.void()),
  /** Permanently deletes the files. */
  'library.purge': command('delete', idsSchema, z.void()),
  /** Copies the image to the system clipboard, as pixels. `isScaled`: it was too large and was scaled down. */
  'library.copyImage': command('clipboard', z.object({ id: assetIdSchema }), z.object({ isScaled: z.boolean() })),
  'library.reveal': command('show', z.object({ id: assetIdSchema }), z.void()),
  /** Starts a native drag of the files themselves; call it from `dragstart`. */
  'library.startDrag': command('clipboard', z.object({ ids: z.array(assetIdSchema).min(1).max(100) }), z.void()),
  /**
   * No ids: anything may have changed. `marks`: only annotations. `looks`: only what they are compared and found by.
   * Neither changes an image's place in the overall order.
   */
  'library.changed': event(z.object({ ids: z.array(assetIdSchema), reason: z.enum(changeReasons) })),
  /** Of all files that are being imported; `done` is `total` when none is left. */
  'library.progressed': event(z.object({ done: z.int(), total: z.int() })),
}
