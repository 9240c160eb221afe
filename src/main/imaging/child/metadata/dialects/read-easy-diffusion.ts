import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { numberOf, textOf, toNumber, valueOf, type JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** sdkit's names, and their equivalents in its text form. */
const labels = {
  prompt: 'Prompt',
  negative_prompt: 'Negative Prompt',
  seed: 'Seed',
  use_stable_diffusion_model: 'Stable Diffusion model',
  clip_skip: 'Clip Skip',
  use_vae_model: 'VAE model',
  sampler_name: 'Sampler',
  scheduler_name: 'Scheduler',
  width: 'Width',
  height: 'Height',
  num_inference_steps: 'Steps',
  guidance_scale: 'Guidance Scale',
  distilled_guidance_scale: 'Distilled Guidance',
  prompt_strength: 'Prompt Strength',
  use_lora_model: 'LoRA model',
  lora_alpha: 'LoRA Strength',
  use_embeddings_model: 'Embedding models',
  use_upscale: 'Use Upscaling',
  upscale_amount: 'Upscale By',
} as const

/** Easy Diffusion: one PNG text per setting, or all as JSON in UserComment. */
export function readEasyDiffusion({ texts, json }: ReaderInput): DialectMetadata | null {
  const found = [json, Object.fromEntries(texts)].find((each) => isEasyDiffusion(each))
  if (!found) return null
  const settings = Object.fromEntries(
    Object.entries(labels).map(([name, label]) => [name, stated(valueOf(found, name) ?? valueOf(found, label))]),
  )
  return {
    dialect: 'easydiffusion',
    tool: 'Easy Diffusion',
    recipe: foreignRecipe({
      ...statedFacts(settings, 'easydiffusion'),
      loras: readLoras(settings),
      options: {
        sampler: textOf(settings, 'sampler_name'),
        scheduler: textOf(settings, 'scheduler_name'),
        clipSkip: /^true$/i.test(String(valueOf(settings, 'clip_skip'))) ? 2 : null,
        vae: textOf(settings, 'use_vae_model'),
        embeddings: severalOf(settings, 'use_embeddings_model').join(', ') || null,
        hiresUpscaler: textOf(settings, 'use_upscale'),
        hiresUpscale: textOf(settings, 'use_upscale') === null ? null : numberOf(settings, 'upscale_amount'),
      },
    }),
    fields: toFields(found),
    hasWorkflow: false,
  }
}

function isEasyDiffusion(object: JsonObject | null): boolean {
  return [labels.use_stable_diffusion_model, 'use_stable_diffusion_model'].some((key) => textOf(object, key) !== null)
}

/** Treats Python's `None` as absent. */
function stated(value: unknown): unknown {
  return value === 'None' ? null : value
}

function readLoras(settings: JsonObject): Lora[] {
  const weights = severalOf(settings, 'lora_alpha')
  return severalOf(settings, 'use_lora_model').map((path, n) => ({ path, scale: toNumber(weights[n]) ?? 1 }))
}

/** One value, a list, or a list as printed by Python: `['a', 'b']`. */
function severalOf(settings: JsonObject, key: string): string[] {
  const value = valueOf(settings, key)
  const all: unknown[] = Array.isArray(value) ? value : splitPrinted(value)
  return all
    .slice(0, 20)
    .flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? [String(each)] : []))
    .filter((each) => each !== '')
}

function splitPrinted(value: unknown): unknown[] {
  if (typeof value !== 'string' || !/^\[.{0,20000}\]$/s.test(value)) return [value]
  return value
    .slice(1, -1)
    .split(',')
    .map((each) => each.trim().replace(/^(['"])(.*)\1$/s, '$2'))
}
