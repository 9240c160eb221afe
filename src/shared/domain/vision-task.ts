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
