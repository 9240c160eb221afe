import { parseQuery, type ParsedQuery } from '../../../../shared/search/index.ts'

/** As it is understood at this moment: `on:today` is another day tomorrow. */
export function readQuery(text: string): ParsedQuery {
  return parseQuery(text, Date.now())
}
