import { z } from 'zod'
import type { ErrorCode } from '../errors/index.ts'
import { assetIdSchema } from './ids.ts'

/** What a model on this computer says an image shows; never part of the annotations that a person made. */
export const imageDescriptionSchema = z.object({
  /** The model's name. */
  model: z.string(),
  /** One sentence. */
  caption: z.string(),
  /** A paragraph. */
  description: z.string(),
  /** Names of objects, lowercase, each once. */
  tags: z.array(z.string()),
  describedAtMs: z.number(),
})
export type ImageDescription = z.output<typeof imageDescriptionSchema>

/** What can be asked about an image. */
export const descriptionParts = ['caption', 'description', 'tags'] as const
export type DescriptionPart = (typeof descriptionParts)[number]

/** Whether the failure of a description does not meet the other images. */
export const isOfOneImage = (code: ErrorCode): boolean => /^(media\/|storage\/not-found|vision\/no-text)/.test(code)

/** How far the images that were chosen for it are described. */
export const descriptionRunSchema = z.object({
  isPaused: z.boolean(),
  /** Since the queue was last empty. */
  done: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  failed: z.array(z.object({ id: assetIdSchema, name: z.string(), message: z.string() })),
  /** Why the run stopped; null = it did not. */
  problem: z.string().nullable(),
})
export type DescriptionRun = z.output<typeof descriptionRunSchema>

/** The queue as it is stored. `done` includes what failed, of which the first are named. */
export interface StoredDescriptionQueue {
  readonly done: number
  readonly waiting: number
  readonly paused: number
  readonly failed: DescriptionRun['failed']
}

export function toDescriptionRun(
  { done, waiting, paused, failed }: StoredDescriptionQueue,
  problem: string | null,
): DescriptionRun {
  return { isPaused: paused > 0, done, waiting: waiting + paused, failed, problem }
}
