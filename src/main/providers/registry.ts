import type { ProviderId } from '../../shared/domain/provider-id.ts'
import type { ProviderAdapter } from './core/adapter.ts'
import { fal } from './fal/index.ts'
import { replicate } from './replicate/index.ts'
import { gemini } from './gemini/index.ts'
import { openai } from './openai/index.ts'
import { stability } from './stability/index.ts'
import { imagen } from './imagen/index.ts'
import { xai } from './xai/index.ts'
import { bfl } from './bfl/index.ts'
import { runway } from './runway/index.ts'
import { fake } from './fake/index.ts'
import { ideogram } from './ideogram/index.ts'
import { a1111 } from './a1111/index.ts'
import { openaiCompatible } from './openai-compatible/index.ts'

/** Every adapter, once. The only importer of concrete adapters. */
export const registry: Partial<Record<ProviderId, ProviderAdapter>> = {
  ideogram,
  bfl,
  openai,
  stability,
  fal,
  replicate,
  gemini,
  imagen,
  xai,
  runway,
  fake,
  a1111,
  'openai-compatible': openaiCompatible,
}
