import type { NumberSettingName } from '../../../../../shared/domain/number-settings.ts'
import { isNumberSetting } from '../../../../../shared/domain/number-settings.ts'
import type { ForeignFacts } from './foreign-recipe.ts'
import { numberOf, seedOf, textOf, type JsonObject } from './json-object.ts'

type Program =
  | 'civitai'
  | 'dream'
  | 'drawthings'
  | 'easydiffusion'
  | 'fooocus'
  | 'huggingface'
  | 'infotext'
  | 'invokeai'
  | 'novelai'
  | 'ruinedfooocus'
  | 'swarmui'

type Setting = 'prompt' | 'negativePrompt' | 'model' | 'seed' | 'widthPx' | 'heightPx' | NumberSettingName

/**
 * What programs name the settings that all of them have, where it is the plain value of one name; of several names, the
 * first that is there. `dream`: InvokeAI's command line. `infotext`: the last line of A1111's text.
 */
const settingNames: Readonly<Record<Setting, Readonly<Partial<Record<Program, readonly string[]>>>>> = {
  prompt: {
    civitai: ['prompt'],
    drawthings: ['c'],
    easydiffusion: ['prompt'],
    fooocus: ['prompt'],
    huggingface: ['prompt'],
    invokeai: ['positive_prompt'],
    novelai: ['prompt'],
    ruinedfooocus: ['Prompt'],
    swarmui: ['prompt'],
  },
  negativePrompt: {
    civitai: ['negativePrompt'],
    drawthings: ['uc'],
    easydiffusion: ['negative_prompt'],
    fooocus: ['negative_prompt'],
    huggingface: ['negative_prompt'],
    invokeai: ['negative_prompt'],
    novelai: ['uc'],
    ruinedfooocus: ['Negative'],
    swarmui: ['negativeprompt'],
  },
  model: {
    civitai: ['baseModel'],
    drawthings: ['model'],
    easydiffusion: ['use_stable_diffusion_model'],
    fooocus: ['base_model'],
    huggingface: ['Model', 'model'],
    ruinedfooocus: ['base_model_name'],
    swarmui: ['model'],
  },
  seed: {
    civitai: ['seed'],
    dream: ['S'],
    drawthings: ['seed'],
    easydiffusion: ['seed'],
    fooocus: ['seed'],
    huggingface: ['seed'],
    invokeai: ['seed'],
    novelai: ['seed'],
    ruinedfooocus: ['seed'],
    swarmui: ['seed'],
  },
  steps: {
    civitai: ['steps'],
    dream: ['s'],
    drawthings: ['steps'],
    easydiffusion: ['num_inference_steps'],
    fooocus: ['steps'],
    huggingface: ['num_inference_steps'],
    infotext: ['Steps'],
    invokeai: ['steps'],
    novelai: ['steps'],
    ruinedfooocus: ['steps'],
    swarmui: ['steps'],
  },
  // Models with distilled guidance have 1 as the regular scale.
  guidance: {
    civitai: ['cfgScale'],
    dream: ['C'],
    drawthings: ['scale'],
    easydiffusion: ['distilled_guidance_scale', 'guidance_scale'],
    fooocus: ['guidance_scale'],
    huggingface: ['guidance_scale'],
    infotext: ['Distilled CFG Scale', 'CFG scale', 'CFG Scale', 'Guidance'],
    invokeai: ['guidance', 'cfg_scale'],
    novelai: ['scale'],
    ruinedfooocus: ['cfg'],
    swarmui: ['fluxguidancescale', 'cfgscale'],
  },
  strength: {
    dream: ['f'],
    drawthings: ['strength'],
    easydiffusion: ['prompt_strength'],
    infotext: ['Denoising strength'],
    invokeai: ['strength'],
    novelai: ['strength'],
    ruinedfooocus: ['denoise'],
    swarmui: ['initimagecreativity'],
  },
  widthPx: {
    civitai: ['width'],
    dream: ['W'],
    easydiffusion: ['width'],
    invokeai: ['width'],
    novelai: ['width'],
    ruinedfooocus: ['width'],
    swarmui: ['width'],
  },
  heightPx: {
    civitai: ['height'],
    dream: ['H'],
    easydiffusion: ['height'],
    invokeai: ['height'],
    novelai: ['height'],
    ruinedfooocus: ['height'],
    swarmui: ['height'],
  },
}

/** Returns what a program's object says of these settings: those that the program has under names of its own alone. */
export function statedFacts(object: JsonObject | null, program: Program): ForeignFacts {
  const all = (Object.keys(settingNames) as Setting[]).flatMap((setting) => {
    const names = settingNames[setting][program]
    return names === undefined ? [] : [[setting, readSetting(object, setting, names)] as const]
  })
  return Object.fromEntries(all)
}

function readSetting(object: JsonObject | null, setting: Setting, names: readonly string[]): unknown {
  if (setting === 'seed') return seedOf(object, ...names)
  const isNumber = isNumberSetting(setting) || setting === 'widthPx' || setting === 'heightPx'
  return isNumber ? numberOf(object, ...names) : textOf(object, ...names)
}
