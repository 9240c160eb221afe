import type { Lora } from '../../../../../shared/domain/generation.ts'
import { decodeText } from '../read/decode-text.ts'
import { comfyFacts } from './comfy-facts.ts'
import type { DialectMetadata, Field, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe, type ForeignFacts } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, parseObject, textOf, valueOf, type JsonObject } from './json-object.ts'
import { infotextFacts, parseInfotext } from './parse-infotext.ts'
import { statedFacts } from './setting-names.ts'

/** ComfyUI: the graph that was executed (`prompt`) and the one on screen (`workflow`). */
export function readComfyui(input: ReaderInput): DialectMetadata | null {
  const { prompt, workflow } = findGraphs(input)
  const kinds = Object.values(prompt ?? {}).flatMap((node) => textOf(asObject(node), 'class_type') ?? [])
  if (kinds.length === 0 && workflow === null) return null
  const host = hostFacts(prompt, input.texts)
  const graphFacts = comfyFacts(prompt ?? {}, workflow, input.size)
  // Some nodes write A1111's text beside the graph, with the values they were given: the graph is more reliable, except
  // for the prompts.
  const { prompt: words = null, negativePrompt = null, ...textFacts } = textFactsOf(input)
  const prompts = { prompt: words, negativePrompt }
  return {
    dialect: 'comfyui',
    tool: host?.tool ?? 'ComfyUI',
    recipe: foreignRecipe(mergeFacts([host?.above ?? {}, prompts, graphFacts, host?.below ?? {}, textFacts])),
    fields: [...nodeFields(kinds), ...(prompt === null ? [] : [{ name: 'prompt', value: JSON.stringify(prompt) }])],
    hasWorkflow: true,
  }
}

/** The first source with a fact wins. */
function mergeFacts(sources: readonly ForeignFacts[]): ForeignFacts {
  const reversed = sources.toReversed()
  return {
    ...(Object.fromEntries(reversed.flatMap(knownEntries)) as ForeignFacts),
    options: Object.fromEntries(reversed.flatMap(({ options }) => knownEntries(options ?? {}))) as Record<
      string,
      string
    >,
  }
}

function knownEntries(facts: object): [string, unknown][] {
  return Object.entries(facts).filter(([, value]) => isKnown(value))
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
}

function textFactsOf({ infotext }: ReaderInput): ForeignFacts {
  return infotext === null ? {} : infotextFacts(parseInfotext(infotext))
}

interface Graphs {
  readonly prompt: JsonObject | null
  readonly workflow: JsonObject | null
}

/**
 * Where its savers put them: PNG texts; `prompt:` and `workflow:` in EXIF tags meant for a camera; both as members of
 * the main text; or only the prompt as the main text (Civitai).
 */
function findGraphs({ texts, tags, json }: ReaderInput): Graphs {
  const exif = graphsInTags(tags)
  const isGraph = Object.values(json ?? {}).some((node) => textOf(asObject(node), 'class_type') !== null)
  const candidates = [texts.get('prompt'), exif.get('prompt'), valueOf(json, 'prompt'), isGraph ? json : null]
  const workflows = [texts.get('workflow'), exif.get('workflow'), valueOf(json, 'workflow')]
  return {
    prompt: candidates.map(toGraph).find((each) => each !== null) ?? null,
    workflow: workflows.map(toGraph).find((each) => each !== null) ?? null,
  }
}

function toGraph(value: unknown): JsonObject | null {
  return typeof value === 'string' ? parseObject(value) : asObject(value)
}

const nodesShown = 100

/** The node types in the graph and how many there are of each. */
function nodeFields(kinds: readonly string[]): Field[] {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (counts.size === 0) return []
  const shown = [...counts].slice(0, nodesShown).map(([kind, count]) => (count === 1 ? kind : `${kind} × ${count}`))
  return [{ name: 'Nodes', value: shown.join(', ') }]
}

const firstTag = 0x0100
const lastTag = 0x0131

/** By name, as text: `prompt:` and `workflow:` in EXIF tags meant for a camera. */
export function graphsInTags(tags: ReaderInput['tags']): Map<string, string> {
  const found = new Map<string, string>()
  for (const [tag, { bytes }] of tags?.values ?? []) {
    if (tag < firstTag || tag > lastTag) continue
    const [, name, json] = /^(prompt|workflow):\s{0,9}(\{.*)$/is.exec(decodeText(bytes)) ?? []
    if (name !== undefined && json !== undefined) found.set(name.toLowerCase(), json)
  }
  return found
}

/** What a service that runs ComfyUI writes beside the graph. */
interface HostFacts {
  readonly tool: string
  /** More reliable than the graph, in which models have internal names. */
  readonly above: ForeignFacts
  /** Used where the graph says nothing: it may be only an upscaler, over an older image. */
  readonly below: ForeignFacts
}

function hostFacts(graph: JsonObject | null, texts: ReadonlyMap<string, string>): HostFacts | null {
  const civitai = parseObject(textOf(graph, 'extraMetadata') ?? texts.get('extraMetadata'))
  if (civitai !== null) return { tool: 'Civitai', above: {}, below: civitaiFacts(civitai) }
  const tensorArt = parseObject(texts.get('generation_data'))
  return tensorArt === null ? null : { tool: 'TensorArt', above: tensorArtFacts(tensorArt), below: {} }
}

function civitaiFacts(json: JsonObject): ForeignFacts {
  return {
    ...statedFacts(json, 'civitai'),
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
