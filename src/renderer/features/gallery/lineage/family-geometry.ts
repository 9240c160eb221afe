import type { Point } from '../../../../shared/util/geometry.ts'
import type { FamilyLayout, FamilyNode } from './family-layout.ts'

/** Node size including its text, and spacing, CSS pixels at 100%; also in `lineage.css`. */
export const nodeWidthPx = 132
const nodeHeightPx = 138
const columnPx = 196
const rowPx = 154
/** Image height: lines end at its middle, not at the text's. */
const imagePx = 98
const marginPx = 32

/** View transform of the tree: tree point x, y is at the top left corner. */
export interface FamilyView {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

export interface TreeArea {
  readonly width: number
  readonly height: number
}

/** Fits two thousand images in a column. */
const smallestZoom = 0.002
/** Below this, images are indistinguishable and are drawn as placeholders. */
export const farZoom = 0.15
const largestZoom = 2

export function placeOfNode({ column, row }: Pick<FamilyNode, 'column' | 'row'>): Point {
  return { x: marginPx + column * columnPx, y: marginPx + row * rowPx }
}

/** A line from one image to another. */
export function linePath(from: FamilyNode, to: FamilyNode): string {
  const start = placeOfNode(from)
  const end = placeOfNode(to)
  const [y1, y2] = [start.y + imagePx / 2, end.y + imagePx / 2]
  if (from.column === to.column) {
    // Between two nodes in a column the line curves out to the left.
    return `M${start.x} ${y1}C${start.x - 40} ${y1} ${end.x - 40} ${y2} ${end.x} ${y2}`
  }
  const x1 = start.x + nodeWidthPx
  const bend = Math.max(24, Math.abs(end.x - x1) / 2)
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${end.x - bend} ${y2} ${end.x} ${y2}`
}

export function sizeOfTree({ columns, rows }: FamilyLayout): TreeArea {
  return {
    width: 2 * marginPx + Math.max(0, columns - 1) * columnPx + nodeWidthPx,
    height: 2 * marginPx + Math.max(0, rows - 1) * rowPx + nodeHeightPx,
  }
}

/** Returns the whole tree centered if it is legible at that size; otherwise centered on one node. */
export function firstView(layout: FamilyLayout, node: FamilyNode | undefined, area: TreeArea): FamilyView {
  const tree = sizeOfTree(layout)
  const fitted = Math.min(1, area.width / tree.width, area.height / tree.height)
  if (fitted >= 0.5 || node === undefined) return centered(fitted, { x: tree.width / 2, y: tree.height / 2 }, area)
  const { x, y } = placeOfNode(node)
  return centered(0.75, { x: x + nodeWidthPx / 2, y: y + nodeHeightPx / 2 }, area)
}

/** Fits the whole tree, however small. */
export function wholeView(layout: FamilyLayout, area: TreeArea): FamilyView {
  const tree = sizeOfTree(layout)
  const fitted = Math.min(1, area.width / tree.width, area.height / tree.height)
  return centered(Math.max(smallestZoom, fitted), { x: tree.width / 2, y: tree.height / 2 }, area)
}

function centered(zoom: number, at: Point, { width, height }: TreeArea): FamilyView {
  return { zoom, x: at.x - width / 2 / zoom, y: at.y - height / 2 / zoom }
}

/** Zooms around `at` (in CSS pixels from the corner of the view). */
export function zoomFamily(view: FamilyView, at: Point, factor: number): FamilyView {
  const zoom = Math.min(largestZoom, Math.max(smallestZoom, view.zoom * factor))
  return { zoom, x: view.x + at.x / view.zoom - at.x / zoom, y: view.y + at.y / view.zoom - at.y / zoom }
}

/** Moves the least needed to bring a node into view. */
export function withInSight(view: FamilyView, node: FamilyNode, area: TreeArea): FamilyView {
  const { x, y } = placeOfNode(node)
  const along = (at: number, side: number, from: number, available: number) => {
    const margin = marginPx / view.zoom
    if (at - margin < from) return at - margin
    return Math.max(from, at + side + margin - available / view.zoom)
  }
  return {
    zoom: view.zoom,
    x: along(x, nodeWidthPx, view.x, area.width),
    y: along(y, nodeHeightPx, view.y, area.height),
  }
}

/** Returns whether any part of a node is in view, with a small margin. */
export function isInSight(view: FamilyView, node: FamilyNode, area: TreeArea): boolean {
  const { x, y } = placeOfNode(node)
  const [right, bottom] = [view.x + area.width / view.zoom, view.y + area.height / view.zoom]
  return x + columnPx > view.x && x - columnPx < right && y + rowPx > view.y && y - rowPx < bottom
}
