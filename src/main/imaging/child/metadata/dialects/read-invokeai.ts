import type { RawMetadata } from '../read/raw-metadata.ts'
import type { DialectAccount } from './account.ts'
import { foreignRecipe } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, parseObject, textOf, valueOf, wholeOf, type JsonObject } from './json-object.ts'
import { toFields } from './to-fields.ts'

/** Everything that lay on its canvas: no word about this picture, and large. */
const left = ['canvas_v2_metadata']

/** InvokeAI 3 and later: flat JSON in `invokeai_metadata`. */
export function readInvokeai({ texts }: RawMetadata): DialectAccount | null {
  const json = parseObject(texts.get('invokeai_metadata'))
  if (json === null) return null
  const version = textOf(json, 'app_version')
  return {
    dialect: 'invokeai',
    tool: version === null ? 'InvokeAI' : `InvokeAI ${version}`,
    recipe: foreignRecipe({
      prompt: textOf(json, 'positive_prompt'),
      negativePrompt: textOf(json, 'negative_prompt'),
      model: modelName(asObject(valueOf(json, 'model'))),
      seed: wholeOf(json, 'seed'),
      steps: numberOf(json, 'steps'),
      guidance: numberOf(json, 'guidance', 'cfg_scale'),
      strength: numberOf(json, 'strength'),
      loras: listOf(json, 'loras')
        .slice(0, 20)
        .map(asObject)
        .flatMap((each) => {
          const path = modelName(asObject(valueOf(each, 'model') ?? valueOf(each, 'lora')))
          return path === null ? [] : [{ path, scale: numberOf(each, 'weight') ?? 1 }]
        }),
      widthPx: numberOf(json, 'width'),
      heightPx: numberOf(json, 'height'),
      options: {
        scheduler: textOf(json, 'scheduler'),
        mode: textOf(json, 'generation_mode'),
        clipSkip: numberOf(json, 'clip_skip') || null,
        vae: modelName(asObject(valueOf(json, 'vae'))),
        hiresMethod: valueOf(json, 'hrf_enabled') === true ? textOf(json, 'hrf_method') : null,
        hiresStrength: valueOf(json, 'hrf_enabled') === true ? numberOf(json, 'hrf_strength') : null,
        refiner: modelName(asObject(valueOf(json, 'refiner_model'))),
      },
    }),
    fields: toFields(json, left),
    hasWorkflow: texts.has('invokeai_workflow') || texts.has('invokeai_graph'),
  }
}

function modelName(model: JsonObject | null): string | null {
  return textOf(model, 'name', 'model_name')
}
