import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CanvasDocument, StoredTile } from '../../shared/domain/canvas-document.ts'
import { tilesPerSave } from '../../shared/domain/surfaces.ts'
import type { DocumentId } from '../../shared/domain/ids.ts'
import { selectActiveDocument, type Services } from '../client/index.ts'
import type { Save } from '../editor/session/autosave.ts'
import { createCanvasSession, type CanvasSession } from '../editor/session/canvas-session.ts'
import type { CanvasState } from '../editor/session/create-canvas-store.ts'
import type { Brush } from '../editor/tools/tool.ts'
import { createDocumentPixels } from '../editor/view/document-pixels.ts'
import { prefetchThumbnail } from '../lib/image/load-image.ts'

export interface PoolState {
  /** The session of the image on screen; null while it opens. */
  readonly session: CanvasSession | null
  readonly error: unknown
}

export interface SessionPool {
  readonly store: StoreApi<PoolState>
  /** Settles when the first document is open or has failed, or when there is none. */
  readonly opened: Promise<void>
  /** Settles when the first of its images can be drawn. */
  readonly hasPixels: Promise<void>
  retry(): void
  /** Resolves when everything that can be saved is on disk. */
  flush(): Promise<void>
  /** Saves everything. Rejects if that failed for an open image. */
  save(): Promise<void>
  /** As `flush`, once operations in progress, such as a crop, have changed the documents. */
  finish(): Promise<void>
}

/** One canvas session per open image, kept while its tab is open so that undo survives a change of tabs. */
export function createSessionPool(services: Services): SessionPool {
  const { documents } = services
  const store = createStore<PoolState>(() => ({ session: null, error: null }))
  const sessions = new Map<DocumentId, Promise<CanvasSession>>()
  let shownId: DocumentId | null = null
  const [opened, hasPixels] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]

  async function show(document: CanvasDocument | null): Promise<void> {
    if (document?.id === shownId) return
    shownId = document?.id ?? null
    const previous = store.getState().session
    store.setState({ session: null, error: null })
    if (document === null) return
    void prefetchThumbnail(document.baseId).then(hasPixels.resolve)
    const isNew = !sessions.has(document.id)
    const opening = sessions.get(document.id) ?? openSession(services, document)
    sessions.set(document.id, opening)
    try {
      const session = await opening
      carryBrush(previous, session, services.settings.store.getState().brush, isNew)
      if (shownId === document.id) store.setState({ session })
    } catch (error) {
      sessions.delete(document.id)
      if (shownId === document.id) store.setState({ error })
    }
    opened.resolve()
  }

  async function drop(id: DocumentId): Promise<void> {
    const opening = sessions.get(id)
    sessions.delete(id)
    const session = await opening?.catch(() => undefined)
    if (session === undefined) return
    // Leaves the screen first, which ends a stroke in progress.
    await new Promise((resolve) => setTimeout(resolve))
    // Fails where the image is closed already; then there is nothing left to save.
    await session.flush().catch(() => undefined)
    session.dispose()
  }

  function follow(): void {
    const state = documents.store.getState()
    const open = new Set(state.documents?.map(({ id }) => id))
    for (const id of sessions.keys()) if (!open.has(id)) void drop(id)
    void show(selectActiveDocument(state))
    if (state.error !== null || state.documents?.length === 0) {
      opened.resolve()
      hasPixels.resolve()
    }
  }

  documents.store.subscribe(follow)
  follow()
  return {
    store,
    opened: opened.promise,
    hasPixels: hasPixels.promise,
    retry() {
      shownId = null
      follow()
    },
    flush: () => saveAll(sessions).catch(() => undefined),
    save: () => saveAll(sessions),
    finish: () => finishAll(sessions),
  }
}

/** An image that could not be opened has nothing to save. */
async function saveAll(sessions: ReadonlyMap<DocumentId, Promise<CanvasSession>>): Promise<void> {
  const saves = [...sessions.values()].map(async (opening) => (await opening.catch(() => null))?.flush())
  const failed = (await Promise.allSettled(saves)).find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function finishAll(sessions: ReadonlyMap<DocumentId, Promise<CanvasSession>>): Promise<void> {
  await Promise.allSettled([...sessions.values()].map(async (opening) => (await opening).finish()))
}

/** Saves the brush only after the slider has been at rest. */
const rememberDelayMs = 400

async function openSession(services: Services, { id, baseId }: CanvasDocument): Promise<CanvasSession> {
  const { client, settings, intents } = services
  const { state, tiles } = await client.call('canvas.load', { id })
  const session = await createCanvasSession({
    id,
    baseId,
    state,
    tiles,
    brush: settings.store.getState().brush,
    createPixels: (raster) => createDocumentPixels(raster),
    onSave: (save) => saveInParts(save, (part) => client.call('canvas.save', { id, ...part })),
    onCompose: () => client.call('canvas.compose', { id }),
    onCrop: (rect) => client.call('canvas.crop', { id, rect }),
    vision: {
      findSubject: async (image, signal) =>
        (await client.call('vision.findSubject', { id: image }, { signal })).maskPng,
      prepareObjects: (image, signal) => client.call('vision.prepareObjects', { id: image }, { signal }),
      findObject: (image, { points, box }, signal) =>
        client.call('vision.findObject', { id: image, points: [...points], box }, { signal }),
      findByWords: (image, words, signal) => client.call('vision.findByWords', { id: image, words }, { signal }),
    },
    onProblem: (error) => intents.send({ type: 'report', error }),
  })
  // Loaded beside the document: what is loaded before the window's first picture stays small.
  import('./vision/tints-of-image.ts').then(({ giveTints }) => giveTints(session, state)).catch(() => undefined)
  session.store.subscribe((current, previous) => {
    // Not awaited, and a fill reports its own problems.
    if (startsMask(current, previous))
      client.call('jobs.expectFill', { assetId: current.baseId }).catch(() => undefined)
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  session.store.subscribe(({ brush, tool }, previous) => {
    if (brush === previous.brush || tool !== previous.tool || !isMaskBrush(tool)) return
    clearTimeout(timer)
    timer = setTimeout(() => settings.change({ brush: { ...brush } }), rememberDelayMs)
  })
  return session
}

/** Whether a mask was just started, by a first stroke or any other way. */
function startsMask(state: CanvasState, previous: CanvasState): boolean {
  if (state.isPainting !== previous.isPainting) return state.isPainting && state.targetKind === 'mask'
  const hasNewMask = state.maskRevision !== previous.maskRevision && state.maskBounds !== previous.maskBounds
  return hasNewMask && state.hasMask
}

/**
 * Carries the mask brush from document to document, whatever tool is in use. Its size stays that of each document: only
 * one that was not shown yet takes it over, as large as it was on screen.
 */
function carryBrush(previous: CanvasSession | null, session: CanvasSession, remembered: Brush, isNew: boolean): void {
  const { sizePx, ...brush } = previous?.tools.brushOf('mask') ?? remembered
  session.tools.changeBrushOf('mask', brush)
  if (!isNew) return
  const shown = previous?.store.getState()
  if (!shown?.viewSize) return session.tools.changeBrushOf('mask', { sizePx })
  const onScreenPx = sizePx * shown.viewport.zoom
  whenInView(session, (zoom) => session.tools.changeBrushOf('mask', { sizePx: onScreenPx / zoom }))
}

/** Calls back with the zoom once the document has been fitted. */
function whenInView({ store }: CanvasSession, run: (zoom: number) => void): void {
  const { viewSize, viewport } = store.getState()
  if (viewSize !== null) return run(viewport.zoom)
  const stop = store.subscribe((state) => {
    if (state.viewSize === null) return
    stop()
    run(state.viewport.zoom)
  })
}

/** Color and clone tools have their own brushes, unrelated to the mask brush. */
function isMaskBrush(tool: string): boolean {
  return tool === 'brush' || tool === 'eraser'
}

type SavePart = Omit<Save, 'tiles'> & { tiles: StoredTile[] }

/**
 * Splits a save with more tiles than fit in one call: the first part has the document's state, the others add tiles.
 */
async function saveInParts(save: Save, send: (part: SavePart) => Promise<void>): Promise<void> {
  const { tiles } = save
  await send({ ...save, tiles: tiles.slice(0, tilesPerSave) })
  for (let at = tilesPerSave; at < tiles.length; at += tilesPerSave) {
    await send({ ...save, tiles: tiles.slice(at, at + tilesPerSave), isWhole: false })
  }
}
