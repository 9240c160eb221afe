import type { ProviderName, Via } from './via.ts'
import { viaFal } from './via-fal.ts'
import { viaHfInference } from './via-hf-inference.ts'
import { viaReplicate } from './via-replicate.ts'
import { viaNscale, viaTogether } from './via-together.ts'
import { viaWavespeed } from './via-wavespeed.ts'
import { viaZai } from './via-zai.ts'

export const vias: Readonly<Record<ProviderName, Via>> = {
  'fal-ai': viaFal,
  replicate: viaReplicate,
  together: viaTogether,
  nscale: viaNscale,
  wavespeed: viaWavespeed,
  'zai-org': viaZai,
  'hf-inference': viaHfInference,
}
