import { compareNames } from '../../../../shared/messages/formats.ts'
import type { KnownTag } from './create-tags-store.ts'

const mostOffered = 12

/** Returns tags that match the input: prefix matches first, then tags with a matching word, each by frequency. */
export function completeTag(tags: readonly KnownTag[], typed: string, without: readonly string[]): readonly string[] {
  const search = typed.trim().toLowerCase()
  if (search === '') return []
  const taken = new Set(without.map((tag) => tag.toLowerCase()))
  return tags
    .map(({ name, count }) => ({ name, count, rank: rankOf(name.toLowerCase(), search) }))
    .filter(({ name, rank }) => rank !== null && !taken.has(name.toLowerCase()))
    .toSorted((a, b) => a.rank! - b.rank! || b.count - a.count || compareNames(a.name, b.name))
    .slice(0, mostOffered)
    .map(({ name }) => name)
}

function rankOf(name: string, search: string): number | null {
  if (name.startsWith(search)) return 0
  return name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(search)) ? 1 : null
}

/** Parses `sea, blue hour` into two tags. Drops whatever no tag can contain. */
export function tagsIn(text: string): readonly string[] {
  const tags = text.split(/[,;\n]/).map((tag) =>
    tag
      .replaceAll(/[\p{Cc}"]/gu, ' ')
      .replaceAll(/\s+/gu, ' ')
      .trim()
      .slice(0, 100),
  )
  return [...new Set(tags)].filter((tag) => tag !== '')
}
