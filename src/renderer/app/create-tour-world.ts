import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { TourStep } from '../../shared/domain/tour.ts'
import { maskSpoon } from '../../shared/messages/en/tour.ts'
import type { Rect, Point } from '../../shared/util/geometry.ts'
import { selectActiveDocument, selectJobsOf } from '../client/index.ts'
import { polygonSource } from '../editor/raster/shapes/polygon-source.ts'
import type { CanvasSession } from '../editor/session/canvas-session.ts'
import { toScreen } from '../editor/session/viewport.ts'
import type { TourWorld } from '../features/tour/create-tour.ts'
import type { AppModel } from './create-app-model.ts'
import { goTo } from './create-shell-store.ts'

/** How long “Show me” shows what a person would look at. */
const shownMs = 1_500

/** The window as the tour sees and moves it. */
export function createTourWorld(model: AppModel): TourWorld {
  const { services, shell, studio, pool } = model
  let hasExported = false
  return {
    facts: (documentId) => ({ ...factsOf(model, documentId), hasExported }),
    subscribe(listener) {
      const stopIntents = services.intents.answer((intent) => {
        if (intent.type !== 'exported') return
        hasExported = true
        listener()
      })
      const stops = [stopIntents, followCanvas(model, listener)]
      for (const store of [
        shell,
        studio.store,
        services.documents.store,
        services.jobs.store,
        model.gallery.family.store,
      ])
        stops.push(store.subscribe(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    async openPhoto() {
      hasExported = false
      // What was painted last must be on disk for main to see whether a tab is free.
      await pool.flush()
      const { id } = await services.client.call('canvas.openSample', { sample: 'photo' })
      await services.documents.load()
      await services.jobs.load(id)
      return id
    },
    async showTab(id) {
      goTo(model, 'studio')
      await services.documents.activate(id)
      await services.jobs.load(id)
    },
    goTo: (place) => goTo(model, place),
    perform: (step, resultId) => perform(model, step, resultId),
    anchorOf: (step) => (step === 'paint' ? spoonOnPage(pool.store.getState().session) : anchorOf(step, model)),
    usesEscape: () => usesEscape(model),
    left: () => services.settings.store.getState().tour,
    remember: (tour) => services.settings.change({ tour, ...(tour === null && { hasSeenFirstStart: true }) }),
    openSampleProject: () => services.intents.send({ type: 'open-sample-project' }),
    openOwnImage: () => services.intents.send({ type: 'choose-and-open' }),
    leave: () => studio.store.setState({ isTouring: false }),
    report: (error) => services.intents.send({ type: 'report', error }),
  }
}

function factsOf(model: AppModel, documentId: DocumentId): Omit<ReturnType<TourWorld['facts']>, 'hasExported'> {
  const { services, shell, studio, gallery } = model
  const { route } = shell.getState()
  const documents = services.documents.store.getState()
  const isOpen = documents.documents?.some(({ id }) => id === documentId) ?? true
  const isActive = selectActiveDocument(documents)?.id === documentId
  const canvas = canvasOf(model, documentId)?.store.getState() ?? null
  const jobs = selectJobsOf(services.jobs.store.getState(), documentId)
  const { isComparing, isHeatOn, isHeatPeeked } = studio.store.getState()
  return {
    place: route === 'studio' || route === 'gallery' ? route : 'elsewhere',
    tab: isActive ? 'active' : isOpen ? 'behind' : 'closed',
    hasMask: canvas?.hasMask ?? null,
    isPainting: canvas?.isPainting ?? false,
    fill: fillOf(jobs.at(-1)?.state),
    resultId: jobs.findLast(({ state, verdict }) => state === 'done' && verdict !== 'rejected')?.resultId ?? null,
    isProofShown: isHeatOn || isHeatPeeked,
    isOriginalShown: isComparing || (canvas?.isOriginalHeld ?? false),
    isLineageShown: route === 'gallery' && gallery.family.store.getState().lineage !== null,
  }
}

function fillOf(state: string | undefined): 'none' | 'running' | 'failed' {
  if (state === 'queued' || state === 'running') return 'running'
  return state === 'failed' ? 'failed' : 'none'
}

function canvasOf({ pool }: AppModel, documentId: DocumentId): CanvasSession | null {
  const { session } = pool.store.getState()
  return session?.id === documentId ? session : null
}

/** Follows whichever document is on the canvas. */
function followCanvas({ pool }: AppModel, listener: () => void): () => void {
  const follow = (session: CanvasSession | null) => session?.store.subscribe(listener) ?? (() => undefined)
  let stopCanvas = follow(pool.store.getState().session)
  const stop = pool.store.subscribe(({ session }, previous) => {
    if (session === previous.session) return
    stopCanvas()
    stopCanvas = follow(session)
    listener()
  })
  return () => {
    stop()
    stopCanvas()
  }
}

async function perform(model: AppModel, step: TourStep, resultId: AssetId | null): Promise<void> {
  const { services, registry, studio, gallery, pool } = model
  const { session } = pool.store.getState()
  switch (step) {
    case 'paint':
      return session?.masks.combine(maskSpoon, polygonSource(spoonOutline, true), 'add')
    case 'fill':
      return void registry.run('mask.fill')
    case 'proof':
      selectNewest(model)
      studio.store.setState({ isHeatPeeked: true })
      await later()
      return studio.store.setState({ isHeatPeeked: false, isHeatOn: false })
    case 'compare':
      selectNewest(model)
      session?.view.holdOriginal(true)
      await later()
      session?.view.holdOriginal(false)
      return studio.store.setState({ isComparing: false })
    case 'gallery':
      return resultId === null
        ? goTo(model, 'gallery')
        : services.intents.send({ type: 'show-in-gallery', assetId: resultId })
    case 'lineage':
      if (resultId === null) return undefined
      await gallery.actions.show(resultId)
      return gallery.family.show(resultId)
    case 'export':
      if (resultId !== null) services.intents.send({ type: 'export', ids: [resultId] })
  }
}

/** The heat map and the original are those of the selected result. */
function selectNewest({ services, studio }: AppModel): void {
  const document = selectActiveDocument(services.documents.store.getState())
  if (document === null || studio.store.getState().selectedJobId !== null) return
  const jobs = selectJobsOf(services.jobs.store.getState(), document.id)
  const newest: JobId | undefined = jobs.findLast(({ state }) => state === 'done')?.id
  if (newest !== undefined) studio.store.setState({ selectedJobId: newest })
}

const later = () => new Promise<void>((resolve) => setTimeout(resolve, shownMs))

const selectors: Readonly<Record<Exclude<TourStep, 'paint'>, string>> = {
  fill: '.generate-button button',
  proof: '.strip-proof',
  compare: '.view-facts-toggle + .view-facts-toggle',
  gallery: '.rail > button:nth-of-type(2)',
  lineage: '[data-part="images"] [data-id="RESULT"]',
  export: '[data-part="images"] [data-id="RESULT"]',
}

function anchorOf(step: Exclude<TourStep, 'paint'>, model: AppModel): Rect | null {
  // Under the lineage or the viewer the grid is not what is looked at.
  if (model.gallery.family.store.getState().of !== null && step !== 'gallery') return null
  const { tour, studio } = model.services.settings.store.getState()
  // With another task or model the button does something else, and may cost money; the key always fills here.
  const fillsHere =
    studio.task === 'fill' && (studio.engines.fill?.every((engine) => typeof engine === 'string') ?? true)
  if (step === 'fill' && !fillsHere) return null
  const element = document.querySelector(selectors[step].replace('RESULT', tour?.resultId ?? ''))
  if (element === null || !element.checkVisibility()) return null
  return grown(element.getBoundingClientRect())
}

/** The spoon, where the canvas shows it. */
function spoonOnPage(session: CanvasSession | null): Rect | null {
  const view = document.querySelector('[data-testid="canvas-view"]')?.getBoundingClientRect()
  const { viewport, viewSize } = session?.store.getState() ?? {}
  if (view === undefined || viewport === undefined || !viewSize) return null
  const { x, y, widthPx, heightPx } = spoonRect
  const corners = [x, x + widthPx].flatMap((atX) =>
    [y, y + heightPx].map((atY) => toScreen(viewport, { x: atX, y: atY })),
  )
  const xs = corners.map((corner) => view.x + corner.x / viewSize.dpr)
  const ys = corners.map((corner) => view.y + corner.y / viewSize.dpr)
  const left = Math.max(view.left, Math.min(...xs))
  const top = Math.max(view.top, Math.min(...ys))
  const right = Math.min(view.right, Math.max(...xs))
  const bottom = Math.min(view.bottom, Math.max(...ys))
  return right > left && bottom > top ? { x: left, y: top, widthPx: right - left, heightPx: bottom - top } : null
}

const ringPx = 4

function grown({ x, y, width, height }: DOMRect): Rect {
  return { x: x - ringPx, y: y - ringPx, widthPx: width + 2 * ringPx, heightPx: height + 2 * ringPx }
}

/** A dialog, a menu, a field or something unfinished on the canvas or over the Gallery ends first. */
function usesEscape({ shell, gallery, pool }: AppModel): boolean {
  if (document.querySelector('dialog[open], [role="dialog"], [role="menu"], [role="listbox"]:focus-within input'))
    return true
  if (document.activeElement?.matches('input:not([type="radio"], [type="checkbox"], [type="range"]), textarea'))
    return true
  const canvas = pool.store.getState().session?.store.getState()
  if (shell.getState().route === 'studio') return canvas !== undefined && (canvas.isPainting || canvas.preview !== null)
  return (
    shell.getState().route === 'gallery' &&
    (gallery.family.store.getState().of !== null || gallery.store.getState().isViewing)
  )
}

/** The spoon of the sample photo with its shadow and reflection, in pixels of the photo. */
const spoonRect: Rect = { x: 316, y: 186, widthPx: 96, heightPx: 148 }

/** Its outline, clockwise from the end of the handle in front of the cup. */
const spoonOutline: readonly Point[] = [
  { x: 382, y: 192 },
  { x: 394, y: 196 },
  { x: 386, y: 236 },
  { x: 402, y: 252 },
  { x: 411, y: 274 },
  { x: 408, y: 298 },
  { x: 394, y: 318 },
  { x: 372, y: 330 },
  { x: 348, y: 328 },
  { x: 328, y: 312 },
  { x: 320, y: 290 },
  { x: 324, y: 266 },
  { x: 318, y: 254 },
  { x: 330, y: 238 },
  { x: 350, y: 230 },
  { x: 370, y: 230 },
]
