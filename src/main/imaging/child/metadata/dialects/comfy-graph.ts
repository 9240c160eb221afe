import { asObject, textOf, valueOf, type JsonObject } from './json-object.ts'

/** More than any graph that a person has drawn. */
const nodesMax = 20_000
/** How many nodes one search visits. */
const visitsMax = 5_000

export interface EmbeddedComfyNode {
  readonly id: string
  readonly kind: string
  readonly inputs: JsonObject
}

/** Another node's output. */
export interface ComfyLink {
  readonly from: EmbeddedComfyNode
  readonly slot: number
}

/** A graph in the format of ComfyUI's API: nodes by id, inputs that are values or `[id, slot]`. It may well be cyclic. */
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

  /** Of the inputs whose name `isWanted`, in the order of the node. */
  links(node: EmbeddedComfyNode, isWanted: (input: string) => boolean = () => true): ComfyLink[] {
    return Object.entries(node.inputs).flatMap(([input, value]) => (isWanted(input) ? (this.toLink(value) ?? []) : []))
  }

  toLink(value: unknown): ComfyLink | null {
    if (!Array.isArray(value) || value.length !== 2) return null
    const [id, slot] = value as unknown[]
    const from = typeof id === 'string' || typeof id === 'number' ? this.nodes.get(String(id)) : undefined
    return from === undefined ? null : { from, slot: typeof slot === 'number' ? slot : 0 }
  }

  /** Visits what lies before a node, nearest first and each once, itself included, until `isFound` says so. */
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
