import type { MaskSettings, SamplingMode, StoredTile } from '../../../../shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../../shared/domain/mask-layer.ts'
import { assetIdSchema, documentIdSchema, type AssetId } from '../../../../shared/domain/ids.ts'
import type { MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { Brush, HeldKeys, PointerSample } from '../tools/tool.ts'
import { createCanvasSession, type CanvasSession } from './canvas-session.ts'

interface DriverOptions extends Size {
  readonly brush?: Partial<Brush>
  readonly edge?: MaskEdge
  readonly sampling?: SamplingMode
  readonly tiles?: readonly StoredTile[]
  readonly onSave?: (tiles: StoredTile[], settings: MaskSettings) => Promise<void>
  readonly onBaseChange?: (baseId: AssetId) => Promise<void>
}

interface Touch extends Partial<HeldKeys> {
  readonly pressure?: number
  readonly isEraserEnd?: boolean
}

export const assetA = assetIdSchema.parse('A'.repeat(26))
export const assetB = assetIdSchema.parse('B'.repeat(26))

/** A session with a hand on it, for tests and measurements: `paint.down(10, 10).move(20, 10).up()`. */
export class PaintDriver {
  readonly session: CanvasSession
  #last: PointerSample = toSample(0, 0, 1)

  constructor(session: CanvasSession) {
    this.session = session
  }

  down(x: number, y: number, touch: Touch = {}): this {
    this.#last = toSample(x, y, touch.pressure ?? 1)
    const isEraserEnd = touch.isEraserEnd ?? false
    this.session.dispatch({ on: 'down', sample: this.#last, keys: toKeys(touch), isEraserEnd })
    return this
  }

  move(x: number, y: number, touch: Touch = {}): this {
    this.#last = toSample(x, y, touch.pressure ?? 1)
    this.session.dispatch({ on: 'move', samples: [this.#last], keys: toKeys(touch) })
    return this
  }

  up(touch: Touch = {}): this {
    this.session.dispatch({ on: 'up', sample: this.#last, keys: toKeys(touch) })
    return this
  }

  stroke(points: readonly (readonly [number, number])[]): this {
    points.forEach(([x, y], i) => (i === 0 ? this.down(x, y) : this.move(x, y)))
    return this.up()
  }

  at(x: number, y: number, layer: MaskLayer = 'mask'): number {
    return this.session.raster.read(this.session.doc[layer], { x, y, widthPx: 1, heightPx: 1 })[0]!
  }

  pixels(layer: MaskLayer = 'mask'): Uint8Array {
    return this.session.raster.read(this.session.doc[layer], { x: 0, y: 0, ...this.session.size })
  }

  /** One character per pixel: `.` nothing, `#` full, else the coverage in tenths. */
  art(): string {
    const { widthPx, heightPx } = this.session.size
    const pixels = this.pixels()
    return Array.from({ length: heightPx }, (_, y) =>
      Array.from(pixels.subarray(y * widthPx, (y + 1) * widthPx), toCharacter).join(''),
    ).join('\n')
  }
}

export async function openPaint(options: DriverOptions): Promise<PaintDriver> {
  const session = await createCanvasSession({
    document: {
      id: documentIdSchema.parse('D'.repeat(26)),
      baseId: assetA,
      name: 'picture',
      widthPx: options.widthPx,
      heightPx: options.heightPx,
      mask: { growPx: 0, featherPx: 0, ...options.edge, sampling: options.sampling ?? 'automatic' },
      isActive: true,
      openedAtMs: 0,
    },
    tiles: options.tiles ?? [],
    brush: { sizePx: 8, hardness: 1, strength: 1, pressure: 'none', ...options.brush },
    onSave: options.onSave ?? (() => Promise.resolve()),
    onBaseChange: options.onBaseChange ?? (() => Promise.resolve()),
  })
  session.view.resize({ widthPx: 800, heightPx: 600, dpr: 1 })
  return new PaintDriver(session)
}

function toSample(x: number, y: number, pressure: number): PointerSample {
  return { at: { x, y }, screen: { x, y }, pressure }
}

function toKeys(touch: Touch): HeldKeys {
  return { shift: touch.shift ?? false, alt: touch.alt ?? false }
}

function toCharacter(value: number): string {
  if (value === 0) return '.'
  return value === 255 ? '#' : String(Math.floor((value / 256) * 10))
}
