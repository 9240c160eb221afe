import type { ParsedQuery } from '../../../../shared/search/index.ts'

/** A stretch of what is written in the search box, as it is understood. */
export interface QuerySpan {
  readonly text: string
  /** `field`: a field with its value. `problem`: means nothing. */
  readonly look: 'plain' | 'field' | 'problem'
}

/** Cuts a query where its look changes. Problems lie over fields: only a part of one may be wrong. */
export function querySpans(text: string, { terms, problems }: ParsedQuery): readonly QuerySpan[] {
  const fields = terms.filter((term) => term.is !== 'text' || term.field !== null)
  const edges = [...fields, ...problems].flatMap(({ from, to }) => [from, to])
  const cuts = [...new Set([0, ...edges, text.length])].filter((at) => at <= text.length).toSorted((a, b) => a - b)
  return cuts.slice(0, -1).map((from, at) => ({ text: text.slice(from, cuts[at + 1]), look: lookAt(from) }))

  function lookAt(place: number): QuerySpan['look'] {
    const isIn = (part: { readonly from: number; readonly to: number }) => part.from <= place && place < part.to
    if (problems.some(isIn)) return 'problem'
    return fields.some(isIn) ? 'field' : 'plain'
  }
}
