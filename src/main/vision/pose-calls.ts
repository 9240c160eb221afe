import { z } from 'zod'
import type { CallMap } from '../platform/pure/call-map.ts'

const sidePx = z.int().min(1).max(4_096)
const fileSchema = z.object({ path: z.string().min(1) })

const findPosesSchema = fileSchema.extend({
  /** 8-bit RGB in row order, at most of the model's size: it is at the top left of what the model gets. */
  pixels: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes'),
  widthPx: sidePx,
  heightPx: sidePx,
})
export type FindPosesRequest = z.output<typeof findPosesSchema>

const foundPointSchema = z.object({ x: z.number(), y: z.number(), score: z.number() })
const poseSchema = z.object({
  score: z.number(),
  /** Seventeen, in COCO's order, in pixels of what was given. */
  points: z.array(foundPointSchema),
})
export type FoundPose = z.output<typeof poseSchema>

/** Calls that run models for poses. */
export const poseCalls = {
  /** The size of the images that a model for poses takes. Loads it. */
  poseSize: { input: fileSchema, output: z.object({ widthPx: sidePx, heightPx: sidePx }) },
  /** Finds people, those found most surely first. */
  findPoses: { input: findPosesSchema, output: z.array(poseSchema) },
} as const satisfies CallMap
