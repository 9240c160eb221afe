import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, textOf, valueOf } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** Hugging Face Spaces, by the names of their `diffusers` pipelines. */
export function readHuggingFace({ json }: ReaderInput): DialectMetadata | null {
  const [, widthPx, heightPx] = /^(\d{1,7}) ?x ?(\d{1,7})$/.exec(textOf(json, 'resolution') ?? '') ?? []
  if (json === null || widthPx === undefined || numberOf(json, 'num_inference_steps') === null) return null
  const upscaler = asObject(valueOf(json, 'use_upscaler'))
  const lora = asObject(valueOf(json, 'use_lora'))
  return {
    dialect: 'huggingface',
    tool: 'Hugging Face Space',
    recipe: foreignRecipe({
      ...statedFacts(json, 'huggingface'),
      loras: listOf(lora, 'loras')
        .slice(0, 20)
        .map(asObject)
        .flatMap((each) => {
          const path = textOf(each, 'name', 'lora', 'path')
          return path === null ? [] : [{ path, scale: numberOf(each, 'weight', 'scale', 'multiplier') ?? 1 }]
        }),
      widthPx: Number(widthPx),
      heightPx: Number(heightPx),
      stylePreset: textOf(json, 'style_preset', 'sdxl_style'),
      options: {
        sampler: textOf(json, 'sampler'),
        modelHash: textOf(json, 'Model hash'),
        hiresUpscale: numberOf(upscaler, 'upscale_by'),
        hiresSteps: numberOf(upscaler, 'upscale_steps'),
        hiresUpscaler: textOf(upscaler, 'upscale_method'),
        hiresStrength: numberOf(upscaler, 'upscaler_strength'),
      },
    }),
    fields: toFields(json),
    hasWorkflow: false,
  }
}
