import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import type { TourLeft } from '../../../shared/domain/settings.ts'
import { tourSteps, type TourStep } from '../../../shared/domain/tour.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { advance, tourBlockerOf, firstState, skip, type Blocker, type TourFacts, type TourState } from './tour-state.ts'

/** The window, as far as the tour sees and moves it. */
export interface TourWorld {
  facts(documentId: DocumentId): TourFacts
  /** Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void
  /** Opens the sample photo in a document that nothing was done in. */
  openPhoto(): Promise<DocumentId>
  /** Brings the document forward with its results, if it is still open. */
  showTab(id: DocumentId): Promise<void>
  goTo(place: 'studio' | 'gallery'): void
  /** Does a step, as its own command would. */
  perform(step: TourStep, resultId: AssetId | null): void | Promise<void>
  /** What the step speaks of, in CSS pixels of the page; null = it is not on the screen. */
  anchorOf(step: TourStep): Rect | null
  /** Whether Escape ends something else first: a stroke, a viewer, the lineage. */
  usesEscape(): boolean
  /** Where the tour was left; null = it was not begun, or finished. */
  left(): TourLeft | null
  remember(left: TourLeft | null): void
  openSampleProject(): void
  openOwnImage(): void
  leave(): void
  report(error: unknown): void
}

export interface TourView extends TourState {
  /** null = it is being opened. */
  readonly documentId: DocumentId | null
  /** The last result of the tour, also when its document is closed. */
  readonly resultId: AssetId | null
  readonly blocker: Blocker | null
  readonly fill: TourFacts['fill']
}

export interface Tour {
  readonly store: StoreApi<TourView>
  readonly world: TourWorld
  /** Goes on where the tour was left, or begins it. Returns a function that stops following the window. */
  start(): () => void
  startOver(): void
  /** Does the step for the person. */
  showMe(): void
  skipStep(): void
  /** Makes the step possible again. */
  unblock(): void
}

const opening: TourView = { ...firstState, documentId: null, resultId: null, blocker: null, fill: 'none' }

export function createTour(world: TourWorld): Tour {
  const store = createStore<TourView>(() => opening)

  function set(change: Partial<TourView>): void {
    const before = store.getState()
    const state = { ...before, ...change }
    if (Object.keys(change).every((key) => before[key as keyof TourView] === state[key as keyof TourView])) return
    store.setState(change)
    const { step, documentId, resultId } = state
    if (step === 'done') world.remember(null)
    else if (documentId !== null) world.remember({ step, documentId, resultId })
  }

  function look(): void {
    const { documentId, step, isShown, resultId } = store.getState()
    if (documentId === null || step === 'done') return
    const facts = world.facts(documentId)
    const next = advance({ step, isShown }, facts)
    const blocker = tourBlockerOf(next.step, facts)
    set({ ...next, blocker, fill: facts.fill, resultId: facts.tab === 'closed' ? resultId : facts.resultId })
  }

  async function begin(): Promise<void> {
    store.setState(opening)
    world.goTo('studio')
    set({ documentId: await world.openPhoto() })
    look()
  }

  async function goOn({ step, documentId, resultId }: TourLeft): Promise<void> {
    const isOpen = world.facts(documentId).tab !== 'closed'
    // Without its document only what is in the library is left to show.
    if (!isOpen && (resultId === null || tourSteps.indexOf(step) < tourSteps.indexOf('gallery'))) return begin()
    if (isOpen) await world.showTab(documentId)
    set({ step, documentId, resultId })
    look()
  }

  function unblock(): void | Promise<void> {
    const { blocker, documentId } = store.getState()
    if (blocker === 'closed') return begin()
    if (blocker === 'not-in-studio') return world.goTo('studio')
    if (blocker === 'not-in-gallery') return world.goTo('gallery')
    return documentId === null ? undefined : world.showTab(documentId)
  }

  return {
    store,
    world,
    start() {
      const stop = world.subscribe(look)
      const left = world.left()
      attempt(world, () => (left === null ? begin() : goOn(left)))
      return stop
    },
    startOver: () => attempt(world, begin),
    showMe() {
      const { step, resultId } = store.getState()
      if (step !== 'done') attempt(world, () => world.perform(step, resultId))
    },
    skipStep() {
      set(skip(store.getState()))
      look()
    },
    unblock: () => attempt(world, unblock),
  }
}

function attempt(world: TourWorld, work: () => void | Promise<void>): void {
  void (async () => work())().catch((error: unknown) => world.report(error))
}
