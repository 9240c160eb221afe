import { z } from 'zod'

/** Services and servers that make pictures, in the order they are listed. */
export const providerIds = [
  'openai',
  'stability',
  'fal',
  'imagen',
  'gemini',
  'bfl',
  'xai',
  'huggingface',
  'replicate',
  'ideogram',
  'runway',
  'a1111',
  'comfyui',
  'openai-compatible',
  'fake',
] as const

export const providerIdSchema = z.enum(providerIds)
export type ProviderId = z.output<typeof providerIdSchema>
