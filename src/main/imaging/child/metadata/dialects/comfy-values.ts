import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import { toNumber, valueOf } from './json-object.ts'

type Value = string | number | boolean | null

/** Maximum number of nodes used to resolve one value, over all branches. */
const visitsMax = 200

/** Inputs whose values primitive and pass-through nodes pass on, whatever they are. */
const givenNames = ['value', 'int', 'float', 'number', 'boolean', 'source', 'anything', 'input', '']
/** Those that hold only words, or only a seed: never another setting. */
const givenTexts = ['populated_text', 'text', 'string', 'prompt', 'Text', 'String', 'wildcard_text']
const givenSeeds = ['seed', 'noise_seed']

/** Settings that are numbers, under the names that samplers, latents and loaders give their inputs. */
const isNumeric =
  /^(?:steps?|cfg|guidance|true_gs|denoise|width|height|.*_(?:width|height)|batch_size|megapixels|multiple)$/
const isSeed = /seed/i

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

/** A language model's output is not in the file, and its input is not the prompt. */
const generators = /generate|llm|gpt|ollama|gemini|claude|florence|caption|interrogat|joytag|describe/i
const joiners = /concat|join|append/i
const joined = /^(?:string|text|str|prompt)[_ ]?[a-z\d]{0,2}$/i

/**
 * Resolves node values through everything that passes them on: primitives, switches, joined strings, bundled
 * connections.
 */
export class ComfyValues {
  readonly #graph: EmbeddedComfyGraph
  #left = 0

  constructor(graph: EmbeddedComfyGraph) {
    this.#graph = graph
  }

  of(node: EmbeddedComfyNode | null, ...inputs: readonly string[]): string | number | null {
    for (const input of inputs) {
      const owner = node && this.owner(node, input)
      this.#left = visitsMax
      const found = owner && this.#resolve(valueOf(owner.inputs, input), input)
      if (typeof found === 'string' || typeof found === 'number') return found
    }
    return null
  }

  number(node: EmbeddedComfyNode | null, ...inputs: readonly string[]): number | null {
    return inputs.map((input) => toNumber(this.of(node, input))).find((value) => value !== null) ?? null
  }

  /** Returns the first nonempty text. */
  text(node: EmbeddedComfyNode | null, ...inputs: readonly string[]): string | null {
    const found = inputs.map((input) => this.of(node, input))
    return found.find((value) => typeof value === 'string' && value.trim() !== '')?.toString() ?? null
  }

  /** Returns the node with this input: the node itself, or the nearest one whose bundled connections it receives. */
  owner(node: EmbeddedComfyNode, input: string): EmbeddedComfyNode | null {
    if (valueOf(node.inputs, input) !== undefined) return node
    return this.#graph.findBefore(
      node,
      (each) => (valueOf(each.inputs, input) ?? null) !== null,
      (each) => this.#graph.links(each, isBundle),
    )
  }

  link(node: EmbeddedComfyNode, ...inputs: readonly string[]): ComfyLink | null {
    for (const input of inputs) {
      const owner = this.owner(node, input)
      const found = owner && this.#graph.link(owner, input)
      if (found !== null) return found
    }
    return null
  }

  /**
   * Returns the name of the input that a node passes on by this output; null if it does not bundle connections.
   * @param wanted the input that receives it
   */
  passedInput({ kind, inputs }: EmbeddedComfyNode, slot: number, wanted: string): string | null {
    const bySlot = /\bcontext\b/i.test(kind) ? contextSlots[slot] : undefined
    if (bySlot !== undefined) return bySlot
    const isBundling = ['model', 'clip', 'positive'].filter((name) => valueOf(inputs, name) !== undefined).length > 1
    return isBundling ? wanted : null
  }

  #resolve(value: unknown, wanted: string): Value {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    const link = this.#graph.toLink(value)
    if (link === null || this.#left-- <= 0) return null
    const { from, slot } = link
    const passed = this.#passed(from, slot, wanted)
    if (passed !== undefined) return passed
    return (
      this.#chosen(from, wanted) ?? this.#joined(from) ?? this.#bySlot(from, slot, wanted) ?? this.#given(from, wanted)
    )
  }

  /** What a bundle of connections passes on by this output: its own input, or that of a bundle before it. */
  #passed(from: EmbeddedComfyNode, slot: number, wanted: string): Value | undefined {
    const input = this.passedInput(from, slot, wanted)
    if (input === null) return undefined
    for (const name of [input, aliases[input] ?? input]) {
      const owner = this.owner(from, name)
      if (owner !== null) return this.#resolve(valueOf(owner.inputs, name), wanted)
    }
    // Texts of a loader that encodes them have names of their own.
    return /\bcontext\b/i.test(from.kind) ? null : undefined
  }

  /** The branch a switch selects, or the other one if that yields nothing stored in the file. */
  #chosen({ inputs }: EmbeddedComfyNode, wanted: string): Value {
    const names = Object.keys(inputs)
    if (names.includes('on_true') || names.includes('on_false')) {
      const isOn = this.#resolve(valueOf(inputs, 'switch') ?? valueOf(inputs, 'boolean'), 'boolean') === true
      const branches = isOn ? ['on_true', 'on_false'] : ['on_false', 'on_true']
      return this.#firstOf(
        branches.map((name) => valueOf(inputs, name)),
        wanted,
      )
    }
    const chooser = valueOf(inputs, 'select') ?? valueOf(inputs, 'Input') ?? valueOf(inputs, 'index')
    const selected = this.#resolve(chooser, 'value')
    if (typeof selected === 'number') {
      const at = names.find(
        (name) => /^(?:input|text|any|value)[_ ]?0?\d{1,3}$/i.test(name) && numberIn(name) === selected,
      )
      if (at !== undefined) return this.#resolve(valueOf(inputs, at), wanted)
    }
    const any = names.filter((name) => /^any_\d\d$/.test(name)).map((name) => valueOf(inputs, name))
    return this.#firstOf(any, wanted)
  }

  #joined({ kind, inputs }: EmbeddedComfyNode): Value {
    const names = Object.keys(inputs).filter((name) => joined.test(name))
    if (!joiners.test(kind) || names.length < 2) return null
    const parts = names
      .map((name) => this.#resolve(valueOf(inputs, name), 'text'))
      .filter((part) => typeof part === 'string')
    const between = valueOf(inputs, 'delimiter') ?? valueOf(inputs, 'separator')
    const separator = typeof between === 'string' ? between.replaceAll(String.raw`\n`, '\n') : ''
    return parts.filter((part) => part !== '').join(separator) || null
  }

  /** Stylers and loaders output the prompt first and the negative prompt second. */
  #bySlot({ inputs }: EmbeddedComfyNode, slot: number, wanted: string): Value {
    const [first, second] = [valueOf(inputs, 'text_positive'), valueOf(inputs, 'text_negative')]
    return first === undefined ? null : this.#resolve(slot === 1 ? second : first, wanted)
  }

  /** A number is never taken from another setting's input: what is not found is unknown. */
  #given({ kind, inputs }: EmbeddedComfyNode, wanted: string): Value {
    if (generators.test(kind)) return null
    const own = isSeed.test(wanted) ? givenSeeds : isNumeric.test(wanted) ? [] : givenTexts
    const name = [wanted, ...own, ...givenNames].find((each) => valueOf(inputs, each) !== undefined)
    return name === undefined ? null : this.#resolve(valueOf(inputs, name), wanted)
  }

  #firstOf(values: readonly unknown[], wanted: string): Value {
    for (const value of values) {
      const found = this.#resolve(value, wanted)
      if (found !== null) return found
    }
    return null
  }
}

/** Several connections in one: pipes and contexts. */
export function isBundle(input: string): boolean {
  return /pipe|context|_ctx$|^ctx/i.test(input)
}

function numberIn(name: string): number {
  return Number(/\d+$/.exec(name)?.[0])
}
