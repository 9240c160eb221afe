import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import { isBundle, type ComfyValues } from './comfy-values.ts'
import { valueOf } from './json-object.ts'

/** More passes than are ever run over one image. */
const passesMax = 20

/** Inputs that do not carry an image or latent. */
const nonImageInputs =
  /model|clip|vae|cond|positive|negative|guid|sigma|noise|control|mask|lora|style|seed|text|prompt|string/i

/** Inputs that are given what a sampler needs, but neither an image nor a latent. */
const settings = /^(?:model|clip|vae|positive|negative|seed|noise_seed|steps|cfg|sampler_name|scheduler)$/

/** The path of the image through a graph, from where it is saved back to its origin. */
export class ComfyPasses {
  readonly #graph: EmbeddedComfyGraph
  readonly #values: ComfyValues
  #givers: ReadonlySet<string> | null = null

  constructor(graph: EmbeddedComfyGraph, values: ComfyValues) {
    this.#graph = graph
    this.#values = values
  }

  /** The samplers behind the saved image, last first. `isSaved`: whether a node may have saved this very image. */
  all(isSaved: (end: EmbeddedComfyNode) => boolean): readonly EmbeddedComfyNode[] {
    const passes: EmbeddedComfyNode[] = []
    for (let next = this.#last(isSaved); next !== null && passes.length < passesMax; next = this.#before(next)) {
      if (passes.includes(next)) break
      passes.push(next)
    }
    return passes
  }

  /** Visits the nodes the image passed through up to and including `start`, stopping at other samplers. */
  walk(start: EmbeddedComfyNode, isFound: (node: EmbeddedComfyNode) => boolean): void {
    this.#graph.findBefore(start, isFound, (node) =>
      node !== start && this.isSampler(node) ? [] : this.#imageLinks(node),
    )
  }

  isSampler(node: EmbeddedComfyNode): boolean {
    const { kind, inputs } = node
    const isGuided = this.#graph.link(node, 'guider') !== null && this.#graph.link(node, 'sigmas') !== null
    if (isGuided) return true
    const isNamed = /sampler/i.test(kind) && !/select|scheduler|config/i.test(kind)
    // One that gets all by a pipe has its seed there.
    if (isNamed) return ['seed', 'noise_seed'].some((name) => this.#values.owner(node, name) !== null)
    const hasSeed = ['seed', 'noise_seed'].some((name) => valueOf(inputs, name) !== undefined)
    return hasSeed && this.#graph.link(node, 'positive') !== null && !this.#givesSettings().has(node.id)
  }

  /** Nodes that others take models, prompts or settings from: they pass these on, and make no image with them. */
  #givesSettings(): ReadonlySet<string> {
    const nodes = [...this.#graph.nodes.values()]
    this.#givers ??= new Set(
      nodes.flatMap((node) =>
        this.#graph.links(node, (input) => settings.test(input) || isBundle(input)).map(({ from }) => from.id),
      ),
    )
    return this.#givers
  }

  /** Saved images take precedence over those only shown; without either, the first sampler. */
  #last(isSaved: (end: EmbeddedComfyNode) => boolean): EmbeddedComfyNode | null {
    const nodes = [...this.#graph.nodes.values()]
    const saves = nodes.filter(({ kind }) => /save/i.test(kind)).slice(0, 20)
    const ends = [
      // A graph that saves several images is identical in all of them.
      ...(saves.length > 1 ? saves.filter((end) => isSaved(end)) : []),
      ...saves,
      ...nodes.filter(({ kind }) => !/save/i.test(kind) && /preview|output/i.test(kind)),
    ].slice(0, 50)
    const isSampler = (node: EmbeddedComfyNode): boolean => this.isSampler(node)
    for (const end of ends) {
      const found =
        this.#graph.findBefore(end, isSampler, (node) => this.#imageLinks(node)) ??
        this.#graph.findBefore(end, isSampler)
      if (found !== null) return found
    }
    return nodes.find((node) => this.isSampler(node)) ?? null
  }

  #before(sampler: EmbeddedComfyNode): EmbeddedComfyNode | null {
    let found: EmbeddedComfyNode | null = null
    this.walk(sampler, (node) => {
      if (node !== sampler && this.isSampler(node)) found = node
      return found !== null
    })
    return found
  }

  /** For nodes that combine images, the link to the base image. */
  #imageLinks(node: EmbeddedComfyNode): readonly ComfyLink[] {
    const base = this.#graph.link(node, 'samples_to', 'destination')
    if (base !== null) return [base]
    const bundled = this.isSampler(node) ? this.#values.link(node, 'latent_image', 'samples', 'latent') : null
    return bundled !== null ? [bundled] : this.#graph.links(node, (input) => !nonImageInputs.test(input))
  }
}
