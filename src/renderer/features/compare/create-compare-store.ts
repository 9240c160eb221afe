import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Point, Size } from '../../../shared/util/geometry.ts'
import { fitted, type Camera } from './view/camera.ts'

/** As many as can still be looked at side by side. */
export const tilesMost = 9

/** All of them, or two at a time: beside one another, or one over the other. */
export type CompareView = 'grid' | 'pair' | 'slider' | 'overlay' | 'blink' | 'difference'

/** Where the pointer is, in the measure of the picture that it is on. */
export interface PointedPlace extends Point {
  readonly id: AssetId
}

export interface CompareState {
  /** What lies on the table, in its order; no picture twice. */
  readonly ids: readonly AssetId[]
  /** The one that keys are about; of two the one that is changed against another. */
  readonly chosen: AssetId | null
  /** What the others are held against; null = the first. */
  readonly referenceId: AssetId | null
  readonly view: CompareView
  readonly isLinked: boolean
  readonly camera: Camera
  /** Where they are not linked. */
  readonly ownCameras: ReadonlyMap<AssetId, Camera>
  readonly hasLabels: boolean
  /** How the tiles lie on the screen: side by side, and how large each is, CSS pixels. */
  readonly columns: number
  readonly tile: Size
  readonly pointed: PointedPlace | null
  /** From 0 to 1 of the view; how much of it is the reference's. */
  readonly dividedAt: number
  readonly isDividedAcross: boolean
  readonly opacity: number
  readonly blinkMs: number
  readonly isBlinking: boolean
  /** Of two that lie on one another: the reference is shown, not the other. */
  readonly isReferenceShown: boolean
  /** Differences up to this count as none, in steps of 255. */
  readonly tolerance: number
  readonly isPicking: boolean
  /** Where Escape leads. */
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
    cameFrom: 'gallery',
  }))
}

/** In place of what lies there. Returns how many found no room. */
export function layOut(store: CompareStore, ids: Ids, cameFrom: CompareState['cameFrom']): number {
  const all = [...new Set(ids)]
  const laid = all.slice(0, tilesMost)
  store.setState({
    ids: laid,
    chosen: laid[0] ?? null,
    referenceId: null,
    view: 'grid',
    camera: fitted,
    ownCameras: new Map(),
    pointed: null,
    isPicking: false,
    cameFrom,
  })
  return all.length - laid.length
}

/** Beside what lies there, as far as there is room. Returns how many found none. */
export function layDown(store: CompareStore, ids: Ids): number {
  const before = store.getState()
  const all = [...new Set([...before.ids, ...ids])]
  const laid = all.slice(0, tilesMost)
  store.setState({ ids: laid, chosen: before.chosen ?? laid[0] ?? null })
  return all.length - laid.length
}

export function takeOff(store: CompareStore, gone: Ids): void {
  const { ids, chosen, referenceId, view } = store.getState()
  const left = ids.filter((id) => !gone.includes(id))
  if (left.length === ids.length) return
  const at = chosen === null ? 0 : ids.indexOf(chosen)
  const isGone = chosen !== null && gone.includes(chosen)
  store.setState({
    ids: left,
    chosen: isGone ? (left[Math.min(at, left.length - 1)] ?? null) : chosen,
    referenceId: referenceId !== null && gone.includes(referenceId) ? null : referenceId,
    view: left.length < 2 ? 'grid' : view,
    pointed: null,
  })
}

/** Puts one in another's place and moves those between. */
export function moveTo(store: CompareStore, id: AssetId, at: number): void {
  const { ids } = store.getState()
  if (!ids.includes(id)) return
  const others = ids.filter((each) => each !== id)
  store.setState({ ids: others.toSpliced(Math.max(0, Math.min(at, others.length)), 0, id) })
}
