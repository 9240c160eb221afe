import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { ProviderAdapter } from './core/adapter.ts'
import { a1111 } from './servers/a1111/a1111.ts'
import { bfl } from './bfl/bfl.ts'
import { comfyui } from './servers/comfyui/comfyui.ts'
import { fake } from './fake/fake.ts'
import { fal } from './marketplaces/fal/fal.ts'
import { gemini } from './google/gemini/gemini.ts'
import { huggingface } from './marketplaces/huggingface/huggingface.ts'
import { ideogram } from './ideogram/ideogram.ts'
import { imagen } from './google/imagen/imagen.ts'
import type { LocalNeeds } from './local/local-supply.ts'
import { createLocalAdapter } from './local/local.ts'
import { openai } from './openai/openai.ts'
import { openaiCompatible } from './servers/openai-compatible/openai-compatible.ts'
import { replicate } from './marketplaces/replicate/replicate.ts'
import { runway } from './runway/runway.ts'
import { stability } from './stability/stability.ts'
import { xai } from './xai/xai.ts'

export type { LocalNeeds, LocalSupply } from './local/local-supply.ts'

/** Every service, once, in the order listed. The only module that imports concrete adapters. */
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

export { createLocalAdapter }

/** Adds the adapter that draws on this computer. */
export function registryWith(local: LocalNeeds): Readonly<Record<ProviderId, ProviderAdapter>> {
  return { ...registry, local: createLocalAdapter(local) }
}
