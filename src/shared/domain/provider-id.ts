import { z } from 'zod'
import * as messages from '../messages/en/provider-names.ts'

/** Services and servers that make images, in the order they are listed. */
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

/** Names for display. */
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
  local: messages.localModels,
  a1111: 'Stable Diffusion WebUI',
  comfyui: 'ComfyUI',
  'openai-compatible': messages.ownServer,
  fake: messages.demo,
}

/** The name for display of a provider that a record names; the id itself where this version does not know it. */
export function labelOfProvider(id: string): string {
  return Object.hasOwn(providerLabels, id) ? providerLabels[id as ProviderId] : id
}
