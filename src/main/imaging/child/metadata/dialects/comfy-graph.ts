import { asObject, listOf, textOf, valueOf, type JsonObject } from './json-object.ts'

/** More than any hand-made graph. */
const nodesMax = 20_000
/** Maximum number of nodes visited by one search. */
const visitsMax = 5_000
/** Maximum number of inputs looked at by all searches together: hundreds of times what a large hand-made graph needs. */
const looksMax = 1_000_000
/** More outputs than any node has. */
const outputsMax = 100

export interface EmbeddedComfyNode {
  readonly id: string
  readonly kind: string
  readonly inputs: JsonObject
}

/** A reference to another node's output. */
export interface ComfyLink {
  readonly from: EmbeddedComfyNode
  readonly slot: number
}

/** Who takes an output, and by which input. */
export interface ComfyTaker extends ComfyLink {
  readonly by: EmbeddedComfyNode
  readonly input: string
}

/** An output as the graph on screen describes it. */
interface ComfyOutput {
  readonly name: string | null
  readonly type: string | null
}

/** A graph in ComfyUI's API format: nodes by ID, inputs that are values or `[id, slot]`. It may be cyclic. */
export class EmbeddedComfyGraph {
  readonly nodes: ReadonlyMap<string, EmbeddedComfyNode>
  readonly #outputs: ReadonlyMap<string, readonly ComfyOutput[]>
  #takers: ReadonlyMap<string, readonly ComfyTaker[]> | null = null
  #left = looksMax

  /** @param onScreen the same graph as it was on screen (`workflow`), which alone tells the types of outputs */
  constructor(json: JsonObject, onScreen: JsonObject | null = null) {
    const nodes = Object.entries(json)
      .slice(0, nodesMax)
      .flatMap(([id, each]): EmbeddedComfyNode[] => {
        const kind = textOf(asObject(each), 'class_type')
        const inputs = asObject(valueOf(asObject(each), 'inputs'))
        return kind === null || inputs === null ? [] : [{ id, kind, inputs }]
      })
    this.nodes = new Map(nodes.map((node) => [node.id, node]))
    this.#outputs = outputsOnScreen(onScreen, this.nodes)
  }

  /** Empty if the graph on screen is not there, or has another node under this ID. */
  outputsOf(node: EmbeddedComfyNode): readonly ComfyOutput[] {
    return this.#outputs.get(node.id) ?? []
  }

  takersOf(node: EmbeddedComfyNode): readonly ComfyTaker[] {
    if (this.#takers === null) {
      const links = [...this.nodes.values()].flatMap((by) =>
        Object.entries(by.inputs).flatMap(([input, value]): ComfyTaker[] => {
          const link = this.toLink(value)
          return link === null ? [] : [{ ...link, by, input }]
        }),
      )
      this.#takers = Map.groupBy(links, ({ from }) => from.id)
    }
    return this.#takers.get(node.id) ?? []
  }

  /** Whether so many more inputs may be looked at. */
  look(inputs: number): boolean {
    this.#left -= inputs
    return this.#left >= 0
  }

  /** The names of its inputs, all of which are looked at: null if that is too many. */
  names(node: EmbeddedComfyNode): readonly string[] | null {
    if (!this.look(0)) return null
    const names = Object.keys(node.inputs)
    return this.look(names.length) ? names : null
  }

  link(node: EmbeddedComfyNode, ...inputs: readonly string[]): ComfyLink | null {
    for (const input of inputs) {
      const found = this.toLink(valueOf(node.inputs, input))
      if (found !== null) return found
    }
    return null
  }

  /** Links of the inputs whose name passes `isWanted`, in the node's order. */
  links(node: EmbeddedComfyNode, isWanted: (input: string) => boolean = () => true): ComfyLink[] {
    const names = this.names(node) ?? []
    return names.flatMap((input) => (isWanted(input) ? (this.link(node, input) ?? []) : []))
  }

  toLink(value: unknown): ComfyLink | null {
    if (!Array.isArray(value) || value.length !== 2) return null
    const [id, slot] = value as unknown[]
    const from = typeof id === 'string' || typeof id === 'number' ? this.nodes.get(String(id)) : undefined
    return from === undefined ? null : { from, slot: typeof slot === 'number' ? slot : 0 }
  }

  /** Visits a node and its ancestors, nearest first and each once, until `isFound` returns true. */
  findBefore(
    start: EmbeddedComfyNode,
    isFound: (node: EmbeddedComfyNode) => boolean,
    linksOf: (node: EmbeddedComfyNode) => readonly ComfyLink[] = (node) => this.links(node),
  ): EmbeddedComfyNode | null {
    const seen = new Set([start.id])
    const waiting = [start]
    for (let next = 0; next < waiting.length && next < visitsMax && this.look(1); next++) {
      const node = waiting[next]!
      if (isFound(node)) return node
      for (const { from } of linksOf(node)) {
        if (seen.has(from.id)) continue
        seen.add(from.id)
        waiting.push(from)
      }
    }
    return null
  }
}

function outputsOnScreen(
  onScreen: JsonObject | null,
  nodes: ReadonlyMap<string, EmbeddedComfyNode>,
): ReadonlyMap<string, readonly ComfyOutput[]> {
  const found = new Map<string, readonly ComfyOutput[]>()
  for (const each of listOf(onScreen, 'nodes').slice(0, nodesMax).map(asObject)) {
    const stated = valueOf(each, 'id')
    if (typeof stated !== 'string' && typeof stated !== 'number') continue
    const id = String(stated)
    if (nodes.get(id)?.kind !== textOf(each, 'type')) continue
    const outputs = listOf(each, 'outputs').slice(0, outputsMax).map(asObject)
    found.set(
      id,
      outputs.map((output) => ({ name: textOf(output, 'name'), type: textOf(output, 'type') })),
    )
  }
  return found
}
