import { z } from 'zod'
import { toSeed, type Seed } from '../../../../shared/domain/seed.ts'

/** Output `index` of another node. */
export type NodeLink = readonly [node: string, index: number]

const nodeSchema = z.looseObject({
  class_type: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  _meta: z.looseObject({ title: z.string().optional() }).optional(),
})

/** A workflow in ComfyUI's API format: nodes by id, each input a value or a link. */
export const comfyGraphSchema = z.record(z.string(), nodeSchema)
export type ComfyNode = z.output<typeof nodeSchema>
export type ComfyGraph = z.output<typeof comfyGraphSchema>

/** Returns the title the user gave the node. */
function titleOf(node: ComfyNode | undefined): string {
  return node?.['_meta']?.title?.trim() ?? ''
}

/** Returns the role the user marked the node with: `prompt` for a node titled `atelier:prompt`; null = none. */
export function markOf(node: ComfyNode | undefined): string | null {
  return /^atelier:(.*)$/i.exec(titleOf(node))?.[1]?.trim().toLowerCase() ?? null
}

export function readLink(value: unknown): NodeLink | null {
  if (!Array.isArray(value) || value.length !== 2) return null
  const [node, index] = value as unknown[]
  return (typeof node === 'string' || typeof node === 'number') && typeof index === 'number'
    ? [String(node), index]
    : null
}

/** Builds graphs: every `add` creates a node and returns a function for links to its outputs. */
export interface GraphBuilder {
  add(classType: string, inputs: Readonly<Record<string, unknown>>): (output: number) => NodeLink
  readonly graph: ComfyGraph
}

export function createGraphBuilder(): GraphBuilder {
  const graph: ComfyGraph = {}
  return {
    graph,
    add(classType, inputs) {
      const id = String(Object.keys(graph).length + 1)
      graph[id] = { class_type: classType, inputs }
      return (output) => [id, output]
    },
  }
}

/** Returns the seed a graph uses: that of its first sampler. */
export function graphSeed(graph: ComfyGraph): Seed | null {
  for (const { inputs } of Object.values(graph)) {
    const seed = toSeed(inputs['seed'] ?? inputs['noise_seed'])
    if (seed !== null) return seed
  }
  return null
}
