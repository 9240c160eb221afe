import * as messages from '../../shared/messages/en/generation-settings.ts'

/** Labels for settings of local models and other programs. A service's own field keeps the service's name. */
const names: Readonly<Record<string, string>> = {
  sampler: messages.sampler,
  scheduler: messages.scheduler,
  clipSkip: messages.clipSkip,
  vae: messages.vae,
  modelHash: messages.modelHash,
  loraHashes: messages.loraHashes,
  lorasOfUnknownWeight: messages.lorasOfUnknownWeight,
  embeddings: messages.embeddings,
  hiresUpscale: messages.hiresUpscale,
  hiresSteps: messages.hiresSteps,
  hiresUpscaler: messages.hiresUpscaler,
  hiresStrength: messages.hiresStrength,
  hiresMethod: messages.hiresMethod,
  hires: messages.hiresPass,
  hires_strength: messages.hiresStrength,
  hires_upscaler: messages.hiresUpscaler,
  distilled_guidance: messages.distilledGuidance,
  flow_shift: messages.flowShift,
  tiling: messages.seamlessTiling,
  scale: messages.scale,
  refiner: messages.refiner,
  refinerAt: messages.refinerFrom,
  mode: messages.mode,
  performance: messages.performance,
  sharpness: messages.sharpness,
}

export function settingName(name: string): string {
  return Object.hasOwn(names, name) ? names[name]! : name
}
