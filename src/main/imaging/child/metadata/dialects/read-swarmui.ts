import type { DialectAccount } from './account.ts'
import { foreignRecipe } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, textOf, toNumber, valueOf, type JsonObject } from './json-object.ts'
import { toFields } from './to-fields.ts'

/** SwarmUI: `sui_image_params` in the JSON of `parameters`. */
export function readSwarmui(json: JsonObject): DialectAccount | null {
  const params = asObject(valueOf(json, 'sui_image_params'))
  if (params === null) return null
  const version = textOf(params, 'swarm_version')
  const weights = listOf(params, 'loraweights')
  const extra = asObject(valueOf(json, 'sui_extra_data'))
  return {
    dialect: 'swarmui',
    tool: version === null ? 'SwarmUI' : `SwarmUI ${version}`,
    recipe: foreignRecipe({
      prompt: textOf(params, 'prompt'),
      negativePrompt: textOf(params, 'negativeprompt'),
      model: textOf(params, 'model'),
      seed: numberOf(params, 'seed'),
      steps: numberOf(params, 'steps'),
      guidance: numberOf(params, 'fluxguidancescale', 'cfgscale'),
      strength: numberOf(params, 'initimagecreativity'),
      loras: listOf(params, 'loras')
        .slice(0, 20)
        .flatMap((name, n) => (typeof name === 'string' ? [{ path: name, scale: toNumber(weights[n]) ?? 1 }] : [])),
      widthPx: numberOf(params, 'width'),
      heightPx: numberOf(params, 'height'),
      options: { sampler: textOf(params, 'sampler'), scheduler: textOf(params, 'scheduler') },
    }),
    fields: [...toFields(params), ...(extra === null ? [] : toFields(extra))],
    hasWorkflow: false,
  }
}
