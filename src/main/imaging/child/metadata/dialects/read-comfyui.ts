import { decodeText } from '../read/decode-text.ts'
import type { RawMetadata } from '../read/raw-metadata.ts'
import type { DialectAccount, Field } from './account.ts'
import { comfyFacts } from './comfy-facts.ts'
import { ComfyGraph } from './comfy-graph.ts'
import { foreignRecipe } from './foreign-recipe.ts'
import { parseObject } from './json-object.ts'
import { parseInfotext, infotextFacts } from './parse-infotext.ts'

/** ComfyUI: the graph that was run (`prompt`) and the one on screen (`workflow`), in PNG texts or EXIF of a WebP. */
export function readComfyui(raw: RawMetadata, infotext: string | null): DialectAccount | null {
  const exif = exifTexts(raw)
  const promptText = raw.texts.get('prompt') ?? exif.get('prompt')
  const workflowText = raw.texts.get('workflow') ?? exif.get('workflow')
  const prompt = parseObject(promptText)
  const hasWorkflow = parseObject(workflowText) !== null
  if (prompt === null && !hasWorkflow) return null
  const graph = new ComfyGraph(prompt ?? {})
  if (graph.nodes.size === 0 && !hasWorkflow) return null
  const graphFacts = comfyFacts(graph)
  // Some nodes write A1111's text beside it: what that leaves out the graph may tell.
  const textFacts = infotext === null ? {} : infotextFacts(parseInfotext(infotext))
  return {
    dialect: 'comfyui',
    tool: 'ComfyUI',
    recipe: foreignRecipe({ ...graphFacts, ...known(textFacts) }),
    fields: [...nodeFields(graph), ...(promptText === undefined ? [] : [{ name: 'prompt', value: promptText }])],
    hasWorkflow: true,
  }
}

function known<T extends object>(facts: T): Partial<T> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isKnown(value))) as Partial<T>
}

function isKnown(value: unknown): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
}

const nodesShown = 100

/** Which nodes there are, each kind with how many. */
function nodeFields({ nodes }: ComfyGraph): Field[] {
  const counts = new Map<string, number>()
  for (const { kind } of nodes.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  if (counts.size === 0) return []
  const kinds = [...counts].slice(0, nodesShown).map(([kind, count]) => (count === 1 ? kind : `${kind} × ${count}`))
  return [{ name: 'Nodes', value: kinds.join(', ') }]
}

/** `prompt:{…}` in Model, `workflow:{…}` in Make, more in the tags below. */
const firstTag = 0x0100
const lastTag = 0x0110

function exifTexts({ tags }: RawMetadata): Map<string, string> {
  const found = new Map<string, string>()
  for (const [tag, { bytes }] of tags?.values ?? []) {
    if (tag < firstTag || tag > lastTag) continue
    const [, name, json] = /^(prompt|workflow):(\{.*)$/s.exec(decodeText(bytes)) ?? []
    if (name !== undefined && json !== undefined && !found.has(name)) found.set(name, json)
  }
  return found
}
