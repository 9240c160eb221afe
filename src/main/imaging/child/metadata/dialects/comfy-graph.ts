import { asObject, textOf, valueOf, type JsonObject } from './json-object.ts'

/** More than any hand-made graph. */
const nodesMax = 20_000
/** Maximum number of nodes visited by one search. */
const visitsMax = 5_000

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

/** A graph in ComfyUI's API format: nodes by ID, inputs that are values or `[id, slot]`. It may be cyclic. */
export class EmbeddedComfyGraph {
  readonly nodes: ReadonlyMap<string, EmbeddedComfyNode>

  constructor(json: JsonObject) {
    const nodes = Object.entries(json)
      .slice(0, nodesMax)
      .flatMap(([id, each]): EmbeddedComfyNode[] => {
        const kind = textOf(asObject(each), 'class_type')
        const inputs = asObject(valueOf(asObject(each), 'inputs'))
        return kind === null || inputs === null ? [] : [{ id, kind, inputs }]
      })
    this.nodes = new Map(nodes.map((node) => [node.id, node]))
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
    return Object.entries(node.inputs).flatMap(([input, value]) => (isWanted(input) ? (this.toLink(value) ?? []) : []))
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
    for (let next = 0; next < waiting.length && next < visitsMax; next++) {
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
