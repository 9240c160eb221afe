/** A prompt as Stable Diffusion programs read it: `(words)` counts 1.1, `(words:1.3)` counts 1.3, `[words]` counts 1/1.1. */
export type WeightNode = WeightText | WeightGroup

export interface WeightText {
  readonly is: 'text'
  readonly text: string
}

export interface WeightGroup {
  readonly is: 'group'
  readonly bracket: '(' | '['
  readonly weight: number
  /** What says the weight, as it is written: `:1.3`; empty where only the brackets do. */
  readonly suffix: string
  readonly nodes: readonly WeightNode[]
  /** Of the brackets in the text that was read: the first one, and behind the last one. */
  readonly start: number
  readonly end: number
}

/** Nobody nests deeper; what does is text. */
const depthMax = 64
export const bracketWeight = 1.1

/** Reads any text: brackets without a partner, and those after a backslash, are text. `printWeights` gives it back. */
export function parseWeights(text: string): WeightNode[] {
  return readRange(text, 0, text.length, pairBrackets(text))
}

export function printWeights(nodes: readonly WeightNode[]): string {
  return nodes
    .map((node) => {
      if (node.is === 'text') return node.text
      const closer = node.bracket === '(' ? ')' : ']'
      return `${node.bracket}${printWeights(node.nodes)}${node.suffix}${closer}`
    })
    .join('')
}

/** Every group, outer ones before what is in them. */
export function groupsOf(nodes: readonly WeightNode[]): WeightGroup[] {
  return nodes.flatMap((node) => (node.is === 'group' ? [node, ...groupsOf(node.nodes)] : []))
}

function readRange(text: string, from: number, to: number, pairs: ReadonlyMap<number, number>): WeightNode[] {
  const nodes: WeightNode[] = []
  let plainFrom = from
  for (let at = from; at < to; at++) {
    const close = pairs.get(at)
    if (close === undefined) continue
    if (at > plainFrom) nodes.push({ is: 'text', text: text.slice(plainFrom, at) })
    nodes.push(readGroup(text, at, close, pairs))
    at = close
    plainFrom = close + 1
  }
  if (to > plainFrom) nodes.push({ is: 'text', text: text.slice(plainFrom, to) })
  return nodes
}

function readGroup(text: string, open: number, close: number, pairs: ReadonlyMap<number, number>): WeightGroup {
  const bracket = text[open] === '(' ? '(' : '['
  // No weight is written longer; looking at the whole would take long in many nested brackets.
  const tail = text.slice(Math.max(open + 1, close - 24), close)
  const match = bracket === '(' ? /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/u.exec(tail) : null
  const suffix = match?.[0] ?? ''
  const bare = bracket === '(' ? bracketWeight : 1 / bracketWeight
  return {
    is: 'group',
    bracket,
    weight: match ? Number(match[1]) : bare,
    suffix,
    nodes: readRange(text, open + 1, close - suffix.length, pairs),
    start: open,
    end: close + 1,
  }
}

/** Opening position → closing position, properly nested and no deeper than `depthMax`. */
function pairBrackets(text: string): Map<number, number> {
  const open: number[] = []
  const waiting = { '(': 0, '[': 0 }
  const pairs: (readonly [open: number, close: number])[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '(' || char === '[') {
      open.push(at)
      waiting[char]++
    } else if (char === ')' || char === ']') {
      const opener = char === ')' ? '(' : '['
      if (waiting[opener] === 0) continue
      for (let top = open.pop(); top !== undefined; top = open.pop()) {
        const kind = text[top] === '(' ? '(' : '['
        waiting[kind]--
        if (kind !== opener) continue
        pairs.push([top, at])
        break
      }
    }
  }
  return withinDepth(pairs.toSorted(([a], [b]) => a - b))
}

function withinDepth(pairs: readonly (readonly [open: number, close: number])[]): Map<number, number> {
  const kept = new Map<number, number>()
  const around: number[] = []
  for (const [open, close] of pairs) {
    while ((around.at(-1) ?? Infinity) < open) around.pop()
    around.push(close)
    if (around.length <= depthMax) kept.set(open, close)
  }
  return kept
}
