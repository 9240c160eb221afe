import { z } from 'zod'
import { canvasDocumentSchema, documentStateSchema, storedTileSchema } from '../domain/canvas-document.ts'
import { tilesPerSave } from '../domain/surfaces.ts'
import { maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema } from '../domain/ids.ts'
import { droppedHandleSchema } from '../domain/file-handles.ts'
import { openedAtOnceMax, projectFormats } from '../domain/project-format.ts'
import { samples } from '../domain/tour.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, event, query } from './define.ts'

const documentRef = z.object({ id: documentIdSchema })

export const canvas = {
  /** Open images in tab order. */
  'canvas.documents': query('read', z.object({}), z.array(canvasDocumentSchema)),
  /** Opens an image in the Studio, or activates the document that already has it. */
  'canvas.open': command('edit', z.object({ assetId: assetIdSchema }), canvasDocumentSchema),
  /** Opens several at once, one tab each, and activates the last. */
  'canvas.openAll': command(
    'edit',
    z.object({ assetIds: z.array(assetIdSchema).min(1).max(openedAtOnceMax) }),
    z.void(),
  ),
  'canvas.activate': command('edit', documentRef, z.void()),
  'canvas.close': command('edit', documentRef, z.void()),
  /** The document on disk: its state and every tile. */
  'canvas.load': query('read', documentRef, z.object({ state: documentStateSchema, tiles: z.array(storedTileSchema) })),
  /**
   * Resolves when base, state and changed tiles are on disk, in one transaction. `isWhole`: these are all the tiles;
   * any others are deleted. The base must have the state's size. Called within a second of every change.
   */
  'canvas.save': command(
    'edit',
    documentRef.extend({
      baseId: assetIdSchema,
      state: documentStateSchema,
      tiles: z.array(storedTileSchema).max(tilesPerSave),
      isWhole: z.boolean(),
    }),
    z.void(),
  ),
  /**
   * The document on disk, with base and visible layers flattened into one library image at the base's depth and colors:
   * the base itself where no layers cover it. The same state gives the same image, made once.
   */
  'canvas.compose': command('edit', documentRef, z.object({ assetId: assetIdSchema })),
  /** A library image of a part of the base, with unchanged pixels. The document is not changed. */
  'canvas.crop': command('edit', documentRef.extend({ rect: rectSchema }), z.object({ assetId: assetIdSchema })),
  /** Shows a save dialog and writes a whole document to one file; null = the dialog was canceled. */
  'canvas.saveProject': command(
    'file dialog',
    documentRef.extend({ format: z.enum(projectFormats) }),
    z.object({ path: z.string() }).nullable(),
  ),
  /** Opens chosen, dropped or pasted .atelier, .psd and .ora files. */
  'canvas.openProjectFiles': command(
    'dropped files',
    z.object({ files: z.array(droppedHandleSchema).min(1).max(50) }),
    z.array(canvasDocumentSchema),
  ),
  /**
   * Opens a sample that comes with the program in a tab of its own, the photo in one that nothing was done in yet if there is
   * one. Its images are tagged as samples.
   */
  'canvas.openSample': command('edit', z.object({ sample: z.enum(samples) }), canvasDocumentSchema),
  /** Shows a save dialog and writes a mask as a PNG file, white = repaint; null = the dialog was canceled. */
  'canvas.saveMaskFile': command(
    'file dialog',
    documentRef.extend({ maskPng: maskPngSchema, name: z.string().max(200) }),
    z.object({ path: z.string() }).nullable(),
  ),
  /**
   * Reads an image as a mask of the document's size, scaled to it if necessary, with notes on how it was understood. Reads from the library, or, where `assetId` is null, from a file chosen in a dialog; null = the
   * dialog was canceled. `share`: fraction of the document that is white. `isItsMask`: reads, instead of the image, the
   * mask it was made with, as painted where that is kept, otherwise with its edge (`hasEdge`).
   */
  'canvas.readMask': command(
    'file dialog',
    documentRef.extend({ assetId: assetIdSchema.nullable(), isItsMask: z.boolean().optional() }),
    z
      .object({
        name: z.string(),
        maskPng: z.instanceof(Uint8Array),
        share: z.number(),
        wasScaled: z.boolean(),
        notes: z.array(z.string()).readonly(),
        hasEdge: z.boolean().optional(),
      })
      .nullable(),
  ),
  'canvas.documentsChanged': event(z.object({})),
}
