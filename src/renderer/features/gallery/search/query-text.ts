import { parseQuery, type ParsedQuery } from '../../../../shared/search/index.ts'

/** Parses relative to now: `on:today` is a different day tomorrow. */
export function readQuery(text: string): ParsedQuery {
  return parseQuery(text, Date.now())
}

/** A span of the search text with its interpretation. */
export interface QuerySpan {
  readonly text: string
  /** `field`: a field with its value. `problem`: invalid. */
  readonly look: 'plain' | 'field' | 'problem'
}

/** Splits a query where its style changes. Problems override fields: only part of a field may be invalid. */
export function querySpans(text: string, { terms, problems }: ParsedQuery): readonly QuerySpan[] {
  const fields = terms.filter((term) => term.type !== 'text' || term.field !== null)
  const edges = [...fields, ...problems].flatMap(({ from, to }) => [from, to])
  const cuts = [...new Set([0, ...edges, text.length])].filter((at) => at <= text.length).toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((from, at) => ({ text: text.slice(from, cuts[at + 1]), look: lookAt(from) }))

  function lookAt(offset: number): QuerySpan['look'] {
    const isIn = (part: { readonly from: number; readonly to: number }) => part.from <= offset && offset < part.to
    if (problems.some(isIn)) return 'problem'
    return fields.some(isIn) ? 'field' : 'plain'
  }
}
