import type { ComfyTaker, EmbeddedComfyGraph, EmbeddedComfyNode } from './comfy-graph.ts'

/** What a connection carries. `setting`: numbers and choices that a sampler takes, and never gives. */
export type Carried = 'latent' | 'image' | 'conditioning' | 'model' | 'bundle' | 'setting' | 'other'

/** Maximum number of connections looked at for one node. */
const looksMax = 1_000

/** In this order: `latent_image` is a latent, `image_embeds` a conditioning. */
const byInput: readonly (readonly [RegExp, Carried | null])[] = [
  [/width|height|size|count|index/i, null],
  [/pipe|context|_ctx$|^ctx|_tuple$/i, 'bundle'],
  [
    /^(?:seed|noise_seed|steps|cfg|sampler_name|scheduler|denoise|guider|sigmas|noise|(?:.*_)?sampler(?:_opt)?)$/i,
    'setting',
  ],
  [/cond|positive|negative|embeds/i, 'conditioning'],
  [/^latent|latents?$|^samples/i, 'latent'],
  [/image|pixels|frames|video/i, 'image'],
  [/^(?:.*_)?(?:model|clip|vae)\d*$|unet/i, 'model'],
  [/model|clip|vae|lora|control|guid|sigma|noise|mask|style|detector|segs/i, 'other'],
]
const byType = new Map<string, Carried>([
  ['LATENT', 'latent'],
  ['IMAGE', 'image'],
  ['CONDITIONING', 'conditioning'],
  ['MODEL', 'model'],
  ['CLIP', 'model'],
  ['VAE', 'model'],
])

/** What the name of an input says that it is given; null if it says nothing, as in nodes that only pass on. */
export function carriedBy(input: string): Carried | null {
  const known = carriedByName.get(input)
  if (known !== undefined) return known
  const carried = byInput.find(([pattern]) => pattern.test(input))?.[1] ?? null
  if (carriedByName.size >= namesMax) carriedByName.clear()
  carriedByName.set(input, carried)
  return carried
}

/** Graphs have few names, and they are asked for often. */
const carriedByName = new Map<string, Carried | null>()
const namesMax = 5_000

/** Several connections in one: pipes and contexts. */
export function isBundle(input: string): boolean {
  return carriedBy(input) === 'bundle'
}

/** What comes out of a node: the graph on screen says so; without it, what others take it as. */
export class ComfyOutputs {
  readonly #graph: EmbeddedComfyGraph

  constructor(graph: EmbeddedComfyGraph) {
    this.#graph = graph
  }

  /** Whether another node takes one of these from it, be it through nodes that only pass on. */
  areTakenAs(node: EmbeddedComfyNode, ...wanted: readonly Carried[]): boolean {
    const seen = new Set([node.id])
    const waiting = [node]
    let left = looksMax
    for (const each of waiting)
      for (const taker of this.#graph.takersOf(each)) {
        if (left-- <= 0) return false
        if (taker.by === node) continue
        const carried = this.#carried(taker)
        if (carried !== null && wanted.includes(carried)) return true
        if (carried !== null || seen.has(taker.by.id)) continue
        seen.add(taker.by.id)
        waiting.push(taker.by)
      }
    return false
  }

  #carried({ from, slot, input }: ComfyTaker): Carried | null {
    const type = this.#graph.outputsOf(from)[slot]?.type
    return byType.get(type ?? '') ?? carriedBy(input)
  }
}
