import { describe, expect, it } from 'vitest'
import { facetFields } from '../../../../shared/domain/searched-values.ts'
import { facetTitles, formatFacetValue } from './facet-messages.ts'

describe('facet values', () => {
  it.each([
    ['rating', '0', 'Unrated'],
    ['rating', '3', '★★★'],
    ['flag', 'none', 'No flag'],
    ['label', 'none', 'No label'],
    ['label', 'purple', 'Purple'],
    ['operation', 'generate', 'Text to image'],
    ['month', '2026-10', 'October 2026'],
    ['month', 'nonsense', 'nonsense'],
    ['shape', 'landscape', 'Landscape'],
    ['cost', '0', 'Free'],
    ['cost', '>0..<0.01', 'Under $0.01'],
    ['cost', '0.05..<0.2', '$0.05 to $0.20'],
    ['cost', '>=1', '$1.00 or more'],
    ['tool', 'krita-ai', 'Krita AI'],
    ['tag', 'none', 'none'],
  ] as const)('formats %s %s as “%s”', (field, value, words) => {
    expect(formatFacetValue(field, value)).toBe(words)
  })

  it('have a title for every facet', () => {
    expect(Object.keys(facetTitles).toSorted()).toEqual(facetFields.toSorted())
  })
})
