import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, toFields } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, parseObject, textOf, valueOf } from './json-object.ts'
import type { JsonObject } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** InvokeAI: flat JSON since version 3, nested JSON and a command line before that. */
export function readInvokeai({ texts }: ReaderInput): DialectMetadata | null {
  const current = parseObject(texts.get('invokeai_metadata'))
  if (current !== null) return readCurrent(current, texts)
  const nested = parseObject(texts.get('sd-metadata'))
  if (asObject(valueOf(nested, 'image')) !== null) return readNested(nested!)
  const command = texts.get('Dream')
  return command === undefined ? null : readCommand(command)
}

/** Everything on its canvas: large, and not about this image. */
const omitted = ['canvas_v2_metadata']

function readCurrent(json: JsonObject, texts: ReaderInput['texts']): DialectMetadata {
  const version = textOf(json, 'app_version')
  const hasHires = valueOf(json, 'hrf_enabled') === true
  return {
    dialect: 'invokeai',
    tool: version === null ? 'InvokeAI' : `InvokeAI ${version}`,
    recipe: foreignRecipe({
      ...statedFacts(json, 'invokeai'),
      model: modelName(asObject(valueOf(json, 'model'))),
      loras: listOf(json, 'loras')
        .slice(0, 20)
        .map(asObject)
        .flatMap((each) => {
          const path = modelName(asObject(valueOf(each, 'model') ?? valueOf(each, 'lora')))
          return path === null ? [] : [{ path, scale: numberOf(each, 'weight') ?? 1 }]
        }),
      options: {
        scheduler: textOf(json, 'scheduler'),
        mode: textOf(json, 'generation_mode'),
        clipSkip: numberOf(json, 'clip_skip') || null,
        vae: modelName(asObject(valueOf(json, 'vae'))),
        hiresMethod: hasHires ? textOf(json, 'hrf_method') : null,
        hiresStrength: hasHires ? numberOf(json, 'hrf_strength') : null,
        refiner: modelName(asObject(valueOf(json, 'refiner_model'))),
      },
    }),
    fields: toFields(json, omitted),
    hasWorkflow: texts.has('invokeai_workflow') || texts.has('invokeai_graph'),
  }
}

function modelName(model: JsonObject | null): string | null {
  return textOf(model, 'name', 'model_name')
}

/** `sd-metadata` of version 2: the model outside, the image's own settings nested inside. */
function readNested(json: JsonObject): DialectMetadata {
  const image = asObject(valueOf(json, 'image'))
  const version = textOf(json, 'app_version')
  const prompts = listOf(image, 'prompt').map((each) => textOf(asObject(each), 'prompt') ?? '')
  return {
    dialect: 'invokeai',
    tool: version === null ? 'InvokeAI' : `InvokeAI ${version}`,
    recipe: foreignRecipe({
      ...statedFacts(image, 'invokeai'),
      ...splitPrompt(textOf(image, 'prompt') ?? prompts.join(' ')),
      model: textOf(json, 'model_weights') ?? textOf(json, 'model'),
      options: { sampler: textOf(image, 'sampler'), mode: textOf(image, 'type') },
    }),
    fields: [...toFields(json, ['image']), ...toFields(image ?? {})],
    hasWorkflow: false,
  }
}

/** `"prompt [negative]" -s 50 -S 42 -W 512 -H 768 -C 7.5 -A k_lms`, the command that was typed. */
function readCommand(command: string): DialectMetadata | null {
  const end = command.lastIndexOf('" -')
  if (!command.startsWith('"') || end < 1) return null
  const options = new Map(
    [...command.slice(end + 1, end + 4_000).matchAll(/ -{1,2}(\w{1,30}) (-?[\w.]{1,100})/g)].map(
      ([, name, value]): [string, string] => [name!, value!],
    ),
  )
  return {
    dialect: 'invokeai',
    tool: 'InvokeAI',
    recipe: foreignRecipe({
      ...statedFacts(Object.fromEntries(options), 'dream'),
      ...splitPrompt(command.slice(1, end)),
      options: { sampler: options.get('A') ?? null },
    }),
    fields: [{ name: 'Dream', value: command }],
    hasWorkflow: false,
  }
}

/** Before version 3 the negative prompt was part of the prompt, in brackets. */
function splitPrompt(prompt: string): { prompt: string; negativePrompt: string } {
  const negative: string[] = []
  const positive = prompt.slice(0, 60_000).replace(/\[([^[\]]{0,20000})\]/g, (_, words: string) => {
    negative.push(words.trim())
    return ''
  })
  return { prompt: positive.trim(), negativePrompt: negative.join(' ') }
}
