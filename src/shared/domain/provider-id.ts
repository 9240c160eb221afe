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
  'local',
  'a1111',
  'comfyui',
  'openai-compatible',
  'fake',
] as const

export const providerIdSchema = z.enum(providerIds)
export type ProviderId = z.output<typeof providerIdSchema>

/** What people read. */
export const providerLabels: Readonly<Record<ProviderId, string>> = {
  openai: 'OpenAI',
  stability: 'Stability AI',
  fal: 'fal.ai',
  imagen: 'Google Imagen',
  gemini: 'Google Gemini',
  bfl: 'Black Forest Labs',
  xai: 'xAI',
  huggingface: 'Hugging Face',
  replicate: 'Replicate',
  ideogram: 'Ideogram',
  runway: 'Runway',
  local: 'Local models',
  a1111: 'Stable Diffusion WebUI',
  comfyui: 'ComfyUI',
  'openai-compatible': 'Your own server',
  fake: 'Demo (not AI)',
}
