import { AppError } from '../errors/index.ts'
import * as messages from '../messages/en/prompting.ts'

/** A parsed prompt template. `source` is a node's original text. */
export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  /** `__name__`: a line of a list. */
  | { readonly type: 'list'; readonly name: string; readonly source: string }
  /** `$name`, `${name}`; kept as text if the variable has no value. */
  | { readonly type: 'variable'; readonly name: string; readonly source: string }
  /** `${name=value}`: produces no text itself. */
  | { readonly type: 'definition'; readonly name: string; readonly nodes: readonly TemplateNode[] }
  | TemplateChoice

/** `{a|b}`, `{2$$a|b|c}`, `{1-3$$ and $$a|b|c}` */
export interface TemplateChoice {
  readonly type: 'choice'
  readonly options: readonly TemplateOption[]
  /** How many options are taken. */
  readonly min: number
  readonly max: number
  readonly joiner: string
  readonly source: string
}

export interface TemplateOption {
  /** Relative probability of being drawn: `3::a`. */
  readonly weight: number
  readonly nodes: readonly TemplateNode[]
  readonly source: string
}

export const templateCharsMax = 40_000
const depthMax = 32
export const takenMax = 20

/**
 * Parses any template in one pass. Unmatched braces, and braces without a choice, are text, so that a prompt in JSON
 * stays intact. A backslash escapes `{ } | $ _ : \`.
 * @throws request/invalid where it is too long, or nested too deeply
 */
export function parseTemplate(text: string): TemplateNode[] {
  if (text.length > templateCharsMax) {
    throw invalid(messages.promptTooLong({ templateCharsMax }))
  }
  if (!/[{$\\]|__/u.test(text)) return text === '' ? [] : [{ type: 'text', text }]
  return readRange({ text, braces: pairBraces(text) }, 0, text.length)
}

export function invalid(message: string): AppError {
  return new AppError('request/invalid', message)
}

interface Brace {
  readonly close: number
  /** Positions of its own `|`. */
  readonly bars: readonly number[]
}

interface Source {
  readonly text: string
  readonly braces: ReadonlyMap<number, Brace>
}

/** Pairs matching braces. @throws request/invalid where they are nested too deeply */
function pairBraces(text: string): Map<number, Brace> {
  const open: { at: number; bars: number[]; depth: number }[] = []
  const braces = new Map<number, Brace>()
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '{') open.push({ at, bars: [], depth: 0 })
    else if (char === '|') open.at(-1)?.bars.push(at)
    else if (char === '}') {
      const top = open.pop()
      if (top === undefined) continue
      if (top.depth >= depthMax) throw invalid(messages.nestedTooDeep({ depthMax }))
      braces.set(top.at, { close: at, bars: top.bars })
      const enclosing = open.at(-1)
      if (enclosing) enclosing.depth = Math.max(enclosing.depth, top.depth + 1)
    }
  }
  return braces
}

const listPattern = /__([A-Za-z0-9](?:[\w\- ]{0,58}?[A-Za-z0-9-])?)__/y
const variablePattern = /\$([A-Za-z]\w*)/y

function readRange(source: Source, from: number, to: number): TemplateNode[] {
  const nodes: TemplateNode[] = []
  let plain = ''
  for (let at = from; at < to;) {
    const special = readSpecial(source, at, to)
    if (special === null) {
      plain += source.text[at] ?? ''
      at++
      continue
    }
    if ('plain' in special) plain += special.plain
    else {
      if (plain !== '') nodes.push({ type: 'text', text: plain })
      plain = ''
      nodes.push(special.node)
    }
    at = special.end
  }
  if (plain !== '') nodes.push({ type: 'text', text: plain })
  return nodes
}

type Found = { readonly end: number } & ({ readonly node: TemplateNode } | { readonly plain: string })

function readSpecial(source: Source, at: number, to: number): Found | null {
  const { text, braces } = source
  switch (text[at]) {
    case '\\': {
      const nextChar = at + 1 < to ? (text[at + 1] ?? '') : ''
      return '{}|$_:\\'.includes(nextChar) && nextChar !== '' ? { plain: nextChar, end: at + 2 } : null
    }
    case '_': {
      const name = matchAt(listPattern, text, at, to)
      return name && { node: { type: 'list', name: name.inner, source: name.whole }, end: at + name.whole.length }
    }
    case '$': {
      const brace = at + 1 < to ? braces.get(at + 1) : undefined
      if (brace) return readNamed(source, at, brace.close)
      const name = matchAt(variablePattern, text, at, to)
      if (!name) return null
      const node = { type: 'variable', name: name.inner, source: name.whole } as const
      return { node, end: at + name.whole.length }
    }
    case '{': {
      const brace = braces.get(at)
      return brace ? readChoice(source, at, brace) : null
    }
    default:
      return null
  }
}

function matchAt(pattern: RegExp, text: string, at: number, to: number): { whole: string; inner: string } | null {
  const sticky = new RegExp(pattern)
  sticky.lastIndex = at
  const match = sticky.exec(text)
  if (match === null || at + match[0].length > to) return null
  return { whole: match[0], inner: match[1] ?? '' }
}

/** Reads `${name}` or `${name=value}`; anything else is text. */
function readNamed(source: Source, at: number, close: number): Found | null {
  const { text } = source
  const head = /^\s*([A-Za-z]\w*)\s*(=|$)/u.exec(text.slice(at + 2, Math.min(close, at + 200)))
  if (head === null) return null
  const [whole, name = '', sign] = head
  const end = close + 1
  const valueFrom = at + 2 + whole.length
  if (sign === '=') {
    return { node: { type: 'definition', name, nodes: readRange(source, ...trimmed(text, valueFrom, close)) }, end }
  }
  return valueFrom === close ? { node: { type: 'variable', name, source: text.slice(at, end) }, end } : null
}

function readChoice(source: Source, open: number, { close, bars }: Brace): Found | null {
  const { text } = source
  const first = bars[0] ?? close
  const count = readCount(text, open + 1, first)
  if (count === null && bars.length === 0) return null
  const { min, max, joiner, from } = count ?? { min: 1, max: 1, joiner: ', ', from: open + 1 }
  const starts = [from, ...bars.map((bar) => bar + 1)]
  const options = starts.map((start, index) => readOption(source, start, bars[index] ?? close))
  const node = { type: 'choice', options, min, max, joiner, source: text.slice(open, close + 1) } as const
  return { node, end: close + 1 }
}

/** `2$$`, `1-3$$`, `2$$ and $$` */
function readCount(text: string, from: number, to: number) {
  const head = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*\$\$/u.exec(text.slice(from, Math.min(to, from + 40)))
  if (head === null) return null
  const [low, high] = [Number(head[1]), Number(head[2] ?? head[1])]
  const [min, max] = [Math.min(low, high), Math.max(low, high)]
  if (max > takenMax) throw invalid(messages.tooManyAtOnce({ value: head[0].trim(), takenMax }))
  const afterHead = from + head[0].length
  const second = text.slice(afterHead, Math.min(to, afterHead + 60)).indexOf('$$')
  const joiner = second === -1 ? '' : text.slice(afterHead, afterHead + second)
  if (second === -1 || /[{}]/u.test(joiner)) return { min, max, joiner: ', ', from: afterHead }
  return { min, max, joiner, from: afterHead + second + 2 }
}

function readOption(source: Source, from: number, to: number): TemplateOption {
  const { text } = source
  const head = /^\s*(\d{1,6}(?:\.\d{1,4})?)::/u.exec(text.slice(from, Math.min(to, from + 24)))
  const [start, end] = trimmed(text, from + (head?.[0].length ?? 0), to)
  return {
    weight: head === null ? 1 : Number(head[1]),
    nodes: readRange(source, start, end),
    source: text.slice(start, end),
  }
}

function trimmed(text: string, from: number, to: number): [start: number, end: number] {
  let [start, end] = [Math.min(from, to), to]
  while (start < end && /\s/u.test(text[start] ?? '')) start++
  while (end > start && /\s/u.test(text[end - 1] ?? '')) end--
  return [start, end]
}
