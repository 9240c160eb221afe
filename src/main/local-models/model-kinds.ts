/** The engine's own names of a model's files. */
export type ModelSlot = 'model' | 'diffusion' | 'clipL' | 'clipG' | 't5xxl' | 'llm' | 'llmVision' | 'vae' | 'taesd'

/** Text encoders, VAEs and vision encoders: files that image models share. */
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

/** What adapters are made for. */
export type Architecture =
  'sd1' | 'sd2' | 'sdxl' | 'sd3' | 'flux1' | 'flux2' | 'chroma' | 'qwen-image' | 'z-image' | 'minit2i'
