import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId, GridId } from '../../../shared/domain/ids.ts'
import type { AnnotationChange } from '../../../shared/domain/annotations.ts'
import * as messages from '../../../shared/messages/en/compare-commands.ts'
import type { Point, Size } from '../../../shared/util/geometry.ts'
import { hasSameShape } from '../../../shared/util/same-shape.ts'
import type { Services } from '../../client/index.ts'
import { layDown, layOutTable, tilesMost, type CompareState, type CompareStore } from './create-compare-store.ts'
import { shownIds } from './pair.ts'
import { actualZoom, fitted, zoomCameraAt } from './view/camera.ts'
import { cameraOf, fitAll, moveCamera } from './view/move-camera.ts'

export interface CompareActions {
  /** Replaces the images on the table; shows a notice if they do not all fit. */
  layOut(ids: readonly AssetId[], cameFrom: CompareState['cameFrom']): void
  /** Adds to the images on the table; shows a notice if they do not all fit. */
  add(ids: readonly AssetId[]): void
  /** Imports dropped files into the library and adds them to the table. */
  addFiles(files: readonly File[]): Promise<void>
  leave(): void
  goToStudio(): void
  /** Shows a grid, or the list of grids, over the table. */
  showGrid(shown: GridId | 'list'): void
  /** Shows images of a grid on the table; leaving it returns to the grid. */
  viewCells(ids: readonly AssetId[], grid: GridId): void
  open(): void
  exportChosen(): void
  /** Annotates the selected image. */
  mark(change: AnnotationChange): Promise<void>
  zoomBy(factor: number): void
  /** Shows whole images again. */
  fit(): void
  /** Toggles the selected image between fitted and 100%, around the pointer or else the center. */
  toggleActual(): void
  /** User-visible reason why no part of one can be merged into the other; null if it can. */
  mergeDisabledReason(target: Asset, source: Asset): string | null
  /** Opens the reference in the Studio, to merge a part of the selected image into it. */
  takePart(): void
}

interface ActionOptions {
  readonly services: Services
  readonly store: CompareStore
  /** Returns to the route that opened Compare. */
  readonly leave: () => void
  readonly goToStudio: () => void
}

export function createCompareActions({ services, store, leave, goToStudio }: ActionOptions): CompareActions {
  const { assets, intents } = services
  const recordOf = (id: AssetId | null | undefined) => (id ? assets.store.getState().records.get(id) : null)
  const chosen = () => recordOf(store.getState().chosen)

  function reportLeftOver(leftOver: number): void {
    if (leftOver === 0) return
    const text = messages.tableFull({ max: tilesMost, count: leftOver })
    intents.send({ type: 'notify', notice: { level: 'info', text } })
  }
  const add = (ids: readonly AssetId[]) => reportLeftOver(layDown(store, ids))

  function zoom(to: (current: number, asset: Asset, tile: Size) => number | null, at?: Point): void {
    const state = store.getState()
    const asset = chosen() ?? recordOf(shownIds(state)[0])
    if (!asset) return
    const { tile } = state
    const camera = cameraOf(state, asset.id)
    const zoomed = to(camera.zoom, asset, tile)
    const middle = { x: tile.widthPx / 2, y: tile.heightPx / 2 }
    moveCamera(store, asset.id, zoomed === null ? fitted : zoomCameraAt(camera, tile, asset, at ?? middle, zoomed))
  }

  const zoomTableBy = (factor: number) => zoom((current) => current * factor)

  return {
    goToStudio,
    layOut: (ids, cameFrom) => reportLeftOver(layOutTable(store, ids, cameFrom)),
    add,
    async addFiles(files) {
      const { addFiles } = await import('./add-files.ts')
      return addFiles(services, files, add)
    },
    ...createGridActions(store, {
      leave,
      layOut: (ids) => reportLeftOver(layOutTable(store, ids, store.getState().cameFrom)),
    }),
    open() {
      const asset = chosen()
      if (asset) intents.send({ type: 'open-in-studio', assetId: asset.id })
    },
    exportChosen() {
      const asset = chosen()
      if (asset) intents.send({ type: 'export', ids: [asset.id] })
    },
    async mark(change) {
      const asset = chosen()
      if (asset) await services.client.call('catalogue.mark', { ids: [asset.id], change })
    },
    zoomBy: (factor) => (store.getState().gridZoom?.zoomBy ?? zoomTableBy)(factor),
    fit: () => (store.getState().gridZoom?.fit ?? fitAll)(store),
    toggleActual: () =>
      zoom((current, asset, tile) => {
        const actual = actualZoom(tile, asset, window.devicePixelRatio)
        return Math.abs(current - actual) < 0.001 ? null : actual
      }),
    mergeDisabledReason,
    takePart: () => takePart(services, store),
  }
}

function takePart({ assets, intents }: Services, store: CompareStore): void {
  const { ids, referenceId, chosen } = store.getState()
  const recordOf = (id: AssetId | null | undefined) => (id ? assets.store.getState().records.get(id) : null)
  const [source, target] = [recordOf(chosen), recordOf(referenceId ?? ids[0])]
  if (!source || !target) return
  const disabledReason = mergeDisabledReason(target, source)
  if (disabledReason !== null) intents.send({ type: 'notify', notice: { level: 'info', text: disabledReason } })
  else intents.send({ type: 'take-part', targetId: target.id, sourceId: source.id })
}

interface GridActionOptions {
  readonly leave: () => void
  readonly layOut: (ids: readonly AssetId[]) => void
}

function createGridActions(
  store: CompareStore,
  { leave, layOut }: GridActionOptions,
): Pick<CompareActions, 'leave' | 'showGrid' | 'viewCells'> {
  return {
    leave() {
      const { gridShown, gridBehind, ids } = store.getState()
      if (gridBehind !== null) return store.setState({ gridShown: gridBehind, gridBehind: null, chosen: null })
      if (gridShown !== null) store.setState({ gridShown: null, chosen: ids[0] ?? null })
      // An empty table is not worth a stop on the way back.
      if (gridShown === null || ids.length === 0) leave()
    },
    showGrid: (gridShown) =>
      store.setState({ gridShown, gridBehind: null, chosen: null, isPicking: false, isValueShown: false }),
    viewCells(ids, grid) {
      layOut(ids)
      store.setState({ gridBehind: grid })
    },
  }
}

function mergeDisabledReason(target: Asset, source: Asset): string | null {
  if (target.id === source.id) return messages.selectAnotherImage
  if (hasSameShape(target, source)) return null
  return messages.differentAspectRatios({ size: sidesOf(source), referenceSize: sidesOf(target) })
}

const sidesOf = ({ widthPx, heightPx }: Size) => `${widthPx} × ${heightPx}`
