import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { ProviderAdapter } from './core/adapter.ts'
import { a1111 } from './a1111/index.ts'
import { bfl } from './bfl/index.ts'
import { comfyui } from './comfyui/index.ts'
import { fake } from './fake/index.ts'
import { fal } from './fal/index.ts'
import { gemini } from './gemini/index.ts'
import { huggingface } from './huggingface/index.ts'
import { ideogram } from './ideogram/index.ts'
import { imagen } from './imagen/index.ts'
import { createLocalAdapter, type LocalNeeds } from './local/index.ts'
import { openai } from './openai/index.ts'
import { openaiCompatible } from './openai-compatible/index.ts'
import { replicate } from './replicate/index.ts'
import { runway } from './runway/index.ts'
import { stability } from './stability/index.ts'
import { xai } from './xai/index.ts'

export type { LocalNeeds, LocalSupply } from './local/index.ts'

/** Every service, once, in the order they are listed. The only importer of concrete adapters. */
export const registry: Readonly<Record<Exclude<ProviderId, 'local'>, ProviderAdapter>> = {
  openai,
  stability,
  fal,
  imagen,
  gemini,
  bfl,
  xai,
  huggingface,
  replicate,
  ideogram,
  runway,
  a1111,
  comfyui,
  'openai-compatible': openaiCompatible,
  fake,
}

/** With what draws on this computer. */
export function registryWith(local: LocalNeeds): Readonly<Record<ProviderId, ProviderAdapter>> {
  return { ...registry, local: createLocalAdapter(local) }
}
