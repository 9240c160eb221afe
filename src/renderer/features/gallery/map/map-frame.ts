import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { rectInView, mapToScreen, type MapCamera } from './map-camera.ts'
import { brightPoint, sideOfLevel, type MapScene } from './map-scene.ts'

/** What one frame of the map shows. Sizes are in CSS pixels. */
export interface MapFrame {
  readonly scene: MapScene
  readonly camera: MapCamera
  readonly area: Size
  readonly dpr: number
  /** The least side of a tile. */
  readonly tilePx: number
  readonly selected: ReadonlySet<AssetId>
  readonly cursor: AssetId | null
  /** The image under the pointer. */
  readonly hovered: AssetId | null
  readonly hasFocus: boolean
  /** Why an image is covered; null = it is not. */
  readonly coverLabel: (id: AssetId) => string | null
  readonly colors: MapColors
}

/** CSS colors; `dot`, `dim`, `accent` and `swatches` as `#rrggbb`. */
export interface MapColors {
  readonly dot: string
  /** In the order of `imageColors`. */
  readonly swatches: readonly string[]
  readonly dim: string
  readonly accent: string
  readonly accentInk: string
  readonly tile: string
  readonly edge: string
}

/** A tile as drawn: the square that its image fits into. */
export interface DrawnTile {
  readonly point: number
  /** Of its center. */
  readonly x: number
  readonly y: number
  readonly sidePx: number
}

/** Of the distance of tiles that each fills. */
const filled = 0.92
/** The image at the cursor and the one under the pointer are at least so large, wherever they are. */
const raisedTilePx = 104

/** The tiles of a frame; those on top of others last. */
export function layOutMapTiles(frame: MapFrame): DrawnTile[] {
  const { scene, camera, area, tilePx } = frame
  const level = scene.levelFor(camera.scale, tilePx)
  const sidePx = sideOfLevel(level) * camera.scale * filled
  const tileAt = (point: number, ownSidePx: number): DrawnTile => {
    const at = { x: scene.points.positions[2 * point]!, y: scene.points.positions[2 * point + 1]! }
    return { point, ...mapToScreen(camera, area, at), sidePx: ownSidePx }
  }
  const raised = new Set<number>()
  for (const id of [frame.cursor, frame.hovered]) {
    const point = id === null ? undefined : scene.points.indexOf.get(id)
    if (point !== undefined && scene.states[point] === brightPoint) raised.add(point)
  }
  const tiles = scene.tilesIn(rectInView(camera, area, sidePx), level).filter((point) => !raised.has(point))
  return [
    ...tiles.map((point) => tileAt(point, sidePx)),
    ...[...raised].map((point) => tileAt(point, Math.max(sidePx, raisedTilePx))),
  ]
}
