import type { AssetId } from '../../../shared/domain/ids.ts'
import { tourSteps, type TourStep } from '../../../shared/domain/tour.ts'

/** What of the window the tour goes by. */
export interface TourFacts {
  readonly place: 'studio' | 'gallery' | 'elsewhere'
  /** Of the document that the tour works in. */
  readonly tab: 'active' | 'behind' | 'closed'
  /** Whether anything is masked in it; null = not known while it is behind or being opened. */
  readonly hasMask: boolean | null
  readonly isPainting: boolean
  readonly fill: 'none' | 'running' | 'failed'
  /** The newest result made in it. */
  readonly resultId: AssetId | null
  readonly isProofShown: boolean
  readonly isOriginalShown: boolean
  readonly isLineageShown: boolean
  /** Anything was exported since the tour began. */
  readonly hasExported: boolean
}

export interface TourState {
  readonly step: TourStep | 'done'
  /** What the step shows is on the screen, and the step is over when it no longer is. */
  readonly isShown: boolean
}

export const firstState: TourState = { step: 'paint', isShown: false }

/** Why a step cannot be done at the moment. */
export type Blocker = 'not-in-studio' | 'not-in-gallery' | 'behind' | 'closed'

const inDocument: readonly TourState['step'][] = ['paint', 'fill', 'proof', 'compare']

export function tourBlockerOf(step: TourState['step'], { place, tab }: TourFacts): Blocker | null {
  if (inDocument.includes(step)) {
    if (tab === 'closed') return 'closed'
    if (place !== 'studio') return 'not-in-studio'
    return tab === 'behind' ? 'behind' : null
  }
  return step === 'lineage' && place !== 'gallery' ? 'not-in-gallery' : null
}

/** The step after this one, as if it had been done. */
export function skip({ step }: TourState): TourState {
  const next = step === 'done' ? undefined : tourSteps[tourSteps.indexOf(step) + 1]
  return { step: next ?? 'done', isShown: false }
}

/** Goes on, or back where its ground is gone (an undone mask, a rejected result), as the window says. */
export function advance(state: TourState, facts: TourFacts): TourState {
  const next = advanceOnce(state, facts)
  return next === state ? state : advance(next, facts)
}

const at = (step: TourStep): TourState => ({ step, isShown: false })

function advanceOnce(state: TourState, facts: TourFacts): TourState {
  if (tourBlockerOf(state.step, facts) !== null) return state.isShown ? { ...state, isShown: false } : state
  switch (state.step) {
    case 'paint':
      return facts.resultId !== null || (facts.hasMask === true && !facts.isPainting) ? at('fill') : state
    case 'fill':
      if (facts.resultId !== null) return facts.fill === 'running' ? state : at('proof')
      return facts.hasMask === false && facts.fill === 'none' ? at('paint') : state
    case 'proof':
      return facts.resultId === null ? at('fill') : whenSeen(state, facts.isProofShown)
    case 'compare':
      return facts.resultId === null ? at('fill') : whenSeen(state, facts.isOriginalShown)
    case 'gallery':
      return facts.place === 'gallery' ? skip(state) : state
    case 'lineage':
      return facts.isLineageShown ? skip(state) : state
    case 'export':
      return facts.hasExported ? skip(state) : state
    case 'done':
      return state
  }
}

/** Looked at and let go: the next step would otherwise cover what is being looked at. */
function whenSeen(state: TourState, isShown: boolean): TourState {
  if (isShown === state.isShown) return state
  return isShown ? { ...state, isShown } : skip(state)
}
