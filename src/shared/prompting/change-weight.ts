import { groupsOf, parseWeights, type WeightGroup } from './parse-weights.ts'

/** Offsets in a text as a text field reports them; equal for a caret. */
export interface TextSelection {
  readonly start: number
  readonly end: number
}

export interface WeightChange {
  readonly text: string
  /** The weighted text, so that the next step changes the same one. */
  readonly selection: TextSelection
}

const weightMin = 0
const weightMax = 2
/** Adapters may have negative weights. */
const adapterMin = -2

/**
 * Raises (`step` 0.1) or lowers (−0.1) the weight of the selection: `(word:1.1)`. A caret applies to the brackets
 * around it, or else to the word at it; a selection expands to whole words and brackets. At 1 the brackets are removed,
 * and 0 to 2 are the limits. In `<lora:name:0.8>` the number changes.
 */
export function changeWeight(text: string, selection: TextSelection, step: number): WeightChange {
  const selected = within(text, selection)
  const adapter = findAdapter(text, selected)
  if (adapter) return changeAdapter(text, adapter, step)
  const groups = groupsOf(parseWeights(text))
  const target =
    selected.start === selected.end ? targetOfCaret(text, selected.start, groups) : targetOf(text, selected, groups)
  if (target === null) return { text, selection: selected }
  if (isGroup(target)) return changeGroup(text, target, step)
  return replaced(text, target, text.slice(target.start, target.end), limit(1 + step))
}

function isGroup(target: WeightGroup | TextSelection): target is WeightGroup {
  return 'bracket' in target
}

function within(text: string, { start, end }: TextSelection): TextSelection {
  const clamp = (at: number) => Math.min(text.length, Math.max(0, Math.trunc(at) || 0))
  return { start: clamp(Math.min(start, end)), end: clamp(Math.max(start, end)) }
}

function targetOfCaret(
  text: string,
  caret: number,
  groups: readonly WeightGroup[],
): WeightGroup | TextSelection | null {
  // Outer groups come first, so the last one around the caret is the innermost.
  const innermost = groups.findLast((group) => group.start < caret && caret < group.end)
  if (innermost) return innermost
  const word = wordsOf(text).find(({ start, end }) => start <= caret && caret <= end)
  return word ?? groups.find((group) => group.start === caret || group.end === caret) ?? null
}

function targetOf(
  text: string,
  selected: TextSelection,
  groups: readonly WeightGroup[],
): WeightGroup | TextSelection | null {
  const trimmed = trimmedTo(text, selected)
  if (trimmed === null) return null
  const grown = grownToGroups(grownToWords(text, trimmed), groups)
  // The innermost, where brackets directly enclose brackets.
  return groups.findLast((group) => isAllOf(group, grown)) ?? grown
}

/** Whether the selection is the group with its brackets, or its entire content. */
function isAllOf(group: WeightGroup, { start, end }: TextSelection): boolean {
  if (start === group.start && end === group.end) return true
  return start === group.start + 1 && end === group.end - 1 - group.suffix.length
}

/** Returns the selection without the whitespace and commas at its ends. */
function trimmedTo(text: string, { start, end }: TextSelection): TextSelection | null {
  const segment = text.slice(start, end)
  const inner = segment.replace(/^[\s,]+|[\s,]+$/gu, '')
  const from = start + (/^[\s,]*/u.exec(segment)?.[0].length ?? 0)
  return inner === '' ? null : { start: from, end: from + inner.length }
}

function grownToWords(text: string, { start, end }: TextSelection): TextSelection {
  const words = wordsOf(text)
  const first = words.find((word) => word.start < start && start < word.end)
  const last = words.find((word) => word.start < end && end < word.end)
  return { start: first?.start ?? start, end: last?.end ?? end }
}

/** Expands the selection so that no bracket is separated from its partner. */
function grownToGroups(selected: TextSelection, groups: readonly WeightGroup[]): TextSelection {
  let { start, end } = selected
  // From the inside out: expanding over an inner group may cut an outer one.
  for (const group of groups.toReversed()) {
    // Selecting part of its number selects the whole number.
    const isInside = start > group.start && end <= group.end - 1 - group.suffix.length
    const isOutside = end <= group.start || start >= group.end
    if (isInside || isOutside) continue
    start = Math.min(start, group.start)
    end = Math.max(end, group.end)
  }
  return { start, end }
}

function wordsOf(text: string): TextSelection[] {
  const words = text.matchAll(/[\p{L}\p{N}\p{M}_]+(?:['’-][\p{L}\p{N}\p{M}_]+)*/gu)
  return [...words].map(({ index, 0: word }) => ({ start: index, end: index + word.length }))
}

function changeGroup(text: string, group: WeightGroup, step: number): WeightChange {
  const content = text.slice(group.start + 1, group.end - 1 - group.suffix.length)
  return replaced(text, group, content, limit(group.weight + step))
}

function replaced(text: string, range: TextSelection, content: string, weight: number): WeightChange {
  const [before, after] = [text.slice(0, range.start), text.slice(range.end)]
  const isPlain = weight === 1
  const start = range.start + (isPlain ? 0 : 1)
  return {
    text: `${before}${isPlain ? content : `(${content}:${weight})`}${after}`,
    selection: { start, end: start + content.length },
  }
}

function limit(weight: number, min = weightMin): number {
  return Math.min(weightMax, Math.max(min, Math.round(weight * 100) / 100))
}

interface Adapter extends TextSelection {
  readonly head: string
  readonly scale: number
  readonly tail: string
}

function findAdapter(text: string, { start, end }: TextSelection): Adapter | null {
  for (const match of text.matchAll(/(<(?:lora|lyco|hypernet):[^<>:]+:)(-?\d*\.?\d+)([^<>]*>)/giu)) {
    const range = { start: match.index, end: match.index + match[0].length }
    if (start < range.start || end > range.end || (start === end && end === range.start)) continue
    return { ...range, head: match[1] ?? '', scale: Number(match[2]), tail: match[3] ?? '' }
  }
  return null
}

function changeAdapter(text: string, { start, end, head, scale, tail }: Adapter, step: number): WeightChange {
  const tag = `${head}${limit(scale + step, adapterMin)}${tail}`
  return {
    text: text.slice(0, start) + tag + text.slice(end),
    selection: { start, end: start + tag.length },
  }
}
