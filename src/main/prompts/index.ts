export { createPrompts, type PromptsOptions } from './create-prompts.ts'
export { notingWords } from './noting-words.ts'
export type { Prompts } from './prompts.ts'
