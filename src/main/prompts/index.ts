export { createPrompts, type PromptsOptions } from './create-prompts.ts'
export { recordingPrompts } from './recording-prompts.ts'
export type { Prompts } from './prompts.ts'
