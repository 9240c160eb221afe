import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId, GridId } from '../../../shared/domain/ids.ts'
import type { Point, Size } from '../../../shared/util/geometry.ts'
import { fitted, type Camera } from './view/camera.ts'

/** The most that can usefully be viewed side by side. */
export const tilesMost = 9

/** All images, or two at a time: side by side, or one on top of the other. */
export type CompareView = 'grid' | 'pair' | 'slider' | 'overlay' | 'blink' | 'difference'

/** How commands move the images of a grid. */
export interface GridZoom {
  readonly zoomBy: (factor: number) => void
  readonly fit: () => void
}

/** Pointer position, normalized to the image under it. */
export interface PointedPlace extends Point {
  readonly id: AssetId
}

export interface CompareState {
  /** Images on the table, in order, without duplicates. */
  readonly ids: readonly AssetId[]
  /** The image that keys act on; in pair views, the one compared with the reference. */
  readonly chosen: AssetId | null
  /** The image the others are compared with; null = the first. */
  readonly referenceId: AssetId | null
  readonly view: CompareView
  readonly isLinked: boolean
  readonly camera: Camera
  /** Used while the cameras are not linked. */
  readonly ownCameras: ReadonlyMap<AssetId, Camera>
  readonly hasLabels: boolean
  /** Tile layout: number of columns, and tile size in CSS pixels. */
  readonly columns: number
  readonly tile: Size
  readonly pointed: PointedPlace | null
  /** Fraction of the view, 0 to 1, that shows the reference. */
  readonly dividedAt: number
  readonly isDividedAcross: boolean
  readonly opacity: number
  readonly blinkMs: number
  readonly isBlinking: boolean
  /** In overlaid views: the reference is shown instead of the other. */
  readonly isReferenceShown: boolean
  /** Differences up to this count as none, in steps of 1/255. */
  readonly tolerance: number
  readonly isPicking: boolean
  /** What models are worth is shown instead of the images. */
  readonly isValueShown: boolean
  /** What covers the table: a grid, or the list of grids. */
  readonly gridShown: GridId | 'list' | null
  /** The grid that the images on the table were opened from. */
  readonly gridBehind: GridId | null
  /** Zoom of the grid that is shown. */
  readonly gridZoom: GridZoom | null
  /** Where Escape returns to. */
  readonly cameFrom: 'studio' | 'gallery'
}

export type CompareStore = StoreApi<CompareState>
type Ids = readonly AssetId[]

export function createCompareStore(): CompareStore {
  return createStore<CompareState>(() => ({
    ids: [],
    chosen: null,
    referenceId: null,
    view: 'grid',
    isLinked: true,
    camera: fitted,
    ownCameras: new Map(),
    hasLabels: true,
    columns: 1,
    tile: { widthPx: 1, heightPx: 1 },
    pointed: null,
    dividedAt: 0.5,
    isDividedAcross: false,
    opacity: 0.5,
    blinkMs: 700,
    isBlinking: true,
    isReferenceShown: false,
    tolerance: 0,
    isPicking: false,
    isValueShown: false,
    gridShown: null,
    gridBehind: null,
    gridZoom: null,
    cameFrom: 'gallery',
  }))
}

/** Replaces the images on the table. Returns how many did not fit. */
export function layOutTable(store: CompareStore, ids: Ids, cameFrom: CompareState['cameFrom']): number {
  const all = [...new Set(ids)]
  const kept = all.slice(0, tilesMost)
  store.setState({
    ids: kept,
    chosen: kept[0] ?? null,
    referenceId: null,
    view: 'grid',
    camera: fitted,
    ownCameras: new Map(),
    pointed: null,
    isPicking: false,
    isValueShown: false,
    gridShown: null,
    gridBehind: null,
    cameFrom,
  })
  return all.length - kept.length
}

/** Adds images as far as there is room. Returns how many did not fit. */
export function layDown(store: CompareStore, ids: Ids): number {
  const state = store.getState()
  const all = [...new Set([...state.ids, ...ids])]
  const kept = all.slice(0, tilesMost)
  store.setState({ ids: kept, chosen: state.chosen ?? kept[0] ?? null })
  return all.length - kept.length
}

export function takeOff(store: CompareStore, removed: Ids): void {
  const { ids, chosen, referenceId, view } = store.getState()
  const remaining = ids.filter((id) => !removed.includes(id))
  if (remaining.length === ids.length) return
  const index = chosen === null ? 0 : ids.indexOf(chosen)
  const isGone = chosen !== null && removed.includes(chosen)
  store.setState({
    ids: remaining,
    chosen: isGone ? (remaining[Math.min(index, remaining.length - 1)] ?? null) : chosen,
    referenceId: referenceId !== null && removed.includes(referenceId) ? null : referenceId,
    view: remaining.length < 2 ? 'grid' : view,
    pointed: null,
  })
}

/** Moves an image to another position and shifts those in between. */
export function moveTo(store: CompareStore, id: AssetId, index: number): void {
  const { ids } = store.getState()
  if (!ids.includes(id)) return
  const others = ids.filter((each) => each !== id)
  store.setState({ ids: others.toSpliced(Math.max(0, Math.min(index, others.length)), 0, id) })
}
