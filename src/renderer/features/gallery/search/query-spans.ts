import type { ParsedQuery } from '../../../../shared/search/index.ts'

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

  function lookAt(place: number): QuerySpan['look'] {
    const isIn = (part: { readonly from: number; readonly to: number }) => part.from <= place && place < part.to
    if (problems.some(isIn)) return 'problem'
    return fields.some(isIn) ? 'field' : 'plain'
  }
}
