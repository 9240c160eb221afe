import type { PixelRect } from './pixel-rect.ts'

/** Bits of `FillLevel.state`. */
export const pixelState = {
  /** To be synthesized. */
  hole: 1,
  /** Known, and may be copied. */
  allowed: 2,
  /** All pixels within the patch radius in this row are allowed. */
  allowedRun: 4,
  /** Center of a patch inside the image whose pixels are all allowed: a possible source. */
  source: 8,
  /** Some pixel within the patch radius in this row is a hole. */
  holeRun: 16,
  /** Center of a patch inside the image that touches the hole: a target of the search. */
  site: 32,
} as const

/** Layout of one pyramid level in a fill's shared memory. All numbers are byte offsets or pixel counts. */
export interface LevelLayout {
  readonly width: number
  readonly height: number
  /** Bounding box of the hole, with a margin of one pixel where coarse pixels straddle its edge. */
  readonly holeBox: PixelRect
  readonly imageAt: number
  readonly stateAt: number
  readonly sumsAt: number
  readonly fieldAt: number
  readonly spareFieldAt: number
  readonly costAt: number
  readonly biasAt: number
  readonly depthAt: number
  readonly usageAt: number
  /** Columns and rows of usage blocks. */
  readonly usageColumns: number
  readonly usageRows: number
  /** Entries reserved for fields, costs and biases. */
  readonly siteCapacity: number
}

/** One pyramid level: views of shared memory, identical for every thread. */
export interface FillLevel extends LevelLayout {
  /** Four bytes per pixel: color, then alpha (color premultiplied) or, in opaque images, local gradient energy. */
  readonly image: Uint8Array
  readonly state: Uint8Array
  /** Four sums per pixel over the patch around it; large enough for 15 × 15 × 255. */
  readonly sums: Uint16Array
  readonly field: Int32Array
  readonly spareField: Int32Array
  readonly cost: Float32Array
  readonly bias: Float32Array
  /** Distance to the hole's edge in pixels, over `holeBox`, at most 255. */
  readonly depth: Uint8Array
  /** Sites that copy from each block of the level. */
  readonly usage: Int32Array
}

export const maxPatchRadius = 4
/** Usage is counted in blocks of 2^2 × 2^2 pixels: copies of the same thing rarely hit the same pixel. */
export const usageShift = 2

/** Lays out one level starting at byte `start`; returns the layout and the first byte after it. */
export function layOutLevel(
  width: number,
  height: number,
  holeBox: PixelRect,
  start: number,
): { layout: LevelLayout; end: number } {
  const pixels = width * height
  const siteCapacity = Math.min(pixels, (holeBox.width + 2 * maxPatchRadius) * (holeBox.height + 2 * maxPatchRadius))
  const usageColumns = ((width - 1) >> usageShift) + 1
  const usageRows = ((height - 1) >> usageShift) + 1
  let at = start
  const take = (bytes: number): number => {
    const here = at
    at += Math.ceil(bytes / 16) * 16
    return here
  }
  const layout: LevelLayout = {
    width,
    height,
    holeBox,
    imageAt: take(pixels * 4),
    stateAt: take(pixels),
    sumsAt: take(pixels * 8),
    fieldAt: take(siteCapacity * 4),
    spareFieldAt: take(siteCapacity * 4),
    costAt: take(siteCapacity * 4),
    biasAt: take(siteCapacity * 16),
    depthAt: take(holeBox.width * holeBox.height),
    usageAt: take(usageColumns * usageRows * 4),
    usageColumns,
    usageRows,
    siteCapacity,
  }
  return { layout, end: at }
}

export function openLevel(memory: SharedArrayBuffer, layout: LevelLayout): FillLevel {
  const pixels = layout.width * layout.height
  const sites = layout.siteCapacity
  return {
    ...layout,
    image: new Uint8Array(memory, layout.imageAt, pixels * 4),
    state: new Uint8Array(memory, layout.stateAt, pixels),
    sums: new Uint16Array(memory, layout.sumsAt, pixels * 4),
    field: new Int32Array(memory, layout.fieldAt, sites),
    spareField: new Int32Array(memory, layout.spareFieldAt, sites),
    cost: new Float32Array(memory, layout.costAt, sites),
    bias: new Float32Array(memory, layout.biasAt, sites * 4),
    depth: new Uint8Array(memory, layout.depthAt, layout.holeBox.width * layout.holeBox.height),
    usage: new Int32Array(memory, layout.usageAt, layout.usageColumns * layout.usageRows),
  }
}

/**
 * Computes the distance of each hole pixel to the nearest known pixel, by a two-sweep chamfer with unit steps in all
 * eight directions, at most 255. The image's edge does not count as known. Returns the greatest depth.
 */
export function measureDepth(level: FillLevel): number {
  const { holeBox, depth, state, width } = level
  const { width: w, height: h } = holeBox
  const at = (x: number, y: number): number => {
    const px = x + holeBox.x
    const py = y + holeBox.y
    if (px < 0 || py < 0 || px >= width || py >= level.height) return 255
    if (x < 0 || y < 0 || x >= w || y >= h) return 0
    return depth[y * w + x]!
  }
  const relax = (x: number, y: number, dy: number): void => {
    if (depth[y * w + x] === 0) return
    const nearest = Math.min(at(x - 1, y + dy), at(x, y + dy), at(x + 1, y + dy), at(x + dy, y))
    depth[y * w + x] = Math.min(depth[y * w + x]!, nearest + 1)
  }
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const isHole = state[(y + holeBox.y) * width + x + holeBox.x]! & pixelState.hole
      depth[y * w + x] = isHole ? 255 : 0
    }
  }
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) relax(x, y, -1)
  let deepest = 0
  for (let y = h - 1; y >= 0; y--) {
    for (let x = w - 1; x >= 0; x--) {
      relax(x, y, 1)
      deepest = Math.max(deepest, depth[y * w + x]!)
    }
  }
  return deepest
}
