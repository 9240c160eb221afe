import type { NamedReference } from '../../../../../shared/domain/named-reference.ts'
import { findMentions, referenceKey } from '../../../../../shared/prompting/index.ts'

/** References for what is typed after an `@`: names that start with it before those that contain it. */
export function matchReferences(all: readonly NamedReference[], typed: string): readonly NamedReference[] {
  const key = referenceKey(typed)
  const starting = all.filter(({ name }) => referenceKey(name).startsWith(key))
  const containing = all.filter(({ name }) => referenceKey(name).lastIndexOf(key) > 0)
  return [...new Set([...starting, ...containing])]
}

/** Whether a new reference of that name can be made: it is a name, and no other has it. */
export function isFreeName(all: readonly NamedReference[], typed: string): boolean {
  const key = referenceKey(typed)
  return findMentions(`@${typed}`)[0]?.name === typed && all.every(({ name }) => referenceKey(name) !== key)
}

interface Written {
  readonly text: string
  /** Of the `@`. */
  readonly start: number
  readonly caret: number
}

/** The range to replace by a name, and the text in its place: with one space behind it, unless a mark follows. */
export function mentionInsert({ text, start, caret }: Written, name: string) {
  const rest = /^[\p{L}\p{N}\p{M}_-]*/u.exec(text.slice(caret))?.[0] ?? ''
  const end = caret + rest.length
  const next = text[end]
  if (next === ' ') return { start, end: end + 1, text: `@${name} ` }
  return { start, end, text: next === undefined ? `@${name} ` : `@${name}` }
}

/** The names in a prompt, each once. */
export function namesIn(prompt: string): readonly string[] {
  const byKey = new Map(findMentions(prompt).map(({ name }) => [referenceKey(name), name]))
  return [...byKey.values()]
}
