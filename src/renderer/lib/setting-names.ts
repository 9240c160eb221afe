/** What local models and other programs set, as people call it. A service's own field keeps the service's name. */
const names: Readonly<Record<string, string>> = {
  sampler: 'Sampler',
  scheduler: 'Scheduler',
  clipSkip: 'Clip skip',
  vae: 'VAE',
  modelHash: 'Model hash',
  loraHashes: 'LoRA hashes',
  embeddings: 'Embeddings',
  hiresUpscale: 'Hires upscale',
  hiresSteps: 'Hires steps',
  hiresUpscaler: 'Hires upscaler',
  hiresStrength: 'Hires strength',
  hiresMethod: 'Hires method',
  hires: 'Hires pass',
  hires_strength: 'Hires strength',
  hires_upscaler: 'Hires upscaler',
  distilled_guidance: 'Distilled guidance',
  flow_shift: 'Flow shift',
  tiling: 'Seamless tiling',
  scale: 'Scale',
  refiner: 'Refiner',
  refinerAt: 'Refiner from',
  mode: 'Mode',
  performance: 'Performance',
  sharpness: 'Sharpness',
}

export function settingName(name: string): string {
  return Object.hasOwn(names, name) ? names[name]! : name
}
