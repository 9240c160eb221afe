/** A named reference in a prompt, `@anna`. */
export interface Mention {
  /** Without the `@`. */
  readonly name: string
  /** Of the `@`. */
  readonly start: number
  /** Behind its last character. */
  readonly end: number
}

/** An address such as ann@example.org is none, and neither is a lone `@`. */
const mentionPattern = /(?<![\p{L}\p{N}\p{M}_@.+-])@([\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,38}[\p{L}\p{N}\p{M}_])?)/gu

export function findMentions(prompt: string): readonly Mention[] {
  if (!prompt.includes('@')) return []
  return [...prompt.matchAll(mentionPattern)].map((match) => ({
    name: match[1]!,
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Names are the same whatever their case and composition. */
export function referenceKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

/** What is being typed after an `@`, up to the caret; null = nothing is. */
export function mentionAt(text: string, caret: number): { readonly start: number; readonly typed: string } | null {
  const match = /(?<![\p{L}\p{N}\p{M}_@.+-])@([\p{L}\p{N}\p{M}_-]{0,40})$/u.exec(text.slice(0, caret))
  return match === null ? null : { start: match.index, typed: match[1]! }
}

/** @param write returns the text for a mention; null leaves it as it is */
export function replaceMentions(prompt: string, write: (mention: Mention) => string | null): string {
  let at = 0
  const parts: string[] = []
  for (const mention of findMentions(prompt)) {
    parts.push(prompt.slice(at, mention.start), write(mention) ?? prompt.slice(mention.start, mention.end))
    at = mention.end
  }
  return parts.join('') + prompt.slice(at)
}
