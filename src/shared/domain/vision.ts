import type { Rect } from '../util/geometry.ts'
import { z } from 'zod'
import * as messages from '../messages/en/vision-tasks.ts'

/** What a model for local vision is for; the window offers a choice of the model for each. */
export const visionTasks = [
  'search',
  'objects',
  'detect',
  'background',
  'remove',
  'describe',
  'upscale',
  'depth',
  'pose',
] as const
export type VisionTask = (typeof visionTasks)[number]

export const visionTaskLabels: Readonly<Record<VisionTask, string>> = {
  search: messages.searchByContent,
  objects: messages.objectSelection,
  detect: messages.objectDetection,
  background: messages.backgroundRemoval,
  remove: messages.removal,
  describe: messages.imageDescriptions,
  upscale: messages.upscaling,
  depth: messages.depthMaps,
  pose: messages.poses,
}

/** An object that a model found by its name. */
export interface FoundObject {
  /** Around it, in image pixels. */
  readonly box: Rect
  /** How well the words fit, from 0 to 1. */
  readonly score: number
}

/** Longer texts are cut off by every model anyway. */
export const searchedWordsMax = 200

/** Fewer images make no map of the library. */
export const mapImagesMin = 10

/** How far the library can be searched by what its images show. */
export const meaningIndexSchema = z.object({
  /** The model's name; null = none is installed. */
  model: z.string().nullable(),
  /** Another model, whose index covers more, answers until this one's does; null = `model` itself answers. */
  meanwhile: z.string().nullable(),
  embedded: z.int().nonnegative(),
  total: z.int().nonnegative(),
  isRunning: z.boolean(),
  /** Why the last run ended early; null = it did not. */
  problem: z.string().nullable(),
})
export type MeaningIndex = z.output<typeof meaningIndexSchema>
