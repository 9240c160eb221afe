import { z } from 'zod'
import { canvasDocumentSchema, maskSettingsSchema, storedTileSchema } from '../domain/canvas-document.ts'
import { assetIdSchema, documentIdSchema } from '../domain/ids.ts'
import { command, event, query } from './define.ts'

export const canvas = {
  /** Open pictures in tab order. */
  'canvas.documents': query(z.object({}), z.array(canvasDocumentSchema)),
  /** Opens a picture in the Studio, or brings forward the document that already has it. */
  'canvas.open': command(z.object({ assetId: assetIdSchema }), canvasDocumentSchema),
  'canvas.activate': command(z.object({ id: documentIdSchema }), z.void()),
  'canvas.close': command(z.object({ id: documentIdSchema }), z.void()),
  /** Makes another picture of the same size the base, as keeping a result (or undoing that) does. */
  'canvas.setBase': command(z.object({ id: documentIdSchema, baseId: assetIdSchema }), canvasDocumentSchema),
  'canvas.loadMask': query(z.object({ id: documentIdSchema }), z.array(storedTileSchema)),
  /** Resolves when the tiles are on disk. Called within a second of every change. */
  'canvas.saveMask': command(
    z.object({ id: documentIdSchema, tiles: z.array(storedTileSchema).max(2 * 4_096), settings: maskSettingsSchema }),
    z.void(),
  ),
  'canvas.documentsChanged': event(z.object({})),
}
