import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import type { ComfyValues } from './comfy-values.ts'
import { valueOf } from './json-object.ts'

/** More passes than anybody runs over one image. */
const passesMax = 20

/** Inputs by which an image or latent does not come. */
const beside = /model|clip|vae|cond|positive|negative|guid|sigma|noise|control|mask|lora|style|seed|text|prompt|string/i

/** The way of the image through a graph, from where it is saved back to where it begins. */
export class ComfyPasses {
  readonly #graph: EmbeddedComfyGraph
  readonly #values: ComfyValues

  constructor(graph: EmbeddedComfyGraph, values: ComfyValues) {
    this.#graph = graph
    this.#values = values
  }

  /** The samplers behind the saved image, the last first. `isSaved`: whether a node may have saved this very image. */
  all(isSaved: (end: EmbeddedComfyNode) => boolean): readonly EmbeddedComfyNode[] {
    const passes: EmbeddedComfyNode[] = []
    for (let next = this.#last(isSaved); next !== null && passes.length < passesMax; next = this.#before(next)) {
      if (passes.includes(next)) break
      passes.push(next)
    }
    return passes
  }

  /** Visits what the image went through before a node, the node itself included, no further than other samplers. */
  walk(start: EmbeddedComfyNode, isFound: (node: EmbeddedComfyNode) => boolean): void {
    this.#graph.findBefore(start, isFound, (node) =>
      node !== start && this.isSampler(node) ? [] : this.#imageLinks(node),
    )
  }

  isSampler(node: EmbeddedComfyNode): boolean {
    const { kind, inputs } = node
    const isGuided = this.#graph.link(node, 'guider') !== null && this.#graph.link(node, 'sigmas') !== null
    const hasSeed = ['seed', 'noise_seed'].some((name) => valueOf(inputs, name) !== undefined)
    const isNamed = /sampler/i.test(kind) && !/select|scheduler|config/i.test(kind)
    return isGuided || (hasSeed && (isNamed || this.#graph.link(node, 'positive') !== null))
  }

  /** What is saved counts before what is only shown; where nothing is, the first sampler. */
  #last(isSaved: (end: EmbeddedComfyNode) => boolean): EmbeddedComfyNode | null {
    const nodes = [...this.#graph.nodes.values()]
    const saves = nodes.filter(({ kind }) => /save/i.test(kind)).slice(0, 20)
    const ends = [
      // A graph that saves several images is the same in all of them.
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

  /** Of what is put together, the image that is put upon. */
  #imageLinks(node: EmbeddedComfyNode): readonly ComfyLink[] {
    const base = this.#graph.link(node, 'samples_to', 'destination')
    if (base !== null) return [base]
    const bundled = this.isSampler(node) ? this.#values.link(node, 'latent_image', 'samples', 'latent') : null
    return bundled !== null ? [bundled] : this.#graph.links(node, (input) => !beside.test(input))
  }
}
