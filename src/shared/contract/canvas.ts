import { z } from 'zod'
import { canvasDocumentSchema, documentStateSchema, storedTileSchema } from '../domain/canvas-document.ts'
import { tilesPerSave } from '../domain/surfaces.ts'
import { maskPngSchema } from '../domain/generation.ts'
import { assetIdSchema, documentIdSchema } from '../domain/ids.ts'
import { droppedHandleSchema } from '../domain/file-handles.ts'
import { openedAtOnceMax, projectFormats } from '../domain/project-format.ts'
import { rectSchema } from '../util/geometry-schema.ts'
import { command, event, query } from './define.ts'

const documentRef = z.object({ id: documentIdSchema })

export const canvas = {
  /** Open pictures in tab order. */
  'canvas.documents': query(z.object({}), z.array(canvasDocumentSchema)),
  /** Opens a picture in the Studio, or brings forward the document that already has it. */
  'canvas.open': command(z.object({ assetId: assetIdSchema }), canvasDocumentSchema),
  /** Opens several at once, a tab each; the last is brought forward. */
  'canvas.openAll': command(z.object({ assetIds: z.array(assetIdSchema).min(1).max(openedAtOnceMax) }), z.void()),
  'canvas.activate': command(documentRef, z.void()),
  'canvas.close': command(documentRef, z.void()),
  /** What is on disk: the state and every tile. */
  'canvas.load': query(documentRef, z.object({ state: documentStateSchema, tiles: z.array(storedTileSchema) })),
  /**
   * Resolves when it is on disk, all in one transaction: base, state and the tiles that changed. `isWhole`: these are
   * all the tiles there are; any other goes. The base must have the state's size. Called within a second of every change.
   */
  'canvas.save': command(
    documentRef.extend({
      baseId: assetIdSchema,
      state: documentStateSchema,
      tiles: z.array(storedTileSchema).max(tilesPerSave),
      isWhole: z.boolean(),
    }),
    z.void(),
  ),
  /**
   * The document as it is on disk, base and visible layers in one library picture at the base's depth and colors: the
   * base itself where nothing lies over it. The same state gives the same picture, made once.
   */
  'canvas.compose': command(documentRef, z.object({ assetId: assetIdSchema })),
  /** A library picture of a part of the base, its pixels as they are. The document is not changed. */
  'canvas.crop': command(documentRef.extend({ rect: rectSchema }), z.object({ assetId: assetIdSchema })),
  /** Asks where, and writes everything about a document into one file; null = the dialog was closed. */
  'canvas.saveProject': command(
    documentRef.extend({ format: z.enum(projectFormats) }),
    z.object({ path: z.string() }).nullable(),
  ),
  /** Opens .atelier, .psd and .ora files that were chosen, dropped or pasted. */
  'canvas.openProjectFiles': command(
    z.object({ files: z.array(droppedHandleSchema).min(1).max(50) }),
    z.array(canvasDocumentSchema),
  ),
  /** Asks where, and writes a mask as a PNG file, white = repaint; null = the dialog was closed. */
  'canvas.saveMaskFile': command(
    documentRef.extend({ maskPng: maskPngSchema, name: z.string().max(200) }),
    z.object({ path: z.string() }).nullable(),
  ),
  /**
   * Reads a picture as a mask of the document's size: of another size it is scaled to it, of colors the luma counts, and
   * where it has transparency that is multiplied in. From the library, or, where `assetId` is null, from a file that is
   * asked for; null = the dialog was closed. `share`: of the document that is white. `isItsMask`: not the picture but the
   * mask it was made with is wanted, as it was painted where that is kept, else as it was with its edge (`hasEdge`).
   */
  'canvas.readMask': command(
    documentRef.extend({ assetId: assetIdSchema.nullable(), isItsMask: z.boolean().optional() }),
    z
      .object({
        name: z.string(),
        maskPng: z.instanceof(Uint8Array),
        share: z.number(),
        wasScaled: z.boolean(),
        hasEdge: z.boolean().optional(),
      })
      .nullable(),
  ),
  'canvas.documentsChanged': event(z.object({})),
}
