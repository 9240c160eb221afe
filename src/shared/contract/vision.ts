import { z } from 'zod'
import { backgroundSchema } from '../domain/background.ts'
import { controlKinds } from '../domain/control.ts'
import { searchedWordsMax, meaningIndexSchema, visionTasks } from '../domain/vision.ts'
import { descriptionRunSchema, imageDescriptionSchema } from '../domain/image-description.ts'
import { assetIdSchema } from '../domain/ids.ts'
import { command, event, query } from './define.ts'

const idsSchema = z.array(assetIdSchema).max(1_000_000)
const coordinate = z.number().min(-1_000_000).max(1_000_000)
const rectSchema = z.object({
  x: coordinate,
  y: coordinate,
  widthPx: z.number().positive().max(1_000_000),
  heightPx: z.number().positive().max(1_000_000),
})
const objectPromptSchema = z.object({
  points: z.array(z.object({ x: coordinate, y: coordinate, isIncluded: z.boolean() })).max(64),
  box: rectSchema.nullable(),
})

const mapWorkSchema = z.object({
  /** From 0 to 1; null = nothing is being computed. */
  progress: z.number().nullable(),
  isPaused: z.boolean(),
  /** Why the last run ended early; null = it did not. */
  problem: z.string().nullable(),
})

/** What models on this computer see in the images. */
export const vision = {
  /** Models in the model folders, which are looked through again. */
  'vision.models': query(
    'read',
    z.object({}),
    z.object({
      models: z.array(z.object({ id: z.string(), name: z.string(), task: z.enum(visionTasks), isInUse: z.boolean() })),
      refused: z.array(z.object({ path: z.string(), reason: z.string() })),
      /** null = there is no GPU to use. `device`: what models ran on last; null = none has run yet. */
      gpu: z.object({ device: z.object({ isGpu: z.boolean(), problem: z.string().nullable() }).nullable() }).nullable(),
    }),
  ),
  'vision.index': query('read', z.object({}), meaningIndexSchema),
  /**
   * Where images are on the map of the library; what is missing on it is computed. `knownRevision`: of the points that
   * the caller has, which are not sent again; null = it has none.
   */
  'vision.map': query(
    'read',
    z.object({ knownRevision: z.int().nullable() }),
    z.object({
      /** The model's name; null = none is installed. */
      model: z.string().nullable(),
      total: z.int().nonnegative(),
      embedded: z.int().nonnegative(),
      revision: z.int(),
      /**
       * IDs as in `packed-ids.ts`, sorted; of each, x and y, from 0 to 1 along the longer side of the map, and the main
       * color as index in `imageColors`, 255 = not known.
       */
      points: z
        .object({ ids: z.string(), positions: z.instanceof(Float32Array), colors: z.instanceof(Uint8Array) })
        .nullable(),
      work: mapWorkSchema,
    }),
  ),
  /** Computes the map anew, also after a failure. */
  'vision.rebuildMap': command('edit', z.object({}), z.null()),
  'vision.pauseMap': command('edit', z.object({ isPaused: z.boolean() }), z.null()),
  /** Prepares an image for `vision.findObject`, which takes seconds. @throws model/missing */
  'vision.prepareObjects': query('read', z.object({ id: assetIdSchema }), z.null()),
  /** The object at points and in a box, in image pixels; its levels as in `shared/util/object-mask.ts`. */
  'vision.findObject': query(
    'read',
    z.object({ id: assetIdSchema, ...objectPromptSchema.shape }),
    z.object({
      levels: z.instanceof(Uint8Array),
      widthPx: z.int(),
      heightPx: z.int(),
      filled: z.object({ widthPx: z.number(), heightPx: z.number() }),
    }),
  ),
  /**
   * Objects by words, the best first; at least one. Boxes in image pixels, scores from 0 to 1. Takes seconds.
   * @throws model/missing, vision/no-subject
   */
  'vision.findByWords': query(
    'read',
    z.object({ id: assetIdSchema, words: z.string().trim().min(1).max(searchedWordsMax) }),
    z.object({ objects: z.array(z.object({ box: rectSchema, score: z.number() })) }),
  ),
  /** The mask of an image's subject, an 8-bit gray PNG of its size; null = there is no model, or it finds none. */
  'vision.findSubject': query(
    'read',
    z.object({ id: assetIdSchema }),
    z.object({ maskPng: z.instanceof(Uint8Array).nullable() }),
  ),
  /** Adds the image with another background (null = transparent) to the library; the model's name is in its recipe. */
  'vision.removeBackground': command(
    'edit',
    z.object({ id: assetIdSchema, background: backgroundSchema.nullable() }),
    z.object({ id: assetIdSchema }),
  ),
  /**
   * Adds what a ControlNet can read of an image to the library, as its child; what the same model has made before is used
   * again. @throws model/missing
   */
  'vision.makeControl': command(
    'edit',
    z.object({ id: assetIdSchema, kind: z.enum(controlKinds) }),
    z.object({ id: assetIdSchema }),
  ),
  /** What a model said of an image; null = nothing yet. */
  'vision.description': query(
    'read',
    z.object({ id: assetIdSchema }),
    z.object({ found: imageDescriptionSchema.nullable() }),
  ),
  /** Describes an image now, in place of an earlier description. @throws model/missing */
  'vision.describe': command('edit', z.object({ id: assetIdSchema }), imageDescriptionSchema),
  'vision.clearDescriptions': command('edit', z.object({ ids: idsSchema }), z.null()),
  /** Queues images that have no description; null = all of the library. @throws model/missing */
  'vision.queueDescriptions': command(
    'edit',
    z.object({ ids: idsSchema.nullable() }),
    z.object({ added: z.int().nonnegative() }),
  ),
  'vision.descriptionRun': query('read', z.object({}), descriptionRunSchema),
  'vision.steerDescriptions': command('edit', z.object({ to: z.enum(['pause', 'resume', 'cancel']) }), z.null()),
  /** An image was described, or the queue has changed. */
  'vision.descriptionsChanged': event(z.object({})),
  /** The index has grown, or its run has begun or ended. */
  'vision.indexChanged': event(z.object({})),
  /** `isStale`: there is something new to load. */
  'vision.mapChanged': event(z.object({ ...mapWorkSchema.shape, isStale: z.boolean() })),
}
