import { z } from 'zod'
import { backgroundSchema } from '../domain/background.ts'
import { descriptionRunSchema, imageDescriptionSchema } from '../domain/image-description.ts'
import { meaningIndexSchema } from '../domain/meaning-index.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { visionTasks } from '../domain/vision-task.ts'
import { command, event, query } from './define.ts'

const idsSchema = z.array(assetIdSchema).max(1_000_000)
const coordinate = z.number().min(-1_000_000).max(1_000_000)
const objectPromptSchema = z.object({
  points: z.array(z.object({ x: coordinate, y: coordinate, isIncluded: z.boolean() })).max(64),
  box: z
    .object({
      x: coordinate,
      y: coordinate,
      widthPx: z.number().positive().max(1_000_000),
      heightPx: z.number().positive().max(1_000_000),
    })
    .nullable(),
})

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
  /** Prepares an image for `vision.findObject`, which takes seconds. @throws model/missing */
  'vision.prepareObjects': query(z.object({ id: assetIdSchema }), z.null()),
  /** The object at points and in a box, in image pixels; its levels as in `shared/util/object-mask.ts`. */
  'vision.findObject': query(
    z.object({ id: assetIdSchema, ...objectPromptSchema.shape }),
    z.object({
      levels: z.instanceof(Uint8Array),
      widthPx: z.int(),
      heightPx: z.int(),
      filled: z.object({ widthPx: z.number(), heightPx: z.number() }),
    }),
  ),
  /** The mask of an image's subject, an 8-bit gray PNG of its size; null = there is no model, or it finds none. */
  'vision.findSubject': query(
    z.object({ id: assetIdSchema }),
    z.object({ maskPng: z.instanceof(Uint8Array).nullable() }),
  ),
  /** Adds the image with another background (null = transparent) to the library; the model's name is in its recipe. */
  'vision.removeBackground': command(
    z.object({ id: assetIdSchema, background: backgroundSchema.nullable() }),
    z.object({ id: assetIdSchema }),
  ),
  /** What a model said of an image; null = nothing yet. */
  'vision.description': query(z.object({ id: assetIdSchema }), z.object({ found: imageDescriptionSchema.nullable() })),
  /** Describes an image now, in place of an earlier description. @throws model/missing */
  'vision.describe': command(z.object({ id: assetIdSchema }), imageDescriptionSchema),
  'vision.clearDescriptions': command(z.object({ ids: idsSchema }), z.null()),
  /** Queues images that have no description; null = all of the library. @throws model/missing */
  'vision.queueDescriptions': command(
    z.object({ ids: idsSchema.nullable() }),
    z.object({ added: z.int().nonnegative() }),
  ),
  'vision.descriptionRun': query(z.object({}), descriptionRunSchema),
  'vision.steerDescriptions': command(z.object({ to: z.enum(['pause', 'resume', 'cancel']) }), z.null()),
  /** An image was described, or the queue has changed. */
  'vision.descriptionsChanged': event(z.object({})),
  /** The index has grown, or its run has begun or ended. */
  'vision.indexChanged': event(z.object({})),
}
