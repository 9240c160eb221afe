import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import { toNumber, valueOf } from './json-object.ts'

type Value = string | number | boolean | null

/** Maximum number of nodes used to resolve one value, over all branches. */
const visitsMax = 200

/** Input names whose values primitive, text and pass-through nodes pass on. */
const givenNames = [
  'populated_text',
  'value',
  'text',
  'string',
  'prompt',
  'seed',
  'noise_seed',
  'int',
  'float',
  'number',
  'boolean',
  'Text',
  'String',
  'source',
  'anything',
  'input',
  'wildcard_text',
  '',
]

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
      const found = owner && this.#resolve(valueOf(owner.inputs, input))
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

  #resolve(value: unknown): Value {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    const link = this.#graph.toLink(value)
    if (link === null || this.#left-- <= 0) return null
    const { from, slot } = link
    return this.#chosen(from) ?? this.#joined(from) ?? this.#bySlot(from, slot) ?? this.#given(from)
  }

  /** The branch a switch selects, or the other one if that yields nothing stored in the file. */
  #chosen({ inputs }: EmbeddedComfyNode): Value {
    const names = Object.keys(inputs)
    if (names.includes('on_true') || names.includes('on_false')) {
      const isOn = this.#resolve(valueOf(inputs, 'switch') ?? valueOf(inputs, 'boolean')) === true
      const branches = isOn ? ['on_true', 'on_false'] : ['on_false', 'on_true']
      return this.#firstOf(branches.map((name) => valueOf(inputs, name)))
    }
    const selected = this.#resolve(valueOf(inputs, 'select') ?? valueOf(inputs, 'Input') ?? valueOf(inputs, 'index'))
    if (typeof selected === 'number') {
      const at = names.find(
        (name) => /^(?:input|text|any|value)[_ ]?0?\d{1,3}$/i.test(name) && numberIn(name) === selected,
      )
      if (at !== undefined) return this.#resolve(valueOf(inputs, at))
    }
    return this.#firstOf(names.filter((name) => /^any_\d\d$/.test(name)).map((name) => valueOf(inputs, name)))
  }

  #joined({ kind, inputs }: EmbeddedComfyNode): Value {
    const names = Object.keys(inputs).filter((name) => joined.test(name))
    if (!joiners.test(kind) || names.length < 2) return null
    const parts = names.map((name) => this.#resolve(valueOf(inputs, name))).filter((part) => typeof part === 'string')
    const between = valueOf(inputs, 'delimiter') ?? valueOf(inputs, 'separator')
    const separator = typeof between === 'string' ? between.replaceAll(String.raw`\n`, '\n') : ''
    return parts.filter((part) => part !== '').join(separator) || null
  }

  /** Stylers and loaders output the prompt first and the negative prompt second. */
  #bySlot({ inputs }: EmbeddedComfyNode, slot: number): Value {
    const [first, second] = [valueOf(inputs, 'text_positive'), valueOf(inputs, 'text_negative')]
    return first === undefined ? null : this.#resolve(slot === 1 ? second : first)
  }

  #given({ kind, inputs }: EmbeddedComfyNode): Value {
    if (generators.test(kind)) return null
    const name = givenNames.find((each) => valueOf(inputs, each) !== undefined)
    return name === undefined ? null : this.#resolve(valueOf(inputs, name))
  }

  #firstOf(values: readonly unknown[]): Value {
    for (const value of values) {
      const found = this.#resolve(value)
      if (found !== null) return found
    }
    return null
  }
}

/** Several connections in one: pipes and contexts. */
function isBundle(input: string): boolean {
  return /pipe|context|_ctx$|^ctx/i.test(input)
}

function numberIn(name: string): number {
  return Number(/\d+$/.exec(name)?.[0])
}
