import { asObject, textOf, valueOf, type JsonObject } from './json-object.ts'

/** More than any graph that a person has drawn. */
const nodesMax = 20_000
/** How far one value is followed, and how many nodes one search visits. */
const hopsMax = 24
const visitsMax = 5_000

export interface ComfyNode {
  readonly id: string
  readonly kind: string
  readonly inputs: JsonObject
}

/** Another node's output. */
interface Link {
  readonly from: ComfyNode
  readonly slot: number
}

/** A graph in the format of ComfyUI's API: nodes by id, inputs that are values or `[id, slot]`. It may well be cyclic. */
export class ComfyGraph {
  readonly nodes: ReadonlyMap<string, ComfyNode>

  constructor(json: JsonObject) {
    const nodes = Object.entries(json)
      .slice(0, nodesMax)
      .flatMap(([id, each]): ComfyNode[] => {
        const kind = textOf(asObject(each), 'class_type')
        const inputs = asObject(valueOf(asObject(each), 'inputs'))
        return kind === null || inputs === null ? [] : [{ id, kind, inputs }]
      })
    this.nodes = new Map(nodes.map((node) => [node.id, node]))
  }

  link(node: ComfyNode, input: string): Link | null {
    return this.#toLink(valueOf(node.inputs, input))
  }

  links(node: ComfyNode): Link[] {
    return Object.values(node.inputs).flatMap((value) => this.#toLink(value) ?? [])
  }

  /** A value of the node itself, or of the node that gives it. */
  value(node: ComfyNode | null, ...inputs: readonly string[]): string | number | null {
    for (const input of inputs) {
      const found = node && this.#follow(valueOf(node.inputs, input))
      if (found !== null) return found
    }
    return null
  }

  /** Visits what lies before a node, nearest first and each once, itself included, until `isFound` says so. */
  findBefore(start: ComfyNode, isFound: (node: ComfyNode) => boolean): ComfyNode | null {
    const seen = new Set([start.id])
    const waiting = [start]
    for (let next = 0; next < waiting.length && next < visitsMax; next++) {
      const node = waiting[next]!
      if (isFound(node)) return node
      for (const { from } of this.links(node)) {
        if (seen.has(from.id)) continue
        seen.add(from.id)
        waiting.push(from)
      }
    }
    return null
  }

  #toLink(value: unknown): Link | null {
    if (!Array.isArray(value) || value.length !== 2) return null
    const [id, slot] = value as unknown[]
    const from = typeof id === 'string' || typeof id === 'number' ? this.nodes.get(String(id)) : undefined
    return from === undefined ? null : { from, slot: typeof slot === 'number' ? slot : 0 }
  }

  /** Primitive nodes hold what they give under one of these names. */
  #follow(value: unknown): string | number | null {
    let current = value
    for (let hops = 0; hops < hopsMax; hops++) {
      if (typeof current === 'string' || typeof current === 'number') return current
      const link = this.#toLink(current)
      if (link === null) return null
      const { inputs } = link.from
      const name = [
        'value',
        'text',
        'string',
        'prompt',
        'seed',
        'noise_seed',
        'int',
        'float',
        'number',
        'Text',
        'String',
      ].find((each) => valueOf(inputs, each) !== undefined)
      if (name === undefined) return null
      current = valueOf(inputs, name)
    }
    return null
  }
}
