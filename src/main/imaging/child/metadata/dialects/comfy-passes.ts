import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import { isSampling } from './comfy-bundles.ts'
import { carriedBy, ComfyOutputs, isBundle, type Carried } from './comfy-outputs.ts'
import type { ComfyValues } from './comfy-values.ts'
import { valueOf } from './json-object.ts'

/** More passes than are ever run over one image. */
const passesMax = 20

/** How many nodes that may have saved the image are looked at. */
const endsMax = 50

/** Inputs that do not carry an image or latent. */
const nonImageInputs =
  /model|clip|vae|cond|positive|negative|guid|sigma|noise|control|mask|lora|style|seed|text|prompt|string/i

const isOfImage = (input: string): boolean => !nonImageInputs.test(input)

/** Settings that a sampler has itself, where another node only has connections for them. */
const ownSettings = ['seed', 'noise_seed', 'steps', 'cfg']
/** An upscaler that samples draws the whole image anew, and is a pass; a detailer only does parts of it. */
const isEnlarging = /^(?:upscale_|tile_)/

/** `isSure`: the image passed through this node whatever the switches chose whose choice is not in the file. */
type IsFound = (node: EmbeddedComfyNode, isSure: boolean) => boolean

/** The path of the image through a graph, from where it is saved back to its origin. */
export class ComfyPasses {
  readonly #graph: EmbeddedComfyGraph
  readonly #values: ComfyValues
  readonly #outputs: ComfyOutputs
  readonly #samplers = new Map<string, boolean>()
  readonly #meetings = new Map<string, boolean>()
  readonly #open = new Map<string, readonly ComfyLink[] | null>()
  #depth = 0
  #end: EmbeddedComfyNode | null = null

  constructor(graph: EmbeddedComfyGraph, values: ComfyValues) {
    this.#graph = graph
    this.#values = values
    this.#outputs = new ComfyOutputs(graph)
  }

  /** The samplers behind the saved image, last first. `isSaved`: whether a node may have saved this very image. */
  all(isSaved: (end: EmbeddedComfyNode) => boolean): readonly EmbeddedComfyNode[] {
    const passes: EmbeddedComfyNode[] = []
    for (let next = this.#last(isSaved); next && passes.length < passesMax; next = this.#before(next) ?? null) {
      if (passes.includes(next)) break
      passes.push(next)
    }
    return passes
  }

  /** Visits the nodes the image passed through up to and including `start`, stopping at other samplers. */
  walk(start: EmbeddedComfyNode, isFound: IsFound): void {
    this.#search(start, isFound, {
      isEnd: (node) => node !== start && this.isSampler(node),
      isAlike: () => false,
    })
  }

  isSampler(node: EmbeddedComfyNode): boolean {
    const known = this.#samplers.get(node.id)
    if (known !== undefined) return known
    const isSampler = this.#isPrompted(node) && this.#isMaking(node)
    this.#samplers.set(node.id, isSampler)
    return isSampler
  }

  /** What turned the latent of the last pass into the saved image; null if it is not in the file. */
  decoder(last: EmbeddedComfyNode): EmbeddedComfyNode | null {
    if (this.#end === null) return null
    return this.#graph.findBefore(
      this.#end,
      (node) => node === last || (isDecoding(node, this.#graph) && this.#samplerBefore(node) === last),
      (node) => this.#imageLinks(node),
    )
  }

  #isPrompted(node: EmbeddedComfyNode): boolean {
    const isLinked = Object.keys(node.inputs).some(
      (name) => (name === 'guider' || carriedBy(name) === 'conditioning') && this.#graph.link(node, name) !== null,
    )
    return isLinked || this.#values.owner(node, 'positive') !== null
  }

  /** By what comes out, and what goes in: a name says little, and many nodes have seeds. */
  #isMaking(node: EmbeddedComfyNode): boolean {
    const names = Object.keys(node.inputs)
    const areTaken = (...carried: readonly Carried[]): boolean => this.#outputs.areTakenAs(node, ...carried)
    if (areTaken('setting')) return false
    const takes = (carried: Carried): boolean =>
      names.some((name) => carriedBy(name) === carried && this.#graph.link(node, name) !== null)
    const isGiving = areTaken('model', 'conditioning', 'bundle')
    const hasOwn = ownSettings.some((name) => /^(?:number|string)$/.test(typeof valueOf(node.inputs, name)))
    const savesItself = hasSaving(node)
    if (names.some(isSampling) || (hasOwn && !isGiving)) {
      if (areTaken('latent')) return true
      if (takes('image')) return names.some((name) => isEnlarging.test(name))
      if (areTaken('image') || savesItself) return true
      // Nothing says what comes out.
      const isLast = this.#graph.takersOf(node).length === 0
      return isLast || (takes('latent') && !isGiving && !areTaken('other'))
    }
    // All comes by a bundle.
    const hasSeed = ['seed', 'noise_seed'].some((name) => this.#values.owner(node, name) !== null)
    if (!names.some(isBundle) || !hasSeed || takes('image') || this.#values.link(node, 'images', 'image') !== null)
      return false
    return areTaken('image') || savesItself || (/sampler/i.test(node.kind) && !isGiving)
  }

  /** Saved images take precedence over those only shown; without either, all that the graph leads to. */
  #last(isSaved: (end: EmbeddedComfyNode) => boolean): EmbeddedComfyNode | null {
    const nodes = [...this.#graph.nodes.values()]
    const isEnd = (end: EmbeddedComfyNode): boolean => this.#graph.links(end, isOfImage).length > 0
    const saves = nodes.filter((end) => (/save/i.test(end.kind) || hasSaving(end)) && isEnd(end)).slice(0, endsMax)
    const shown = nodes.filter((end) => /preview|output/i.test(end.kind) && isEnd(end)).slice(0, endsMax)
    const named = saves.length > 0 ? saves : shown
    // A graph that saves several images is identical in all of them.
    const matching = named.length > 1 ? named.filter((end) => isSaved(end)) : []
    for (const end of [...matching, ...named]) {
      const found = this.#samplerBefore(end)
      if (found === undefined) return null
      if (found === null) continue
      this.#end = end
      return found
    }
    return saves.length > 0 ? null : this.#lastOfAll(nodes)
  }

  /** Of a graph that does not say what was saved: several images would be a guess. */
  #lastOfAll(nodes: readonly EmbeddedComfyNode[]): EmbeddedComfyNode | null {
    const untaken = nodes.filter((node) => this.#graph.takersOf(node).length === 0)
    // A circle has no end.
    const ends = untaken.length > 0 ? untaken : nodes
    const taking = ends.filter((end) => this.#graph.links(end, (input) => carriedBy(input) === 'image').length > 0)
    const found = new Map<EmbeddedComfyNode, EmbeddedComfyNode>()
    for (const end of [...taking, ...ends].slice(0, endsMax)) {
      // A sampler that nothing takes made no image, if others did.
      if (found.size > 0 && !taking.includes(end)) break
      const last = this.#samplerBefore(end)
      if (last === undefined) return null
      if (last !== null) found.set(last, end)
    }
    const [only, ...others] = found
    if (only === undefined) {
      // A graph of which little is left: the one node with settings of a sampler that it gives to no other.
      const [rest, ...more] = untaken.filter(({ inputs }) => Object.keys(inputs).some(isSampling))
      return rest === undefined || more.length > 0 ? null : rest
    }
    if (others.length > 0) return null
    this.#end = only[1]
    return only[0]
  }

  #samplerBefore(end: EmbeddedComfyNode): EmbeddedComfyNode | null | undefined {
    return this.#nextSampler(end, (node) => this.isSampler(node))
  }

  #before(sampler: EmbeddedComfyNode): EmbeddedComfyNode | null | undefined {
    return this.#nextSampler(sampler, (node) => node !== sampler && this.isSampler(node))
  }

  /** Undefined if it is not in the file whether the image came from it. */
  #nextSampler(
    start: EmbeddedComfyNode,
    isNext: (node: EmbeddedComfyNode) => boolean,
  ): EmbeddedComfyNode | null | undefined {
    let isCertain = false
    const found = this.#search(
      start,
      (node, isSure) => {
        isCertain = isSure
        return isNext(node)
      },
      { isEnd: () => false, isAlike: (node) => this.#isMeeting(node) },
    )
    return found === null || isCertain ? found : undefined
  }

  /**
   * Visits what the image may have passed through, nearest first. In the place of a switch whose choice is not in the
   * file, all that it may have chosen is visited: not sure is what is reached by it alone, unless its branches are alike.
   */
  #search(
    start: EmbeddedComfyNode,
    isFound: IsFound,
    { isEnd, isAlike }: Readonly<Record<'isEnd' | 'isAlike', (node: EmbeddedComfyNode) => boolean>>,
  ): EmbeddedComfyNode | null {
    const isSure = new Map([[start.id, true]])
    const follow = (node: EmbeddedComfyNode): readonly ComfyLink[] => {
      const open = this.#openLinks(node)
      const areSure = isSure.get(node.id)! && (open === null || isAlike(node))
      const links = (open ?? this.#imageLinks(node)).filter(({ from }) => !isSure.has(from.id))
      for (const { from } of links) isSure.set(from.id, areSure)
      return links.toReversed()
    }
    return this.#graph.findBefore(
      start,
      (node) => isFound(node, isSure.get(node.id)!),
      (node) => {
        const found: ComfyLink[] = []
        const waiting = isEnd(node) ? [] : [...follow(node)]
        for (let link = waiting.pop(); link !== undefined && this.#graph.look(1); link = waiting.pop()) {
          if (this.#openLinks(link.from) === null) found.push(link)
          else waiting.push(...follow(link.from))
        }
        return found
      },
    )
  }

  /** Which branch a switch chose, and what that made of the image, need not be known if all begin with one sampler. */
  #isMeeting(node: EmbeddedComfyNode): boolean {
    const known = this.#meetings.get(node.id)
    const branches = known === undefined ? this.#values.openBranches(node) : null
    if (branches === null || this.#depth >= passesMax) return known ?? false
    // Until it is known: in a cycle, it never is.
    this.#meetings.set(node.id, false)
    this.#depth++
    const [first, ...others] = branches.map((branch) => this.#samplerBefore(branch))
    this.#depth--
    const isMeeting = !!first && others.every((other) => other === first)
    this.#meetings.set(node.id, isMeeting)
    return isMeeting
  }

  /** All that a switch of images may have chosen; null if it is none, or its choice is in the file. */
  #openLinks(node: EmbeddedComfyNode): readonly ComfyLink[] | null {
    if (this.#values.passedOn(node) !== null) return null
    const known = this.#open.get(node.id)
    if (known !== undefined) return known
    const isOpen = this.#outputs.areTakenAs(node, 'latent', 'image')
    const links = isOpen ? this.#graph.links(node, isOfImage) : null
    this.#open.set(node.id, links)
    return links
  }

  /** For nodes that combine images, the link to the base image. */
  #imageLinks(node: EmbeddedComfyNode): readonly ComfyLink[] {
    const base = this.#values.source(node, 'samples_to', 'destination')
    if (base !== null) return [base]
    const bundled = this.isSampler(node) ? this.#values.source(node, 'latent_image', 'samples', 'latent') : null
    return bundled === null ? this.#values.sources(node, isOfImage) : [bundled]
  }
}

/** Whether a node saves by itself what it is given or makes. */
function hasSaving({ inputs }: EmbeddedComfyNode): boolean {
  return Object.keys(inputs).some((name) => /^(?:save_prefix|filename_prefix|image_output)$/.test(name))
}

/** From a latent to an image. */
function isDecoding(node: EmbeddedComfyNode, graph: EmbeddedComfyGraph): boolean {
  const isLatent = Object.keys(node.inputs).some(
    (name) => carriedBy(name) === 'latent' && graph.link(node, name) !== null,
  )
  return isLatent && graph.link(node, 'vae') !== null
}
