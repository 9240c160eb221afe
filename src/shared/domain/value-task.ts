import { editIntents } from './edit-intents.ts'

/** What models are valued by: the tasks of the Studio, and upscaling. Separate from schemas, which the window does not load. */
export const valueTasks = ['generate', ...editIntents, 'variations', 'upscale'] as const
export type ValueTask = (typeof valueTasks)[number]

/** Models have defaults for two purposes. */
export const modelPurposes = ['draft', 'final'] as const
export type ModelPurpose = (typeof modelPurposes)[number]

/** Tasks that a default model is set for; `any` is used where the task has none of its own. */
export const presetTasks = ['any', 'generate', ...editIntents, 'variations'] as const
export type PresetTask = (typeof presetTasks)[number]
