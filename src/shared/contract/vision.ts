import { z } from 'zod'
import { meaningIndexSchema } from '../domain/meaning-index.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { visionTasks } from '../domain/vision-task.ts'
import { command, event, query } from './define.ts'

/** What models on this computer see in the images. */
export const vision = {
  /** Models in the model folders, which are looked through again. */
  'vision.models': query(
    z.object({}),
    z.object({
      models: z.array(z.object({ id: z.string(), name: z.string(), task: z.enum(visionTasks), isInUse: z.boolean() })),
      refused: z.array(z.object({ path: z.string(), reason: z.string() })),
    }),
  ),
  'vision.index': query(z.object({}), meaningIndexSchema),
  /** The mask of an image's subject, an 8-bit gray PNG of its size; null = there is no model, or it finds none. */
  'vision.findSubject': query(
    z.object({ id: assetIdSchema }),
    z.object({ maskPng: z.instanceof(Uint8Array).nullable() }),
  ),
  /** Adds the image with a transparent background to the library; the model's name is in its recipe. */
  'vision.removeBackground': command(z.object({ id: assetIdSchema }), z.object({ id: assetIdSchema })),
  /** The index has grown, or its run has begun or ended. */
  'vision.indexChanged': event(z.object({})),
}
