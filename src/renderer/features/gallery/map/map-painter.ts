import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { DrawnTile, MapFrame } from './map-frame.ts'
import type { MapThumbnails } from './map-thumbnails.ts'

/** An image's sides, in any unit. */
interface Shape {
  readonly width: number
  readonly height: number
}

/** Draws the tiles of a frame. */
export function paintTiles(
  context: CanvasRenderingContext2D,
  frame: MapFrame,
  tiles: readonly DrawnTile[],
  thumbnails: MapThumbnails,
): void {
  const { area, dpr, scene } = frame
  context.setTransform(dpr, 0, 0, dpr, 0, 0)
  context.clearRect(0, 0, area.widthPx, area.heightPx)
  context.imageSmoothingQuality = 'medium'
  for (const tile of tiles) paintTile(context, frame, tile, scene.points.ids[tile.point]!, thumbnails)
}

/** What a tile covers: its image's box, or the whole square while there is none. */
export function tileBox({ x, y, sidePx }: DrawnTile, bitmap: Shape | null): TileBox {
  const scale = bitmap === null ? 1 : sidePx / Math.max(bitmap.width, bitmap.height)
  const [widthPx, heightPx] = bitmap === null ? [sidePx, sidePx] : [bitmap.width * scale, bitmap.height * scale]
  return { left: x - widthPx / 2, top: y - heightPx / 2, widthPx, heightPx }
}

function paintTile(
  context: CanvasRenderingContext2D,
  frame: MapFrame,
  tile: DrawnTile,
  id: AssetId,
  thumbnails: MapThumbnails,
): void {
  const { x, y, sidePx } = tile
  const isCovered = frame.coverLabel(id) !== null
  const bitmap = isCovered ? null : thumbnails.find(id)
  const box = tileBox(tile, bitmap)
  context.fillStyle = frame.colors.tile
  context.fillRect(box.left, box.top, box.widthPx, box.heightPx)
  if (bitmap !== null) context.drawImage(bitmap, box.left, box.top, box.widthPx, box.heightPx)
  else if (isCovered) strokeLines(context, frame, [[x - sidePx / 8, y, x + sidePx / 8, y]])
  else if (thumbnails.hasFailed(id)) {
    const [left, top, right, bottom] = [x - sidePx / 10, y - sidePx / 10, x + sidePx / 10, y + sidePx / 10]
    strokeLines(context, frame, [
      [left, top, right, bottom],
      [left, bottom, right, top],
    ])
  }
  paintEdge(context, frame, box, id)
}

interface TileBox {
  readonly left: number
  readonly top: number
  readonly widthPx: number
  readonly heightPx: number
}

/** The edge says what is selected and where the cursor is. */
function paintEdge(context: CanvasRenderingContext2D, frame: MapFrame, box: TileBox, id: AssetId): void {
  const { colors, selected, cursor, hovered, hasFocus } = frame
  const ring = (color: string, lineWidth: number, offsetPx: number) => {
    context.strokeStyle = color
    context.lineWidth = lineWidth
    const { left, top, widthPx, heightPx } = box
    context.strokeRect(left - offsetPx, top - offsetPx, widthPx + 2 * offsetPx, heightPx + 2 * offsetPx)
  }
  const isCursor = id === cursor && hasFocus
  if (selected.has(id)) {
    ring(colors.accentInk, 5, 1)
    ring(colors.accent, isCursor ? 4 : 2, isCursor ? 2 : 1)
  } else if (isCursor) ring(colors.accent, 1.5, 1.5)
  else ring(id === hovered ? colors.dot : colors.edge, 1, 0.5)
}

function strokeLines(
  context: CanvasRenderingContext2D,
  { colors }: MapFrame,
  lines: readonly (readonly [fromX: number, fromY: number, toX: number, toY: number])[],
): void {
  context.strokeStyle = colors.dot
  context.lineWidth = 1.5
  context.beginPath()
  for (const [fromX, fromY, toX, toY] of lines) {
    context.moveTo(fromX, fromY)
    context.lineTo(toX, toY)
  }
  context.stroke()
}
