/**
 * A prompt as Stable Diffusion programs read it: `(words)` weighs 1.1, `(words:1.3)` weighs 1.3, `[words]` weighs
 * 1/1.1.
 */
export type WeightNode = WeightText | WeightGroup

export interface WeightText {
  readonly type: 'text'
  readonly text: string
}

export interface WeightGroup {
  readonly type: 'group'
  readonly bracket: '(' | '['
  readonly weight: number
  /** The weight as written: `:1.3`; empty where only the brackets imply it. */
  readonly suffix: string
  readonly nodes: readonly WeightNode[]
  /** Offsets in the source text: of the opening bracket, and after the closing one. */
  readonly start: number
  readonly end: number
}

/** Deeper nesting does not occur in practice and is treated as text. */
const depthMax = 64
export const bracketWeight = 1.1

/** Parses any text: unmatched brackets, and those after a backslash, are text. `printWeights` restores it. */
export function parseWeights(text: string): WeightNode[] {
  return readRange(text, 0, text.length, pairBrackets(text))
}

export function printWeights(nodes: readonly WeightNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.text
      const closer = node.bracket === '(' ? ')' : ']'
      return `${node.bracket}${printWeights(node.nodes)}${node.suffix}${closer}`
    })
    .join('')
}

/** Returns all groups, outer ones before the groups inside them. */
export function groupsOf(nodes: readonly WeightNode[]): WeightGroup[] {
  return nodes.flatMap((node) => (node.type === 'group' ? [node, ...groupsOf(node.nodes)] : []))
}

function readRange(text: string, from: number, to: number, pairs: ReadonlyMap<number, number>): WeightNode[] {
  const nodes: WeightNode[] = []
  let plainFrom = from
  for (let at = from; at < to; at++) {
    const close = pairs.get(at)
    if (close === undefined) continue
    if (at > plainFrom) nodes.push({ type: 'text', text: text.slice(plainFrom, at) })
    nodes.push(readGroup(text, at, close, pairs))
    at = close
    plainFrom = close + 1
  }
  if (to > plainFrom) nodes.push({ type: 'text', text: text.slice(plainFrom, to) })
  return nodes
}

function readGroup(text: string, open: number, close: number, pairs: ReadonlyMap<number, number>): WeightGroup {
  const bracket = text[open] === '(' ? '(' : '['
  // No weight is longer; searching the whole text would be slow with many nested brackets.
  const tail = text.slice(Math.max(open + 1, close - 24), close)
  const match = bracket === '(' ? /:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*$/u.exec(tail) : null
  const suffix = match?.[0] ?? ''
  const bare = bracket === '(' ? bracketWeight : 1 / bracketWeight
  return {
    type: 'group',
    bracket,
    weight: match ? Number(match[1]) : bare,
    suffix,
    nodes: readRange(text, open + 1, close - suffix.length, pairs),
    start: open,
    end: close + 1,
  }
}

/** Maps opening to closing positions, properly nested and no deeper than `depthMax`. */
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
  const matched = new Map<number, number>()
  const openGroups: number[] = []
  for (const [open, close] of pairs) {
    while ((openGroups.at(-1) ?? Infinity) < open) openGroups.pop()
    openGroups.push(close)
    if (openGroups.length <= depthMax) matched.set(open, close)
  }
  return matched
}
