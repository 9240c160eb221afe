export interface Span {
  /** `from` inclusive, `to` exclusive. */
  readonly from: number
  readonly to: number
}

/** CSS pixels, from the top-left corner of the first tile. */
export interface TileBox {
  readonly x: number
  readonly y: number
  readonly widthPx: number
  readonly heightPx: number
}

/** Position of each image. Fully known up front: nothing has to be rendered for the scrollbar to be right. */
export interface GridLayout {
  readonly count: number
  readonly rows: number
  readonly heightPx: number
  rowOf(index: number): number
  indicesOf(row: number): Span
  /** Top and height of a row, excluding the gap below it. */
  rowBox(row: number): { readonly y: number; readonly heightPx: number }
  /** Row at an offset, or the one above the gap there; clamped to the first and last. */
  rowAt(y: number): number
  boxOf(index: number): TileBox
}

/** Rendered beyond each edge, so that scrolling finds it ready. */
const aheadPx = 360

/** Returns the images to render: those in view plus a margin. */
export function visibleSpan(layout: GridLayout, y: number, heightPx: number): Span {
  if (layout.rows === 0) return { from: 0, to: 0 }
  return {
    from: layout.indicesOf(layout.rowAt(y - aheadPx)).from,
    to: layout.indicesOf(layout.rowAt(y + heightPx + aheadPx)).to,
  }
}

/** Returns the offset nearest to `y` at which an image's whole row is in view. */
export function offsetToShow(layout: GridLayout, index: number, y: number, heightPx: number): number {
  const row = layout.rowBox(layout.rowOf(index))
  return Math.max(Math.min(y, row.y), row.y + row.heightPx - heightPx)
}

/** The image at the top of the view and how much of its row is scrolled past (0 to 1). */
export interface ScrollAnchor<T> {
  readonly id: T
  readonly passed: number
}

/** Null at the very top, where new images should be seen as they arrive. */
export function anchorAt<T>(
  layout: GridLayout,
  ids: { at(index: number): T | undefined },
  y: number,
): ScrollAnchor<T> | null {
  if (y <= 0 || layout.rows === 0) return null
  const row = layout.rowAt(y)
  const id = ids.at(layout.indicesOf(row).from)
  return id === undefined ? null : { id, passed: (y - layout.rowBox(row).y) / layout.rowBox(row).heightPx }
}

/** Returns the offset at which the anchor's image, now at `index`, is at the top of the view again. */
export function offsetOfAnchor(layout: GridLayout, index: number, { passed }: ScrollAnchor<unknown>): number {
  const { y, heightPx } = layout.rowBox(layout.rowOf(index))
  return y + passed * heightPx
}

/** Returns the indices that a rectangle touches, in order. */
export function indicesIn(layout: GridLayout, area: TileBox): number[] {
  if (layout.rows === 0) return []
  const { from } = layout.indicesOf(layout.rowAt(area.y))
  const { to } = layout.indicesOf(layout.rowAt(area.y + area.heightPx))
  const touched: number[] = []
  for (let index = from; index < to; index++) if (doTouch(layout.boxOf(index), area)) touched.push(index)
  return touched
}

function doTouch(a: TileBox, b: TileBox): boolean {
  const isBeside = a.x >= b.x + b.widthPx || b.x >= a.x + a.widthPx
  return !isBeside && a.y < b.y + b.heightPx && b.y < a.y + a.heightPx
}
