import type { DatabaseSync } from 'node:sqlite'
import type { TextTerm } from '../../../shared/search/index.ts'
import type { Columns } from './columns.ts'
import { matchTags } from './match-tags.ts'
import { fullTextOf, matchText } from './match-text.ts'
import type { SearchMemory } from './open-columns.ts'

/** Cache of the last words searched: images are found, counted and reloaded by the same ones. */
const known = new WeakMap<SearchMemory, { readonly changes: number; readonly masks: Map<string, Uint8Array> }>()
const masksMost = 4

/** 1 at each image with the words in its text or in a tag; null where there is nothing to search for. */
export function matchWords(db: DatabaseSync, memory: SearchMemory, term: TextTerm): Uint8Array | null {
  const fullText = fullTextOf(term)
  if (fullText === null) return null
  const written = matchWritten(db, memory, fullText)
  const tags = term.field === null ? matchTags(db, fullText) : new Set<number>()
  if (tags.size === 0) return written
  const mask = written.slice()
  markTagged(mask, memory.columns, tags)
  return mask
}

/** Writes 1 at each image that has one of these tags. */
export function markTagged(mask: Uint8Array, { tags }: Columns, wanted: ReadonlySet<number>): void {
  if (wanted.size === 0) return
  for (const [number, own] of tags) if (own.some((tag) => wanted.has(tag))) mask[number] = 1
}

function matchWritten(db: DatabaseSync, memory: SearchMemory, fullText: string): Uint8Array {
  const masks = masksOf(memory)
  const before = masks.get(fullText)
  if (before !== undefined) return before
  const mask = new Uint8Array(memory.columns.size)
  for (const number of matchText(db, fullText)) mask[number] = 1
  const [oldest] = masks.keys()
  if (masks.size >= masksMost && oldest !== undefined) masks.delete(oldest)
  masks.set(fullText, mask)
  return mask
}

function masksOf(memory: SearchMemory): Map<string, Uint8Array> {
  let found = known.get(memory)
  if (found?.changes !== memory.changes) known.set(memory, (found = { changes: memory.changes, masks: new Map() }))
  return found.masks
}
