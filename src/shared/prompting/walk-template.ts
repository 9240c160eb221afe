import * as messages from '../messages/en/prompting.ts'
import { tidyCommas } from './terms.ts'
import { invalid, templateCharsMax, type TemplateChoice, type TemplateNode } from './parse-template.ts'
import type { TemplateLists } from './template-lists.ts'

/** One drawn choice. */
export interface DrawnChoice {
  /** As written in the template: `{red|blue}`, `__animals__`. */
  readonly from: string
  readonly chose: string
}

/** The candidates at one place: the options of a choice, or the lines of a list. */
export interface Pool {
  /** Identifies the place. */
  readonly key: unknown
  readonly size: number
  weightAt(index: number): number
  nodesAt(index: number): readonly TemplateNode[]
  readonly min: number
  readonly max: number
}

/** Decides at each place. The pickers it returns decide inside the drawn members. */
export interface Picker {
  /** Indexes in the pool's order. */
  pick(pool: Pool): readonly { readonly index: number; readonly inner: Picker }[]
  /** One for each node of a sequence. */
  split(nodes: readonly TemplateNode[]): readonly Picker[]
}

export interface DrawnTemplate {
  readonly text: string
  readonly choices: readonly DrawnChoice[]
}

interface Walk {
  readonly lists: TemplateLists
  readonly variables: Map<string, string>
  readonly choices: DrawnChoice[]
  /** Remaining budget before expansion fails: lists may refer to lists, and variables can double. */
  budget: number
}

const choicesMax = 1_000
const stepsMax = 200_000

/** Expands a template with a picker's choices. @throws request/invalid where the result becomes too long */
export function writeTemplate(
  nodes: readonly TemplateNode[],
  picker: Picker,
  source: { readonly lists: TemplateLists; readonly variables: ReadonlyMap<string, string> },
): DrawnTemplate {
  const walk: Walk = { lists: source.lists, variables: new Map(source.variables), choices: [], budget: stepsMax }
  const text = writeRow(nodes, picker, walk)
  if (text.length > templateCharsMax) throw tooLong()
  // An option may be empty: cleans up the commas it leaves behind.
  const isDrawn = nodes.some((node) => node.type !== 'text')
  return { text: isDrawn ? tidyCommas(text) : text, choices: walk.choices }
}

function writeRow(nodes: readonly TemplateNode[], picker: Picker, walk: Walk): string {
  const pickers = picker.split(nodes)
  return nodes.map((node, index) => writeNode(node, pickers[index] ?? picker, walk)).join('')
}

function writeNode(node: TemplateNode, picker: Picker, walk: Walk): string {
  const text = writeUnchecked(node, picker, walk)
  walk.budget -= 1 + text.length
  if (walk.budget < 0) throw tooLong()
  return text
}

function writeUnchecked(node: TemplateNode, picker: Picker, walk: Walk): string {
  switch (node.type) {
    case 'text':
      return node.text
    case 'variable':
      return walk.variables.get(node.name) ?? node.source
    case 'definition':
      walk.variables.set(node.name, writeRow(node.nodes, picker, walk))
      return ''
    default:
      return writeDrawn(node, picker, walk)
  }
}

function writeDrawn(
  node: TemplateChoice | Extract<TemplateNode, { type: 'list' }>,
  picker: Picker,
  walk: Walk,
): string {
  const pool = poolOf(node, walk.lists)
  const at = walk.choices.length
  const drawn = picker.pick(pool).map(({ index, inner }) => writeRow(pool.nodesAt(index), inner, walk))
  const chose = drawn.filter((text) => text !== '').join(node.type === 'choice' ? node.joiner : '')
  if (walk.choices.length < choicesMax) walk.choices.splice(at, 0, { from: node.source, chose })
  return chose
}

/** Where several are taken from one list (`{2$$__colors__}`), the pool is its lines. */
export function poolOf(node: TemplateChoice | Extract<TemplateNode, { type: 'list' }>, lists: TemplateLists): Pool {
  if (node.type === 'list') return listPool(node.name, node.name, lists, { min: 1, max: 1 })
  const { options, min, max } = node
  const only = options.length === 1 ? options[0]?.nodes : undefined
  const list = only?.length === 1 ? only[0] : undefined
  if (list?.type === 'list') return listPool(node, list.name, lists, { min, max })
  return {
    key: node,
    size: options.length,
    weightAt: (index) => options[index]?.weight ?? 0,
    nodesAt: (index) => options[index]?.nodes ?? [],
    min,
    max,
  }
}

function listPool(key: unknown, name: string, lists: TemplateLists, count: { min: number; max: number }): Pool {
  return {
    key,
    size: lists.lengthOf(name),
    weightAt: () => 1,
    nodesAt: (index) => lists.lineAt(name, index),
    ...count,
  }
}

function tooLong() {
  return invalid(messages.expandedTooLong({ templateCharsMax }))
}
