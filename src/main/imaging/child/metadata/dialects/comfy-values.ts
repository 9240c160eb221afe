import type { EmbeddedComfyGraph, ComfyLink, EmbeddedComfyNode } from './comfy-graph.ts'
import { bundledName, ComfyBundles } from './comfy-bundles.ts'
import { carriedBy, isBundle } from './comfy-outputs.ts'
import { toNumber, valueOf, type JsonObject } from './json-object.ts'

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

/** What a text may be taken as, besides names that say nothing. */
const isWords = /text|prompt|string|positive|negative|clip_[lg]|t5xxl|^value$/i

/** A language model's output is not in the file, and its input is not the prompt. */
const generators = /generate|llm|gpt|ollama|gemini|claude|florence|caption|interrogat|joytag|describe/i
/** What comes out of these is not what goes in, though there is only one input. */
const calculators = /math|calc|count|length|random|\bnot\b|LogicNot|invert|negat|\babs\b|round/i
/** Numbers beside a value that only say what it may be. */
const bounds = /^(?:min|max|step|precision|round)/i
const joiners = /concat|join|append/i
const joined = /^(?:string|text|str|prompt)[_ ]?[a-z\d]{0,2}$/i

/** Branches of switches: selected by true, by false. */
const switchPairs = [
  ['on_true', 'on_false'],
  ['tt_value', 'ff_value'],
] as const

/**
 * Resolves node values through everything that passes them on: primitives, switches, joined strings, bundled
 * connections.
 */
export class ComfyValues {
  readonly #graph: EmbeddedComfyGraph
  readonly #bundles: ComfyBundles
  readonly #passers = new Map<string, string | null | undefined>()
  /** The branches of switches whose choice is not in the file. */
  readonly #open = new Map<string, readonly string[]>()
  #left = 0
  #isResolving = false

  constructor(graph: EmbeddedComfyGraph) {
    this.#graph = graph
    this.#bundles = new ComfyBundles(graph)
  }

  of(node: EmbeddedComfyNode | null, ...inputs: readonly string[]): string | number | null {
    for (const input of inputs) {
      const owner = node && this.owner(node, input)
      const found = owner && this.#withinLimit(() => this.#resolve(valueOf(owner.inputs, input), input))
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
      // Of contexts that are merged, the last one that has it.
      (each) => this.#passedLinks(each) ?? this.#graph.links(each, isBundle).toReversed(),
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
   * Where a connection comes from, behind all that only passes it on; null if that is not in the file. Of a switch whose
   * choice is not there, it is the switch.
   */
  source(node: EmbeddedComfyNode, ...inputs: readonly string[]): ComfyLink | null {
    const input = inputs.find((name) => this.link(node, name) !== null)
    return input === undefined ? null : this.#origin(this.link(node, input), input)
  }

  /** The sources of the inputs whose name passes `isWanted`; of a switch, that of what it selects. */
  sources(node: EmbeddedComfyNode, isWanted: (input: string) => boolean): readonly ComfyLink[] {
    const names: string[] = []
    const links = this.#graph.links(node, (input) => {
      const isLink = isWanted(input) && this.#graph.link(node, input) !== null
      if (isLink) names.push(input)
      return isLink
    })
    return this.#passedLinks(node) ?? links.flatMap((link, n) => this.#origin(link, names[n]!) ?? [])
  }

  /** One step towards the source: undefined if this is it, null if it is not in the file. */
  before(link: ComfyLink, wanted: string): ComfyLink | null | undefined {
    const { from, slot } = link
    const input = this.#bundles.passedInput(link, wanted)
    if (input === null) return null
    if (input !== undefined) return this.link(from, input, bundledName(input))
    const passed = this.passedOn(from)
    if (passed === null) return null
    if (passed !== undefined) {
      const branch = this.#graph.link(from, passed)
      // A switch of bundles has the outputs of the one that it selects.
      return branch !== null && isBundle(passed) && !isBundle(wanted) ? { from: branch.from, slot } : branch
    }
    const only = this.#bundles.onlyInput(from)
    const isAlone = only !== null && bundledName(only) === bundledName(wanted)
    const isPassing = isAlone && !/^(?:latent|image)$/.test(carriedBy(wanted) ?? '')
    return isPassing ? (this.#graph.link(from, only) ?? undefined) : undefined
  }

  /**
   * Returns the one input that a switch or a reroute passes on: undefined if the node is neither, null if it is not in
   * the file which one.
   */
  passedOn(node: EmbeddedComfyNode): string | null | undefined {
    if (this.#passers.has(node.id)) return this.#passers.get(node.id)
    // Until it is known: in a cycle, it never is.
    this.#passers.set(node.id, null)
    const passed = this.#withinLimit(() =>
      isReroute(node, this.#graph) ? Object.keys(node.inputs)[0] : this.#branch(node),
    )
    this.#passers.set(node.id, passed)
    return passed
  }

  /** What such a switch may have chosen; null if it is none, or lacks a branch. */
  openBranches(node: EmbeddedComfyNode): readonly EmbeddedComfyNode[] | null {
    const names = this.passedOn(node) === null ? (this.#open.get(node.id) ?? []) : []
    const branches = names.flatMap((name) => this.#graph.link(node, name)?.from ?? [])
    return names.length > 1 && branches.length === names.length ? branches : null
  }

  #passedLinks(node: EmbeddedComfyNode): readonly ComfyLink[] | null {
    const input = this.passedOn(node)
    if (input === undefined) return null
    const link = input === null ? null : this.#graph.link(node, input)
    return link === null ? [] : [link]
  }

  #origin(start: ComfyLink | null, wanted: string): ComfyLink | null {
    let link = start
    for (let left = visitsMax; link !== null && left > 0 && this.#graph.look(1); left--) {
      const before = this.before(link, wanted)
      if (before === undefined || (before === null && this.passedOn(link.from) === null)) return link
      link = before
    }
    return null
  }

  /** One limit for a value and all that is looked up on the way to it. */
  #withinLimit<T>(look: () => T): T {
    if (this.#isResolving) return look()
    this.#left = visitsMax
    this.#isResolving = true
    try {
      return look()
    } finally {
      this.#isResolving = false
    }
  }

  #resolve(value: unknown, wanted: string): Value {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
    const link = this.#graph.toLink(value)
    if (link === null || this.#left-- <= 0) return null
    const { from, slot } = link
    const passed = this.#passed(link, wanted)
    const found = passed === undefined ? this.#chosen(from, wanted) : passed
    if (found !== undefined) return found
    return this.#joined(from) ?? this.#bySlot(from, slot, wanted) ?? this.#given(from, wanted)
  }

  /** What a bundle of connections passes on by this output: its own input, or that of a bundle before it. */
  #passed(link: ComfyLink, wanted: string): Value | undefined {
    const { from } = link
    const input = this.#bundles.passedSetting(link, wanted)
    if (typeof input !== 'string') return input
    for (const name of [input, bundledName(input)]) {
      const owner = this.owner(from, name)
      if (owner !== null) return this.#resolve(valueOf(owner.inputs, name), wanted)
    }
    // Texts of a loader that encodes them have names of their own.
    return this.#bundles.isContext(from) ? null : undefined
  }

  /** What a switch selects. A text that is not stored in the file was made from the other one. */
  #chosen(node: EmbeddedComfyNode, wanted: string): Value | undefined {
    const input = this.passedOn(node)
    if (input === undefined) return undefined
    const found = input === null ? null : this.#resolve(valueOf(node.inputs, input), wanted)
    if (found !== null || input === null || !isWords.test(wanted)) return found
    return this.#firstOf(
      ['on_true', 'on_false'].map((name) => valueOf(node.inputs, name)),
      wanted,
    )
  }

  /** The input that a switch selects: by a boolean, by a number, or the first that is connected. */
  #branch(node: EmbeddedComfyNode): string | null | undefined {
    const { kind, inputs } = node
    const names = Object.keys(inputs)
    const pair = switchPairs.find((each) => each.some((name) => names.includes(name)))
    if (pair !== undefined) {
      const chooser = ['switch', 'boolean', 'cond', 'condition'].find((name) => names.includes(name))
      const isOn = chooser === undefined ? null : this.#resolve(inputs[chooser], 'boolean')
      return typeof isOn === 'boolean' ? pair[isOn ? 0 : 1] : this.#meeting(node, pair)
    }
    const chooser = ['select', 'Input', 'index'].find((name) => names.includes(name))
    const numbered = names.filter((name) => /^[a-z]+(?:_[a-z]+){0,2}[_ ]?\d{1,3}$/i.test(name))
    if (chooser !== undefined && numbered.length > 0) {
      const selected = this.#resolve(inputs[chooser], 'value')
      if (selected === null) return this.#meeting(node, numbered)
      const at = numbered.filter((name) => numberIn(name) === selected)
      return at.length === 1 ? at[0] : null
    }
    const linked = names.filter((name) => /^(?:any|ctx)_\d\d$/.test(name) && this.#graph.link(node, name) !== null)
    if (linked.length === 0 || /merge/i.test(kind)) return undefined
    return linked.length === 1 || /switch/i.test(kind) ? linked[0] : null
  }

  /** Of a switch whose choice is not in the file, any of its branches, if all of them lead to the same output. */
  #meeting(node: EmbeddedComfyNode, branches: readonly string[]): string | null {
    const [first, ...others] = branches.map((name) =>
      this.#left-- > 0 ? this.#origin(this.#graph.link(node, name), name) : null,
    )
    const isSame = (other: ComfyLink | null) => other?.from === first?.from && other?.slot === first?.slot
    if (first && others.length > 0 && others.every(isSame)) return branches[0]!
    this.#open.set(node.id, branches)
    return null
  }

  #joined(node: EmbeddedComfyNode): Value {
    const { kind, inputs } = node
    const names = (joiners.test(kind) && this.#graph.names(node)?.filter((name) => joined.test(name))) || []
    if (names.length < 2) return null
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
  #given(node: EmbeddedComfyNode, wanted: string): Value {
    const { kind, inputs } = node
    if (generators.test(kind)) return null
    const isNumber = isSeed.test(wanted) || isNumeric.test(wanted)
    const own = isSeed.test(wanted) ? givenSeeds : isNumber ? [] : givenTexts
    const named = [wanted, ...own].find((each) => valueOf(inputs, each) !== undefined)
    const name = named ?? givenNames.find((each) => valueOf(inputs, each) !== undefined)
    if (name === undefined) return null
    const isUnknown = named === undefined && isNumber && this.#isComputed(node, name)
    return isUnknown ? null : this.#resolve(valueOf(inputs, name), wanted)
  }

  /** With another number beside it, what comes out may be computed of both. */
  #isComputed(node: EmbeddedComfyNode, given: string): boolean {
    if (calculators.test(node.kind)) return true
    return this.#graph.names(node)?.some((name) => name !== given && this.#isNumber(node.inputs, name)) ?? true
  }

  #isNumber(inputs: JsonObject, name: string): boolean {
    const value = valueOf(inputs, name)
    return !bounds.test(name) && (typeof value === 'number' || this.#graph.toLink(value) !== null)
  }

  #firstOf(values: readonly unknown[], wanted: string): Value {
    for (const value of values) {
      const found = this.#resolve(value, wanted)
      if (found !== null) return found
    }
    return null
  }
}

/** Of any name: its only input is a connection, whose name does not say what it is. */
function isReroute({ kind, inputs }: EmbeddedComfyNode, graph: EmbeddedComfyGraph): boolean {
  const [name, ...others] = Object.keys(inputs)
  if (name === undefined || others.length > 0 || generators.test(kind) || calculators.test(kind)) return false
  return graph.toLink(inputs[name]) !== null && carriedBy(name) === null && !/text|string|prompt/i.test(name)
}

function numberIn(name: string): number {
  return Number(/\d+$/.exec(name)?.[0])
}
