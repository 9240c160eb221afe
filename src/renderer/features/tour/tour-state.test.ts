import { assert, boolean, constantFrom, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { tourSteps } from '../../../shared/domain/tour.ts'
import { advance, tourBlockerOf, firstState, type TourFacts, type TourState } from './tour-state.ts'

const resultId = assetIdSchema.parse('01J00000000000000000000009')
const start: TourFacts = {
  place: 'studio',
  tab: 'active',
  hasMask: false,
  isPainting: false,
  fill: 'none',
  resultId: null,
  isProofShown: false,
  isOriginalShown: false,
  isLineageShown: false,
  hasExported: false,
}
const filled: TourFacts = { ...start, hasMask: true, resultId }
const at = (step: TourState['step']): TourState => ({ step, isShown: false })

describe('the tour', () => {
  it('goes on with what the person did, and with nothing else', () => {
    let state = firstState
    const see = (facts: TourFacts) => {
      state = advance(state, facts)
      return state.step
    }
    expect(see(start)).toBe('paint')
    expect(see({ ...start, hasMask: true, isPainting: true })).toBe('paint')
    expect(see({ ...start, hasMask: true })).toBe('fill')
    expect(see({ ...start, hasMask: true, fill: 'running' })).toBe('fill')
    expect(see(filled)).toBe('proof')
    expect(see({ ...filled, isProofShown: true })).toBe('proof')
    expect(see(filled)).toBe('compare')
    expect(see({ ...filled, isOriginalShown: true })).toBe('compare')
    expect(see(filled)).toBe('gallery')
    expect(see({ ...filled, place: 'gallery' })).toBe('lineage')
    expect(see({ ...filled, place: 'gallery', isLineageShown: true })).toBe('export')
    expect(see({ ...filled, place: 'gallery' })).toBe('export')
    expect(see({ ...filled, place: 'gallery', hasExported: true })).toBe('done')
  })

  it('goes back to painting when the mask is undone, and to filling when the result is rejected', () => {
    expect(advance(at('fill'), start).step).toBe('paint')
    expect(advance(at('fill'), { ...start, fill: 'running' }).step).toBe('fill')
    expect(advance(at('proof'), { ...start, hasMask: true }).step).toBe('fill')
    expect(advance(at('compare'), start).step).toBe('paint')
  })

  it('takes a document that is being opened for neither masked nor unmasked', () => {
    expect(advance(at('fill'), { ...start, hasMask: null }).step).toBe('fill')
    expect(advance(at('paint'), { ...start, hasMask: null }).step).toBe('paint')
  })

  it('waits where its document is behind or closed, or another place is shown', () => {
    expect(tourBlockerOf('paint', { ...start, tab: 'closed', place: 'gallery' })).toBe('closed')
    expect(tourBlockerOf('fill', { ...start, place: 'gallery' })).toBe('not-in-studio')
    expect(tourBlockerOf('compare', { ...start, tab: 'behind' })).toBe('behind')
    expect(tourBlockerOf('lineage', start)).toBe('not-in-gallery')
    expect(tourBlockerOf('export', { ...start, tab: 'closed', place: 'elsewhere' })).toBeNull()
    // Comparing that was interrupted is not comparing that was done.
    const comparing = advance(at('compare'), { ...filled, isOriginalShown: true })
    const away = advance(comparing, { ...filled, place: 'gallery' })
    expect(advance(away, filled).step).toBe('compare')
  })

  it('settles on one step for whatever the window shows', () => {
    const facts = record({
      place: constantFrom('studio', 'gallery', 'elsewhere'),
      tab: constantFrom('active', 'behind', 'closed'),
      hasMask: constantFrom(true, false, null),
      isPainting: boolean(),
      fill: constantFrom('none', 'running', 'failed'),
      resultId: constantFrom(null, resultId),
      isProofShown: boolean(),
      isOriginalShown: boolean(),
      isLineageShown: boolean(),
      hasExported: boolean(),
    })
    const states = record({ step: constantFrom(...tourSteps, 'done' as const), isShown: boolean() })
    assert(
      property(states, facts, (state, seen) => {
        const settled = advance(state, seen)
        expect(advance(settled, seen)).toEqual(settled)
        if (tourBlockerOf(state.step, seen) !== null) expect(settled.step).toBe(state.step)
      }),
    )
  })
})
