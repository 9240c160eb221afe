import { z } from 'zod'
import { sizeSchema } from '../util/geometry-schema.ts'
import { assetIdSchema, documentIdSchema } from './ids.ts'

/** A live canvas that cannot draw as many frames per second is off until the person wants it all the same. */
export const liveRateMin = 1

/** Frames per session that are timed: the newest count. */
export const liveRateFrames = 5

/** A PNG of a frame's size is far smaller; anything larger is not a snapshot. */
const snapshotBytesMax = 16 * 1024 * 1024

export const liveIdSchema = z.uuid()

export const liveStartSchema = z.object({
  /** A model of this computer. */
  model: z.string().min(1).max(300),
  /** The document's. */
  size: sizeSchema,
  /** Draws even where the computer was too slow before. */
  evenIfSlow: z.boolean(),
})
export type LiveStart = z.output<typeof liveStartSchema>

/**
 * Why no frame is drawn now. `job`: other work uses the engine. `slow`: fewer than `liveRateMin` frames per second.
 * `memory`: too little of it is free. `heat`: the computer slows down because it is hot.
 */
export const livePauseSchema = z.enum(['job', 'slow', 'memory', 'heat'])
export type LivePause = z.output<typeof livePauseSchema>

export const liveStateSchema = z.object({
  pause: livePauseSchema.nullable(),
  /** As measured with this model at this size; null = not yet. */
  framesPerSecond: z.number().nonnegative().nullable(),
})
export type LiveState = z.output<typeof liveStateSchema>

export const liveSessionSchema = liveStateSchema.extend({
  id: liveIdSchema,
  /** Snapshots and frames have this size. */
  size: sizeSchema,
  /** The denoising strength to start with. */
  strength: z.number().min(0).max(1),
})
export type LiveSession = z.output<typeof liveSessionSchema>

export const liveDrawSchema = z.object({
  id: liveIdSchema,
  /** The canvas as a PNG of the session's size. */
  snapshotPng: z
    .instanceof(Uint8Array)
    .refine((bytes) => bytes.byteLength <= snapshotBytesMax, 'The snapshot is too large.'),
  prompt: z.string().max(20_000),
  negativePrompt: z.string().max(20_000),
  /** 0 = the canvas unchanged, 1 = nothing of it is left. */
  strength: z.number().min(0).max(1),
  seed: z.int().min(0).max(0xffffffff),
})
export type LiveDraw = z.output<typeof liveDrawSchema>

/** `null`: a newer snapshot has replaced it, or drawing is paused. */
export const liveFrameSchema = z
  .object({ number: z.int().positive(), png: z.instanceof(Uint8Array), timingMs: z.number().nonnegative() })
  .nullable()
export type LiveFrame = z.output<typeof liveFrameSchema>

export const liveKeepSchema = z.object({
  id: liveIdSchema,
  /** The frame last shown. */
  number: z.int().positive(),
  documentId: documentIdSchema,
  /** The document's base, of which it becomes a child. */
  assetId: assetIdSchema,
})
export type LiveKeep = z.output<typeof liveKeepSchema>
