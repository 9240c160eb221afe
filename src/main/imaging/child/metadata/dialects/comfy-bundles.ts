import type { ComfyLink, EmbeddedComfyGraph, EmbeddedComfyNode } from './comfy-graph.ts'
import { carriedBy, isBundle } from './comfy-outputs.ts'

/**
 * What the outputs of rgthree's contexts are, in their order: all of them have the same, some only the first of them. By
 * that program's source, version 1.0.
 */
const contextSlots =
  'context model clip vae positive negative latent images seed steps step_refiner cfg ckpt_name sampler scheduler clip_width clip_height text_pos_g text_pos_l text_neg_g text_neg_l mask control_net'.split(
    ' ',
  )

/** Other names of an input, in nodes that bundle several connections. */
const aliases: Readonly<Record<string, string>> = {
  sampler_name: 'sampler',
  noise_seed: 'seed',
  latent_image: 'latent',
  samples: 'latent',
  image: 'images',
  pixels: 'images',
}

/** Returns the one name of what is taken under several. */
export function bundledName(name: string): string {
  const lower = name.toLowerCase()
  return Object.hasOwn(aliases, lower) ? aliases[lower]! : lower
}

/** What only a node that samples is given, not one that bundles: there, all settings are connections. */
export function isSampling(input: string): boolean {
  return /^(?:denoise|sampler_name|sigmas|noise|add_noise|(?:start|end)_at_step)$/.test(input)
}

/** How a node passes on what it is given, looked at once. */
interface Bundle {
  readonly names: ReadonlySet<string>
  readonly onlyInput: string | null
  /** It has nothing of its own, and nothing that it would only use, as a stack of LoRAs. */
  readonly isOnlyPassing: boolean
  readonly isContext: boolean
  readonly declared: readonly (string | null | undefined)[]
  /** By output, and the other way round: under which of its names others take it. */
  readonly namesOf: ReadonlyMap<number, ReadonlySet<string>>
  readonly slotsOf: ReadonlyMap<string, ReadonlySet<number>>
}

/** Nodes of any name that pass on several connections: which output is which input. */
export class ComfyBundles {
  readonly #graph: EmbeddedComfyGraph
  readonly #known = new Map<string, Bundle>()

  constructor(graph: EmbeddedComfyGraph) {
    this.#graph = graph
  }

  /**
   * Returns the name of the input that a node passes on unchanged by this output: undefined if it may not be such a
   * node, null if it is one, but which input it is cannot be told.
   *
   * @param wanted the input that receives it
   */
  passedInput({ from, slot }: ComfyLink, wanted: string): string | null | undefined {
    const { isOnlyPassing, isContext, declared, names } = this.#bundle(from)
    const onScreen = declared[slot]
    if (isContext) return contextSlots[slot]
    if (onScreen !== undefined) return onScreen
    // A sampler may get all by a bundle: what it gives as an image is not what it was given.
    const isPassing = isOnlyPassing && (isBundling(from) || !/^(?:latent|image)$/.test(carriedBy(wanted) ?? ''))
    // A guider makes what it is not given.
    return isPassing && names.has(bundledName(wanted)) ? this.#byTakers({ from, slot }, wanted) : undefined
  }

  /** The same of nodes that may change a model, or texts, but pass on settings as they are. */
  passedSetting(link: ComfyLink, wanted: string): string | null | undefined {
    const passed = this.passedInput(link, wanted)
    if (passed !== undefined) return passed
    return isBundling(link.from) ? this.#byTakers(link, wanted) : undefined
  }

  onlyInput(node: EmbeddedComfyNode): string | null {
    return this.#bundle(node).onlyInput
  }

  /** Whether it is a context, which has no texts but those it is given. */
  isContext(node: EmbeddedComfyNode): boolean {
    return this.#bundle(node).isContext
  }

  /** The output is what it is taken as, unless others take it as something else, or something else as this. */
  #byTakers({ from, slot }: ComfyLink, wanted: string): string | null {
    const { namesOf, slotsOf } = this.#bundle(from)
    const name = bundledName(wanted)
    const takenAs = namesOf.get(slot)
    const isOther = takenAs !== undefined && takenAs.size > (takenAs.has(name) ? 1 : 0)
    return isOther || (slotsOf.get(name)?.size ?? 0) > 1 ? null : wanted
  }

  #bundle(node: EmbeddedComfyNode): Bundle {
    const found = this.#known.get(node.id)
    if (found !== undefined) return found
    const takers = this.#graph.takersOf(node).map(({ slot, input }) => ({ slot, name: bundledName(input) }))
    const names = Object.keys(node.inputs)
    const isAllLinks = names.every((name) => this.#graph.link(node, name) !== null) && !names.some(isSampling)
    const known = new Set([...contextSlots, ...names.map(bundledName)])
    const bundle: Bundle = {
      names: known,
      onlyInput: names.length === 1 ? names[0]! : null,
      isOnlyPassing: isAllLinks && isOfContext(names) && (isBundling(node) || names.some(isBundle)),
      isContext: /\bcontext\b.*\(rgthree\)/i.test(node.kind) || (isAllLinks && isLikeContext(names, takers)),
      declared: isAllLinks && (names.length > 1 || names.some(isBundle)) ? this.#declared(node, names) : [],
      namesOf: grouped(takers.filter(({ name }) => known.has(name)).map(({ slot, name }) => [slot, name])),
      slotsOf: grouped(takers.map(({ slot, name }) => [name, slot])),
    }
    this.#known.set(node.id, bundle)
    return bundle
  }

  /**
   * By the graph on screen: an output has the name of an input, or is the one of its type in the same order. Nodes that
   * have an output of a type they are not given make something, and those that give on less than that use it.
   */
  #declared(node: EmbeddedComfyNode, names: readonly string[]): (string | null | undefined)[] {
    const outputs = this.#graph.outputsOf(node)
    const inputs = names.map((name) => {
      const { from, slot } = this.#graph.link(node, name)!
      return { name, type: this.#graph.outputsOf(from)[slot]?.type ?? null }
    })
    const isMade = outputs.some(({ type }) => type === '*' || !inputs.some((input) => input.type === type))
    const isUsed = inputs.some(({ name, type }) => !isBundle(name) && !outputs.some((output) => output.type === type))
    if (outputs.length < 2 || ((isMade || isUsed) && !names.some(isBundle))) return []
    return outputs.map((output) => {
      const name = bundledName(output.name ?? '')
      const same = inputs.find((input) => bundledName(input.name) === name)
      if (same !== undefined) return same.name
      if (isMade) return contextSlots.includes(name) ? name : undefined
      const alike = inputs.filter(({ type }) => type === output.type)
      const rivals = outputs.filter(({ type }) => type === output.type)
      return alike.length === rivals.length ? alike[rivals.indexOf(output)]!.name : null
    })
  }
}

function isBundling({ inputs }: EmbeddedComfyNode): boolean {
  return ['model', 'clip', 'positive'].filter((name) => Object.hasOwn(inputs, name)).length > 1
}

function isOfContext(names: readonly string[]): boolean {
  return names.every((name) => isBundle(name) || contextSlots.includes(bundledName(name)))
}

/** A context under another name: it has only what contexts have, and others take it in their order. */
function isLikeContext(
  names: readonly string[],
  takers: readonly { readonly slot: number; readonly name: string }[],
): boolean {
  const taken = takers.filter(({ name }) => contextSlots.includes(name))
  const isInOrder = taken.length > 0 && taken.every(({ slot, name }) => contextSlots[slot] === name)
  return isOfContext(names) && isInOrder && (names.length > 1 || names.some(isBundle))
}

function grouped<K, V>(pairs: readonly (readonly [K, V])[]): ReadonlyMap<K, ReadonlySet<V>> {
  const found = new Map<K, Set<V>>()
  for (const [key, value] of pairs) found.set(key, (found.get(key) ?? new Set<V>()).add(value))
  return found
}
