import { parseQuery, type ParsedQuery } from '../../../../shared/search/index.ts'

/** Parses relative to now: `on:today` is a different day tomorrow. */
export function readQuery(text: string): ParsedQuery {
  return parseQuery(text, Date.now())
}
