import type { Lora } from '../../../../../shared/domain/generation.ts'
import type { ComfyGraph, ComfyNode } from './comfy-graph.ts'
import type { ForeignFacts } from './foreign-recipe.ts'
import { embeddingsIn } from './embeddings-in.ts'
import { asObject, numberOf, textOf, toNumber, toWhole, valueOf } from './json-object.ts'

/** Text encoders of one model family and another, and primitive nodes that are linked straight in. */
const textInputs = ['text', 'text_g', 't5xxl', 'clip_l', 'text_l', 'prompt', 'positive_prompt', 'string', 'value']
const modelInputs = ['ckpt_name', 'unet_name', 'model_name', 'base_ckpt_name', 'gguf_name']
const pathMax = 200

/** What the graph's main sampler was given; empty where there is none. */
export function comfyFacts(graph: ComfyGraph): ForeignFacts {
  const sampler = findSampler(graph)
  if (sampler === null) return {}
  const from = (input: string): ComfyNode | null => graph.link(sampler, input)?.from ?? null
  const guider = from('guider')
  const sigmas = from('sigmas')
  const positive = walkConditioning(
    graph,
    guider ?? sampler,
    guider && graph.link(guider, 'conditioning') ? 'conditioning' : 'positive',
  )
  const negative = walkConditioning(graph, guider ?? sampler, 'negative')
  const number = (...tries: readonly (readonly [ComfyNode | null, ...string[]])[]): number | null =>
    tries.map(([node, ...inputs]) => toNumber(graph.value(node, ...inputs))).find((value) => value !== null) ?? null
  const text = (...tries: readonly (readonly [ComfyNode | null, ...string[]])[]): string | null =>
    tries.map(([node, ...inputs]) => graph.value(node, ...inputs)).find((value) => typeof value === 'string') ?? null
  const size = findSize(graph, sampler)
  return {
    prompt: positive.text,
    negativePrompt: negative.text,
    ...walkModel(graph, guider && graph.link(guider, 'model') ? guider : sampler),
    seed: toWhole(graph.value(sampler, 'seed', 'noise_seed') ?? graph.value(from('noise'), 'noise_seed', 'seed')),
    steps: number([sampler, 'steps'], [sigmas, 'steps']),
    guidance: positive.guidance ?? number([sampler, 'cfg', 'guidance'], [guider, 'cfg']),
    strength: number([sampler, 'denoise'], [sigmas, 'denoise']),
    ...size,
    options: {
      sampler: text([sampler, 'sampler_name'], [from('sampler'), 'sampler_name']),
      scheduler: text([sampler, 'scheduler'], [sigmas, 'scheduler']),
      ...loadedBeside(graph),
      embeddings: embeddingsIn(positive.text, negative.text),
    },
  }
}

function isSampler(graph: ComfyGraph, node: ComfyNode): boolean {
  const isGuided = graph.link(node, 'guider') !== null && graph.link(node, 'sigmas') !== null
  const hasSeed = ['seed', 'noise_seed'].some((name) => valueOf(node.inputs, name) !== undefined)
  return isGuided || (hasSeed && (graph.link(node, 'positive') !== null || /sampler/i.test(node.kind)))
}

/** The one nearest to what is saved; where nothing is, the first. */
function findSampler(graph: ComfyGraph): ComfyNode | null {
  const nodes = [...graph.nodes.values()]
  const ends = nodes.filter((node) => /save|preview|output/i.test(node.kind)).slice(0, 20)
  for (const end of ends) {
    const found = graph.findBefore(end, (node) => isSampler(graph, node))
    if (found !== null) return found
  }
  return nodes.find((node) => isSampler(graph, node)) ?? null
}

interface Conditioning {
  readonly text: string | null
  readonly guidance: number | null
}

/**
 * From a sampler's input back to the words. A node with both sides (ControlNet) is left by the side it was come to: its
 * outputs are positive, then negative.
 */
function walkConditioning(graph: ComfyGraph, start: ComfyNode, input: string): Conditioning {
  const texts: string[] = []
  const seen = new Set<string>()
  let guidance: number | null = null
  let side = input
  const waiting = [{ node: start, input }]
  for (let next = 0; next < waiting.length && next < pathMax; next++) {
    const { node, input: name } = waiting[next]!
    const link = graph.link(node, name)
    if (link === null || seen.has(`${link.from.id}/${link.slot}`)) continue
    seen.add(`${link.from.id}/${link.slot}`)
    const { from } = link
    if (/ZeroOut/i.test(from.kind)) continue
    guidance ??= toNumber(graph.value(from, 'guidance'))
    if (graph.link(from, 'positive') !== null && graph.link(from, 'negative') !== null) {
      side = link.slot === 1 ? 'negative' : 'positive'
      waiting.push({ node: from, input: side })
      continue
    }
    const words = graph.value(from, ...textInputs)
    if (typeof words === 'string') texts.push(words)
    else
      for (const each of Object.keys(from.inputs)) if (isConditioning(each)) waiting.push({ node: from, input: each })
  }
  return { text: [...new Set(texts)].join('\n') || null, guidance }
}

function isConditioning(input: string): boolean {
  return /cond|positive|negative/i.test(input)
}

/** Which nodes say what else was used; layers of CLIP are counted from the end. */
function loadedBeside(graph: ComfyGraph): { vae: string | null; clipSkip: number | null } {
  const nodes = [...graph.nodes.values()]
  const vae = nodes.map((node) => graph.value(node, 'vae_name')).find((value) => typeof value === 'string')
  const layer = nodes.map((node) => toNumber(graph.value(node, 'stop_at_clip_layer'))).find((value) => value !== null)
  return { vae: typeof vae === 'string' ? vae : null, clipSkip: layer === undefined || layer === null ? null : -layer }
}

/** LoRAs lie on the way from the sampler to the model, or in stacks beside it. */
function walkModel(graph: ComfyGraph, start: ComfyNode): { model: string | null; loras: Lora[] } {
  const loras: Lora[] = []
  const first = graph.link(start, 'model')?.from ?? start
  let model: string | null = null
  graph.findBefore(first, (node) => {
    loras.push(...lorasOf(graph, node))
    const name = graph.value(node, ...modelInputs)
    if (typeof name === 'string') model ??= name
    return false
  })
  return { model, loras: loras.toReversed() }
}

/** One to a node, several as objects (`lora_1`: on, lora, strength), or a stack (`lora_name_1`, `model_weight_1`). */
function lorasOf(graph: ComfyGraph, node: ComfyNode): Lora[] {
  const name = graph.value(node, 'lora_name')
  const scale = toNumber(graph.value(node, 'strength_model', 'lora_model_strength'))
  const single = typeof name === 'string' && name !== 'None' ? [{ path: name, scale: scale ?? 1 }] : []
  const several = Object.entries(node.inputs).flatMap(([key, value]) => {
    const stacked = /^lora_name_(\d{1,3})$/i.exec(key)?.[1]
    if (stacked !== undefined) return stackedLora(graph, node, { key, number: stacked })
    const each = /^lora_\d{1,3}$/i.test(key) ? asObject(value) : null
    const path = textOf(each, 'lora')
    return path === null || valueOf(each, 'on') === false ? [] : [{ path, scale: numberOf(each, 'strength') ?? 1 }]
  })
  return [...several, ...single]
}

function stackedLora(graph: ComfyGraph, node: ComfyNode, { key, number }: { key: string; number: string }): Lora[] {
  const path = graph.value(node, key)
  const isOff = /^off$/i.test(textOf(node.inputs, `switch_${number}`) ?? '')
  // Stacks have places for more than they are told to use.
  const most = toNumber(graph.value(node, 'lora_count', 'num_loras'))
  const isUsed = !isOff && (most === null || Number(number) <= most)
  if (typeof path !== 'string' || path === 'None' || !isUsed) return []
  const weights = ['model_weight', 'model_str', 'lora_wt', 'strength'].map((each) => `${each}_${number}`)
  return [{ path, scale: toNumber(graph.value(node, ...weights)) ?? 1 }]
}

function findSize(graph: ComfyGraph, sampler: ComfyNode): Pick<ForeignFacts, 'widthPx' | 'heightPx'> {
  const start = graph.link(sampler, 'latent_image')?.from
  const sizeOf = (node: ComfyNode, name: string): number | null => toNumber(graph.value(node, name))
  const node =
    start && graph.findBefore(start, (each) => sizeOf(each, 'width') !== null && sizeOf(each, 'height') !== null)
  return node ? { widthPx: sizeOf(node, 'width'), heightPx: sizeOf(node, 'height') } : {}
}
