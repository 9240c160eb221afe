import { z } from 'zod'
import type { CallMap } from '../../platform/pure/call-map.ts'
import { pathSchema, sidePx } from './shapes.ts'

const depthMapSchema = z.object({
  /** How near everything is, in any measure, in row order and of any size: it is stretched over the image. */
  nearness: z.object({ values: z.instanceof(Float32Array<ArrayBuffer>), widthPx: sidePx, heightPx: sidePx }),
  /** Of the image. */
  widthPx: sidePx,
  heightPx: sidePx,
  /** An 8-bit gray PNG, written atomically and synced. */
  resultPath: pathSchema,
})
export type DepthMapRequest = z.output<typeof depthMapSchema>

const pointSchema = z.object({ x: z.number(), y: z.number() })

const drawPosesSchema = z.object({
  /** Of each person the eighteen points of OpenPose, in pixels of the image; null = not seen. */
  poses: z.array(z.array(pointSchema.nullable()).length(18)).max(200),
  /** Of the image. */
  widthPx: sidePx,
  heightPx: sidePx,
  /** An 8-bit RGB PNG, written atomically and synced. */
  resultPath: pathSchema,
})
export type DrawPosesRequest = z.output<typeof drawPosesSchema>

/** Calls that draw control images from what a model finds in an image. */
export const controlCalls = {
  /** White is nearest. @throws storage/* */
  writeDepthMap: { input: depthMapSchema, output: z.void() },
  /** Skeletons on black, in the colors of OpenPose. @throws storage/* */
  drawPoses: { input: drawPosesSchema, output: z.void() },
} as const satisfies CallMap
