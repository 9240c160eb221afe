/** Which provider runs which model, as the lookup returns it. */
export interface ServedModel {
  readonly provider: string
  readonly providerId: string
  readonly task: 'text-to-image' | 'image-to-image' | 'image-text-to-image'
  readonly adapter?: 'lora'
  readonly adapterWeightsPath?: string
}

export const servedModels: Readonly<Record<string, readonly ServedModel[]>> = {
  'black-forest-labs/FLUX.1-dev': [
    // First an unknown provider, then one for a different task.
    { provider: 'novita', providerId: 'flux-1-dev', task: 'text-to-image' },
    { provider: 'replicate', providerId: 'black-forest-labs/flux-dev', task: 'image-to-image' },
    { provider: 'fal-ai', providerId: 'fal-ai/flux/dev', task: 'text-to-image' },
    { provider: 'together', providerId: 'black-forest-labs/FLUX.1-dev', task: 'text-to-image' },
  ],
  'black-forest-labs/FLUX.1-schnell': [
    { provider: 'together', providerId: 'black-forest-labs/FLUX.1-schnell', task: 'text-to-image' },
  ],
  'black-forest-labs/FLUX.1-Krea-dev': [
    { provider: 'nscale', providerId: 'black-forest-labs/FLUX.1-Krea-dev', task: 'text-to-image' },
  ],
  'black-forest-labs/FLUX.1-Kontext-dev': [
    { provider: 'together', providerId: 'black-forest-labs/FLUX.1-kontext-dev', task: 'image-to-image' },
  ],
  'black-forest-labs/FLUX.2-dev': [
    { provider: 'replicate', providerId: 'black-forest-labs/flux-2-dev', task: 'text-to-image' },
    { provider: 'hf-inference', providerId: 'black-forest-labs/FLUX.2-dev', task: 'image-to-image' },
  ],
  'black-forest-labs/FLUX.2-klein-9B': [
    { provider: 'fal-ai', providerId: 'fal-ai/flux-2/edit', task: 'image-text-to-image' },
  ],
  'Qwen/Qwen-Image': [
    { provider: 'wavespeed', providerId: 'wavespeed-ai/qwen-image/text-to-image', task: 'text-to-image' },
  ],
  'Qwen/Qwen-Image-Edit': [
    { provider: 'wavespeed', providerId: 'wavespeed-ai/qwen-image/edit', task: 'image-to-image' },
  ],
  'zai-org/GLM-Image': [{ provider: 'zai-org', providerId: 'glm-image', task: 'text-to-image' }],
  'stabilityai/stable-diffusion-xl-base-1.0': [
    {
      provider: 'replicate',
      providerId: 'stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea',
      task: 'text-to-image',
    },
  ],
  'stabilityai/stable-diffusion-3-medium-diffusers': [
    { provider: 'hf-inference', providerId: 'stabilityai/stable-diffusion-3-medium-diffusers', task: 'text-to-image' },
  ],
  'somebody/film-lora': [
    {
      provider: 'fal-ai',
      providerId: 'fal-ai/flux-lora',
      task: 'text-to-image',
      adapter: 'lora',
      adapterWeightsPath: 'film.safetensors',
    },
  ],
}

/** Older responses are an object, newer ones a list: even names get one, odd ones the other. */
export function mappingOf(model: string, entries: readonly ServedModel[]): unknown {
  const live = entries.map((entry) => ({ ...entry, status: 'live' }))
  if (model.length % 2 === 0) return live
  return Object.fromEntries(live.map(({ provider, ...entry }) => [provider, entry]))
}
