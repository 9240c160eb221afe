import { markOf, readLink, type ComfyGraph, type ComfyNode } from '../comfy-graph.ts'

/** One field of one node that Atelier fills in. */
export interface Slot {
  readonly node: string
  readonly field: string
  /** As in the file. */
  readonly value: unknown
}

/** Where each value goes; an empty list = the workflow has no such slot. */
export interface WorkflowSlots {
  readonly prompt: readonly Slot[]
  readonly negative: readonly Slot[]
  readonly seed: readonly Slot[]
  readonly steps: readonly Slot[]
  readonly guidance: readonly Slot[]
  readonly strength: readonly Slot[]
  readonly width: readonly Slot[]
  readonly height: readonly Slot[]
  readonly source: readonly Slot[]
  readonly mask: readonly Slot[]
  /** How the mask is sent: white on black in its own file, or as the transparent part of the source or of a file. */
  readonly maskKind: 'none' | 'white-file' | 'transparent-file' | 'in-source'
}

const textFields = ['text', 'text_g', 'text_l', 'clip_l', 't5xxl', 'prompt', 'string', 'value']
const numberFields = {
  seed: ['seed', 'noise_seed', 'value', 'int'],
  steps: ['steps', 'value', 'int'],
  guidance: ['guidance', 'cfg', 'value', 'float'],
  strength: ['denoise', 'strength', 'value', 'float'],
} as const
const literalFields = ['value', 'text', 'string', 'prompt', 'seed', 'int', 'float']

/**
 * Finds the slots: nodes named `atelier:prompt`, `atelier:seed` and so on are the ones to fill; others are found by the
 * purpose of the core nodes. A number that several samplers have is left alone unless it is named, since it is
 * ambiguous.
 */
export function findSlots(graph: ComfyGraph): WorkflowSlots {
  const source = findSource(graph)
  const mask = findMask(graph, source)
  const size = findSize(graph)
  return {
    prompt: named(graph, 'prompt', textFields) ?? textsBehind(graph, 'positive'),
    negative: named(graph, 'negative', textFields) ?? textsBehind(graph, 'negative'),
    seed: named(graph, 'seed', numberFields.seed) ?? fieldsOf(graph, /Sampler|RandomNoise/, ['seed', 'noise_seed']),
    steps: named(graph, 'steps', numberFields.steps) ?? onlyOne(fieldsOf(graph, /KSampler|Scheduler/, ['steps'])),
    guidance: named(graph, 'guidance', numberFields.guidance) ?? findGuidance(graph),
    strength: findStrength(graph, source),
    ...size,
    source,
    ...mask,
  }
}

function findGuidance(graph: ComfyGraph): Slot[] {
  // FLUX models keep `cfg` at 1 and are guided by a separate node.
  const flux = fieldsOf(graph, /^FluxGuidance$/, ['guidance'])
  return onlyOne(flux.length > 0 ? flux : fieldsOf(graph, /KSampler|CFGGuider/, ['cfg']))
}

function findStrength(graph: ComfyGraph, source: readonly Slot[]): Slot[] {
  const marked = named(graph, 'strength', numberFields.strength)
  if (marked) return marked
  return source.length === 0 ? [] : onlyOne(fieldsOf(graph, /KSampler|Scheduler/, ['denoise']))
}

function findSize(graph: ComfyGraph): Pick<WorkflowSlots, 'width' | 'height'> {
  const width = named(graph, 'size', ['width']) ?? onlyOne(fieldsOf(graph, /^Empty.*Latent/, ['width']))
  const height = named(graph, 'size', ['height']) ?? onlyOne(fieldsOf(graph, /^Empty.*Latent/, ['height']))
  return width.length > 0 && height.length > 0 ? { width, height } : { width: [], height: [] }
}

function findSource(graph: ComfyGraph): Slot[] {
  const marked = named(graph, 'source', ['image'])
  if (marked) return marked
  const free = entriesOf(graph).filter(([, node]) => node.class_type === 'LoadImage' && markOf(node) === null)
  return free.slice(0, 1).flatMap(([id]) => literal(graph, id, 'image'))
}

function findMask(graph: ComfyGraph, source: readonly Slot[]): Pick<WorkflowSlots, 'mask' | 'maskKind'> {
  const marked = named(graph, 'mask', ['image']) ?? onlyOne(fieldsOf(graph, /^LoadImageMask$/, ['image']))
  const [slot] = marked
  if (slot) return { mask: marked, maskKind: isTransparent(graph, slot.node) ? 'transparent-file' : 'white-file' }
  const carrier = source.find(({ node }) => isLinked(graph, node, 1))
  return carrier ? { mask: [carrier], maskKind: 'in-source' } : { mask: [], maskKind: 'none' }
}

/** `LoadImage` derives its mask (output 1) from transparency; `LoadImageMask` does so for the alpha channel. */
function isTransparent(graph: ComfyGraph, id: string): boolean {
  const node = graph[id]
  return node?.class_type === 'LoadImageMask' ? node.inputs['channel'] === 'alpha' : isLinked(graph, id, 1)
}

function isLinked(graph: ComfyGraph, id: string, output: number): boolean {
  return Object.values(graph).some(({ inputs }) =>
    Object.values(inputs).some((value) => {
      const link = readLink(value)
      return link !== null && link[0] === id && link[1] === output
    }),
  )
}

/** Returns the fields of the nodes marked with this name; null = none is. */
function named(graph: ComfyGraph, name: string, fields: readonly string[]): Slot[] | null {
  const nodes = entriesOf(graph).filter(([, node]) => markOf(node) === name)
  const slots = nodes.flatMap(([id]) => fields.flatMap((field) => literal(graph, id, field)))
  return slots.length > 0 ? slots : null
}

function fieldsOf(graph: ComfyGraph, classes: RegExp, fields: readonly string[]): Slot[] {
  return entriesOf(graph)
    .filter(([, node]) => classes.test(node.class_type))
    .flatMap(([id]) => fields.flatMap((field) => literal(graph, id, field)))
}

function onlyOne(slots: Slot[]): Slot[] {
  return slots.length === 1 ? slots : []
}

/** Finds the text behind a sampler's positive or negative input, through any nodes in between. */
function textsBehind(graph: ComfyGraph, side: 'positive' | 'negative'): Slot[] {
  for (const [id, node] of entriesOf(graph)) {
    const link = readLink(node.inputs[side]) ?? (side === 'positive' ? readLink(node.inputs['conditioning']) : null)
    if (!/Sampler|Guider/.test(node.class_type) || link === null) continue
    const slots = textsUpstream(graph, link[0], side, new Set([id]))
    if (slots.length > 0) return slots
  }
  return []
}

function textsUpstream(graph: ComfyGraph, id: string, side: string, seen: Set<string>): Slot[] {
  const node = graph[id]
  // A zeroed input has no text of its own: the text behind it belongs to the other input.
  if (node === undefined || seen.has(id) || node.class_type === 'ConditioningZeroOut') return []
  seen.add(id)
  if (/TextEncode/.test(node.class_type)) return textFields.flatMap((field) => literal(graph, id, field))
  for (const field of [side, 'conditioning', 'conditioning_1', 'conditioning_to']) {
    const link = readLink(node.inputs[field])
    if (link !== null) return textsUpstream(graph, link[0], side, seen)
  }
  return []
}

/** Returns a field's value, or that of the primitive node linked to it. */
function literal(graph: ComfyGraph, id: string, field: string): Slot[] {
  const value = graph[id]?.inputs[field]
  const link = readLink(value)
  if (value === undefined) return []
  if (link === null) return [{ node: id, field, value }]
  const source = graph[link[0]]
  if (source === undefined || Object.values(source.inputs).some((each) => readLink(each) !== null)) return []
  const fieldName = literalFields.find((name) => source.inputs[name] !== undefined)
  return fieldName === undefined ? [] : [{ node: link[0], field: fieldName, value: source.inputs[fieldName] }]
}

/** Sorted by number, so that the first sampler is the one that was added first. */
function entriesOf(graph: ComfyGraph): [string, ComfyNode][] {
  return Object.entries(graph).toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
}
