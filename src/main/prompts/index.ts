export { createPrompts, type PromptsOptions } from './prompts.ts'
export { recordingPrompts } from './recording-prompts.ts'
export type { Prompts } from './prompts.ts'
