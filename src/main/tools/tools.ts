import type { Tool } from './tool.ts'

/** In the order of the documentation. */
export const tools: readonly Tool[] = []
