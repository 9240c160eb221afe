export type { ModelSlot } from '../../shared/domain/local-record.ts'

/** Text encoders, VAEs and vision encoders: files shared by image models. */
export type PartKind =
  | 'clip-l'
  | 'clip-g'
  | 'clip-h'
  | 't5'
  | 'umt5'
  | 'qwen3'
  | 'qwen3-vl'
  | 'qwen2.5-vl'
  | 'mistral'
  | 'other-llm'
  | 'sd-vae'
  | 'sdxl-vae'
  | 'sd3-vae'
  | 'flux-vae'
  | 'flux2-vae'
  | 'wan-vae'
  | 'taesd'
  | 'taesdxl'
  | 'taesd3'
  | 'taef1'
  | 'taef2'
  | 'taehv'
  | 'mmproj'
  | 'clip-vision'

/** What adapters are made for, by its common name. */
export const architectureLabels = {
  sd1: 'Stable Diffusion 1.x',
  sd2: 'Stable Diffusion 2',
  sdxl: 'SDXL',
  sd3: 'Stable Diffusion 3',
  flux1: 'FLUX.1',
  flux2: 'FLUX.2',
  chroma: 'Chroma',
  'qwen-image': 'Qwen-Image',
  'z-image': 'Z-Image',
  minit2i: 'MiniT2I',
} as const
export type Architecture = keyof typeof architectureLabels

/** Whether an adapter can be used with a model. If its tensors do not tell, the engine decides. */
export function suits(adapter: Architecture | null, model: Architecture): boolean {
  // Chroma has the layers of FLUX.1: most of its LoRAs cannot be told apart from those for FLUX.1.
  return adapter === null || adapter === model || (adapter === 'flux1' && model === 'chroma')
}
