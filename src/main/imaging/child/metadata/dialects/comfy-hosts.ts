import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { ForeignFacts } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, parseObject, seedOf, textOf, valueOf, type JsonObject } from './json-object.ts'

/** What a service that runs ComfyUI says beside the graph. */
export interface HostFacts {
  readonly tool: string
  /** Known better than the graph, in which models have internal names. */
  readonly above: ForeignFacts
  /** Where the graph says nothing: it may be an upscaler alone, over an older image. */
  readonly below: ForeignFacts
}

export function hostFacts(graph: JsonObject | null, texts: ReadonlyMap<string, string>): HostFacts | null {
  const civitai = parseObject(textOf(graph, 'extraMetadata') ?? texts.get('extraMetadata'))
  if (civitai !== null) return { tool: 'Civitai', above: {}, below: civitaiFacts(civitai) }
  const tensorArt = parseObject(texts.get('generation_data'))
  return tensorArt === null ? null : { tool: 'TensorArt', above: tensorArtFacts(tensorArt), below: {} }
}

function civitaiFacts(json: JsonObject): ForeignFacts {
  return {
    prompt: textOf(json, 'prompt'),
    negativePrompt: textOf(json, 'negativePrompt'),
    model: textOf(json, 'baseModel'),
    seed: seedOf(json, 'seed'),
    steps: numberOf(json, 'steps'),
    guidance: numberOf(json, 'cfgScale'),
    widthPx: numberOf(json, 'width'),
    heightPx: numberOf(json, 'height'),
    options: { sampler: textOf(json, 'sampler'), clipSkip: numberOf(json, 'clipSkip') },
  }
}

function tensorArtFacts(json: JsonObject): ForeignFacts {
  const model = asObject(valueOf(json, 'baseModel'))
  return {
    prompt: textOf(json, 'prompt'),
    negativePrompt: textOf(json, 'negativePrompt'),
    model: textOf(model, 'modelFileName', 'label'),
    loras: listOf(json, 'models')
      .slice(0, 20)
      .map(asObject)
      .flatMap((each): Lora[] => {
        const path = textOf(each, 'modelFileName', 'label')
        return path === null ? [] : [{ path, scale: numberOf(each, 'weight') ?? 1 }]
      }),
    options: { modelHash: textOf(model, 'hash') },
  }
}
