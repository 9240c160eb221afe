import type { AssetId } from '../../../../shared/domain/ids.ts'
import { imageColors } from '../../../../shared/domain/searched-values.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'
import type { GridMove } from '../grid/move-in-layout.ts'
import type { MapStore } from './create-map-store.ts'
import { DotPainter } from './dot-painter.ts'
import {
  fitCamera,
  keepOnMap,
  panMapBy,
  rectInView,
  revealPoint,
  toMap,
  zoomMapAt,
  type MapCamera,
  type MapRect,
  type ScaleLimits,
} from './map-camera.ts'
import { layOutMapTiles, type DrawnTile, type MapColors, type MapFrame } from './map-frame.ts'
import { paintTiles, tileBox } from './map-painter.ts'
import { sideOfLevel, type MapScene } from './map-scene.ts'
import { MapThumbnails } from './map-thumbnails.ts'
import { moveOnMap } from './move-on-map.ts'

/** What the view depends on. */
export type MapInputs = Omit<MapFrame, 'camera' | 'dpr' | 'hovered' | 'colors'>

export interface MapElements {
  readonly element: HTMLElement
  readonly dots: HTMLCanvasElement
  readonly tiles: HTMLCanvasElement
}

/** At the largest zoom, tiles are so wide, CSS pixels. */
const largestTilePx = 512
/** Dots are hit within this distance, CSS pixels. */
const dotReachPx = 7

interface MapViewOptions {
  readonly map: MapStore
  /** Requests the records of the images in view. Returns a function that withdraws them. */
  readonly request: (ids: readonly AssetId[]) => () => void
}

/** Draws the map, at most once per frame, and moves what is in view. Places are in CSS pixels of the view. */
export class MapView {
  readonly #map: MapStore
  readonly #request: MapViewOptions['request']
  readonly #thumbnails = new MapThumbnails(() => this.drawSoon())
  readonly #dots = new DotPainter()
  #inputs: MapInputs | null = null
  #elements: MapElements | null = null
  #colors: { readonly theme: string | undefined; readonly colors: MapColors } | null = null
  #frame = 0
  #drawn: readonly DrawnTile[] = []
  #hovered: AssetId | null = null
  #toReveal: AssetId | null = null
  #withdraw: () => void = () => undefined

  constructor({ map, request }: MapViewOptions) {
    this.#map = map
    this.#request = request
  }

  /** Begins to draw. Returns the function that ends it. */
  attach(elements: MapElements): () => void {
    this.#elements = elements
    const stop = this.#map.store.subscribe((state, previous) => state.camera !== previous.camera && this.drawSoon())
    const themes = new MutationObserver(() => this.drawSoon())
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    this.drawSoon()
    return () => {
      stop()
      themes.disconnect()
      this.#elements = null
      cancelAnimationFrame(this.#frame)
      this.#frame = 0
      this.#withdraw()
      this.#thumbnails.dispose()
    }
  }

  update(inputs: MapInputs): void {
    this.#inputs = inputs
    if (this.#toReveal !== null && hasArea(inputs)) this.reveal(this.#toReveal)
    this.drawSoon()
  }

  drawSoon(): void {
    if (this.#frame === 0 && this.#elements !== null) this.#frame = requestAnimationFrame(() => this.#draw())
  }

  /** Thumbnails of images that have changed. */
  drop(ids: readonly AssetId[]): void {
    this.#thumbnails.drop(ids)
  }

  setHovered(id: AssetId | null): void {
    if (this.#hovered === id) return
    this.#hovered = id
    this.drawSoon()
  }

  /** The image at a place; null = there is none. */
  hit(at: Point): AssetId | null {
    const { scene, coverLabel } = this.#inputs ?? {}
    if (scene === undefined || coverLabel === undefined) return null
    const tile = this.#drawn.findLast((each) => {
      const id = scene.points.ids[each.point]!
      const box = tileBox(each, coverLabel(id) === null ? this.#thumbnails.find(id) : null)
      const [right, bottom] = [box.left + box.widthPx, box.top + box.heightPx]
      return at.x >= box.left && at.x <= right && at.y >= box.top && at.y <= bottom
    })
    const point = tile?.point ?? this.#nearestDot(scene, at)
    return point === null ? null : scene.points.ids[point]!
  }

  /** Bright images in a rectangle. */
  within(from: Point, to: Point): AssetId[] {
    const { scene, area } = this.#inputs ?? {}
    if (scene === undefined || area === undefined) return []
    const [one, other] = [toMap(this.#camera(), area, from), toMap(this.#camera(), area, to)]
    const rect: MapRect = {
      left: Math.min(one.x, other.x),
      right: Math.max(one.x, other.x),
      top: Math.min(one.y, other.y),
      bottom: Math.max(one.y, other.y),
    }
    return scene.pointsIn(rect).map((point) => scene.points.ids[point]!)
  }

  fit(): void {
    this.#map.store.setState({ camera: null })
  }

  panBy(by: Point): void {
    this.#move((camera) => panMapBy(camera, by))
  }

  /** @param at what stays in place; by default the center */
  zoomBy(factor: number, at?: Point): void {
    this.#move((camera, area, limits) => {
      const middle = { x: area.widthPx / 2, y: area.heightPx / 2 }
      return zoomMapAt(camera, area, at ?? middle, factor, limits)
    })
  }

  /** Brings an image into view; before the view's size is known, once it is. */
  reveal(id: AssetId): void {
    const isEarly = this.#inputs === null || !hasArea(this.#inputs)
    this.#toReveal = isEarly ? id : null
    if (isEarly) return
    const at = this.#placeOf(id)
    if (at !== null) this.#move((camera, area) => revealPoint(camera, area, at))
  }

  /** The image that a key leads to; null = there is none, or the key does not move by place. */
  neighbor(from: AssetId | null, move: GridMove): AssetId | null {
    if (this.#inputs === null) return null
    const { scene, area, tilePx } = this.#inputs
    const start = from === null ? null : (scene.points.indexOf.get(from) ?? null)
    const point = moveOnMap({ scene, area, tilePx, camera: this.#camera() }, start, move)
    return point === null ? null : scene.points.ids[point]!
  }

  #placeOf(id: AssetId): Point | null {
    const { scene } = this.#inputs ?? {}
    const point = scene?.points.indexOf.get(id)
    if (scene === undefined || point === undefined) return null
    return { x: scene.points.positions[2 * point]!, y: scene.points.positions[2 * point + 1]! }
  }

  #camera(): MapCamera {
    const { scene, area } = this.#inputs!
    return this.#map.store.getState().camera ?? fitCamera(scene.bounds, area)
  }

  #move(change: (camera: MapCamera, area: Size, limits: ScaleLimits) => MapCamera): void {
    if (this.#inputs === null || !hasArea(this.#inputs)) return
    const { scene, area } = this.#inputs
    const fitted = fitCamera(scene.bounds, area)
    const limits = {
      min: fitted.scale / 2,
      max: Math.max(fitted.scale, largestTilePx / sideOfLevel(scene.lastLevel)),
    }
    const current = this.#camera()
    const next = keepOnMap(change(current, area, limits), scene.bounds)
    if (next.x !== current.x || next.y !== current.y || next.scale !== current.scale) {
      this.#map.store.setState({ camera: next })
    }
  }

  #nearestDot(scene: MapScene, at: Point): number | null {
    const { area } = this.#inputs!
    const camera = this.#camera()
    const center = toMap(camera, area, at)
    const reach = dotReachPx / camera.scale
    const around = { left: center.x - reach, right: center.x + reach, top: center.y - reach, bottom: center.y + reach }
    let [nearest, least]: [number | null, number] = [null, Infinity]
    for (const point of scene.pointsIn(around)) {
      const { positions } = scene.points
      const distance = Math.hypot(positions[2 * point]! - center.x, positions[2 * point + 1]! - center.y)
      if (distance < least) [nearest, least] = [point, distance]
    }
    return nearest
  }

  #draw(): void {
    this.#frame = 0
    if (this.#inputs === null || this.#elements === null || !hasArea(this.#inputs)) return
    const { area } = this.#inputs
    const dpr = window.devicePixelRatio
    const dots = contextOf(this.#elements.dots, area, 1)
    const tiles = contextOf(this.#elements.tiles, area, dpr)
    if (dots === null || tiles === null) return
    const frame: MapFrame = {
      ...this.#inputs,
      camera: this.#camera(),
      dpr,
      hovered: this.#hovered,
      colors: this.#readColors(this.#elements.element),
    }
    this.#drawn = layOutMapTiles(frame)
    // Dim points count: they are seen, too.
    const isEmpty =
      !this.#drawn.some((tile) => isInView(tile, area)) && !frame.scene.hasPointIn(rectInView(frame.camera, area))
    this.#elements.element.toggleAttribute('data-empty', isEmpty)
    this.#dots.paint(dots, frame)
    paintTiles(tiles, frame, this.#drawn, this.#thumbnails)
    this.#load(frame)
  }

  /** Loads what the frame lacks: from the center of the view outward. */
  #load({ scene, area, dpr, coverLabel }: MapFrame): void {
    const [middleX, middleY] = [area.widthPx / 2, area.heightPx / 2]
    const tiles = this.#drawn
      .map(({ point, x, y, sidePx }) => ({
        id: scene.points.ids[point]!,
        sidePx: sidePx * dpr,
        distance: Math.hypot(x - middleX, y - middleY),
      }))
      .toSorted((one, other) => one.distance - other.distance)
    this.#thumbnails.want(tiles.filter(({ id }) => coverLabel(id) === null))
    this.#withdraw()
    this.#withdraw = this.#request(tiles.map(({ id }) => id))
  }

  /** Reading styles costs a part of each frame. */
  #readColors(element: HTMLElement): MapColors {
    const { theme } = document.documentElement.dataset
    if (this.#colors !== null && this.#colors.theme === theme && theme !== undefined) return this.#colors.colors
    const style = getComputedStyle(element)
    const read = (name: string) => style.getPropertyValue(name).trim()
    const probe = document.createElement('span')
    element.append(probe)
    const swatches = imageColors.map((color) => {
      probe.dataset['color'] = color
      return getComputedStyle(probe).getPropertyValue('--swatch').trim()
    })
    probe.remove()
    const colors: MapColors = {
      swatches,
      dot: read('--muted'),
      dim: read('--line-strong'),
      accent: read('--accent'),
      accentInk: read('--accent-ink'),
      tile: read('--raised'),
      edge: read('--edge'),
    }
    this.#colors = { theme, colors }
    return colors
  }
}

/** Its element has been measured. */
function hasArea({ area }: MapInputs): boolean {
  return area.widthPx > 0 && area.heightPx > 0
}

function isInView({ x, y, sidePx }: DrawnTile, { widthPx, heightPx }: Size): boolean {
  const half = sidePx / 2
  return x > -half && y > -half && x < widthPx + half && y < heightPx + half
}

/** The context of a canvas of the view's size. */
function contextOf(canvas: HTMLCanvasElement, { widthPx, heightPx }: Size, dpr: number) {
  const [width, height] = [Math.round(widthPx * dpr), Math.round(heightPx * dpr)]
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  return canvas.getContext('2d')
}
