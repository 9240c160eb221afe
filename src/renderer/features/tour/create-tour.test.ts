import { describe, expect, it } from 'vitest'
import { assetIdSchema, documentIdSchema } from '../../../shared/domain/ids.ts'
import type { TourLeft } from '../../../shared/domain/settings.ts'
import { createTour, type TourWorld } from './create-tour.ts'
import type { TourFacts } from './tour-state.ts'

const photo = documentIdSchema.parse('01J00000000000000000000011')
const resultId = assetIdSchema.parse('01J00000000000000000000012')
const fresh: TourFacts = {
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

function setUp(left: TourLeft | null = null, facts: TourFacts = fresh) {
  const seen = { facts, left, calls: [] as string[] }
  const listeners = new Set<() => void>()
  const world: TourWorld = {
    facts: () => seen.facts,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    openPhoto: async () => {
      seen.calls.push('open')
      seen.facts = fresh
      return photo
    },
    showTab: async () => void seen.calls.push('tab'),
    goTo: (place) => void seen.calls.push(place),
    perform: (step) => void seen.calls.push(`show ${step}`),
    anchorOf: () => null,
    usesEscape: () => false,
    left: () => seen.left,
    remember: (next) => void (seen.left = next),
    openSampleProject: () => undefined,
    openOwnImage: () => undefined,
    leave: () => undefined,
    report: (error) => void seen.calls.push(String(error)),
  }
  const tour = createTour(world)
  const stop = tour.start()
  const change = (next: Partial<TourFacts>) => {
    seen.facts = { ...seen.facts, ...next }
    for (const listener of listeners) listener()
  }
  return { tour, seen, change, stop, settled: () => new Promise((resolve) => setTimeout(resolve)) }
}

describe('where a tour begins', () => {
  it('opens the sample photo, and remembers every step', async () => {
    const { tour, seen, change, settled } = setUp()
    expect(tour.store.getState().documentId).toBeNull()
    await settled()
    expect(seen.calls).toEqual(['studio', 'open'])
    change({ hasMask: true })
    expect(seen.left).toEqual({ step: 'fill', documentId: photo, resultId: null })
    change({ resultId })
    expect(seen.left).toEqual({ step: 'proof', documentId: photo, resultId })
  })

  it('goes on where it was left', async () => {
    const left: TourLeft = { step: 'compare', documentId: photo, resultId }
    const { tour, seen, settled } = setUp(left, { ...fresh, hasMask: true, resultId })
    await settled()
    expect(seen.calls).toEqual(['tab'])
    expect(tour.store.getState().step).toBe('compare')
    tour.startOver()
    await settled()
    expect(tour.store.getState()).toMatchObject({ step: 'paint', documentId: photo, resultId: null })
  })

  it('begins again where its document is gone, and goes on in the Gallery where the result is enough', async () => {
    const closed: TourFacts = { ...fresh, tab: 'closed', hasMask: null, place: 'gallery' }
    const early = setUp({ step: 'proof', documentId: photo, resultId }, closed)
    await early.settled()
    expect(early.seen.calls).toEqual(['studio', 'open'])
    const late = setUp({ step: 'export', documentId: photo, resultId }, closed)
    await late.settled()
    expect(late.seen.calls).toEqual([])
    expect(late.tour.store.getState()).toMatchObject({ step: 'export', resultId, blocker: null })
  })
})

it('says why a step has to wait, and what helps', async () => {
  const { tour, seen, change, settled } = setUp()
  await settled()
  change({ place: 'gallery' })
  expect(tour.store.getState().blocker).toBe('not-in-studio')
  tour.unblock()
  expect(seen.calls.at(-1)).toBe('studio')
  change({ place: 'studio', tab: 'behind' })
  tour.unblock()
  await settled()
  expect(seen.calls.at(-1)).toBe('tab')
  change({ tab: 'closed' })
  tour.unblock()
  await settled()
  expect(seen.calls.slice(-2)).toEqual(['studio', 'open'])
  expect(tour.store.getState()).toMatchObject({ step: 'paint', blocker: null })
})

it('does a step for the person, skips one, and forgets where it was once it is finished', async () => {
  const { tour, seen, change, settled, stop } = setUp()
  await settled()
  tour.showMe()
  expect(seen.calls.at(-1)).toBe('show paint')
  change({ hasMask: true, resultId })
  for (const step of ['compare', 'gallery', 'lineage', 'export', 'done']) {
    tour.skipStep()
    expect(tour.store.getState().step).toBe(step)
  }
  expect(seen.left).toBeNull()
  stop()
  change({ place: 'gallery' })
  expect(tour.store.getState().step).toBe('done')
})
