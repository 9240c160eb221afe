import { AppError } from '../../../src/shared/errors/index.ts'
import type { ImageVision } from '../../../src/renderer/editor/session/image-vision.ts'
import type { DocumentState, SamplingMode, StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../src/shared/domain/surfaces.ts'
import { assetIdSchema, documentIdSchema } from '../../../src/shared/domain/ids.ts'
import * as messages from '../../../src/shared/messages/en/editor.ts'
import type { MaskEdge } from '../../../src/shared/util/mask/effective-mask.ts'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'
import type { PixelReader } from '../../../src/renderer/editor/document/pixel-reader.ts'
import { requireSurface } from '../../../src/renderer/editor/document/surfaces.ts'
import type { Brush, Handle, HeldModifiers, PointerSample } from '../../../src/renderer/editor/tools/tool.ts'
import type { Save } from '../../../src/renderer/editor/session/autosave.ts'
import {
  createCanvasSession,
  type CanvasSession,
  type CanvasSessionOptions,
} from '../../../src/renderer/editor/session/canvas-session.ts'

interface DriverOptions
  extends Size, Partial<Pick<CanvasSessionOptions, 'baseId' | 'createPixels' | 'onCompose' | 'onCrop' | 'onProblem'>> {
  readonly brush?: Partial<Brush>
  readonly edge?: MaskEdge
  readonly sampling?: SamplingMode
  readonly state?: Partial<DocumentState>
  readonly tiles?: readonly StoredTile[]
  readonly onSave?: (save: Save) => Promise<void>
  readonly vision?: Partial<ImageVision>
  /** The image's color at a point, RGBA; gray by default. */
  readonly colorAt?: (x: number, y: number) => readonly [number, number, number, number]
}

interface Touch extends Partial<HeldModifiers> {
  readonly pressure?: number
  readonly isEraserEnd?: boolean
  /** The tool handle under the pointer. */
  readonly handle?: Handle
}

export const assetA = assetIdSchema.parse('A'.repeat(26))
export const assetB = assetIdSchema.parse('B'.repeat(26))
export const firstMask = 'mask-1'

/** Drives a session for tests and benchmarks: `paint.down(10, 10).move(20, 10).up()`. */
export class PaintDriver {
  readonly session: CanvasSession
  #last: PointerSample = toSample(0, 0, 1)

  constructor(session: CanvasSession) {
    this.session = session
  }

  down(x: number, y: number, touch: Touch = {}): this {
    this.#last = toSample(x, y, touch.pressure ?? 1)
    const isEraserEnd = touch.isEraserEnd ?? false
    const handle = touch.handle ?? null
    this.session.tools.dispatch({ on: 'down', sample: this.#last, keys: toKeys(touch), isEraserEnd, handle })
    return this
  }

  move(x: number, y: number, touch: Touch = {}): this {
    this.#last = toSample(x, y, touch.pressure ?? 1)
    this.session.tools.dispatch({ on: 'move', samples: [this.#last], keys: toKeys(touch) })
    return this
  }

  up(touch: Touch = {}): this {
    this.session.tools.dispatch({ on: 'up', sample: this.#last, keys: toKeys(touch) })
    return this
  }

  stroke(points: readonly (readonly [number, number])[]): this {
    points.forEach(([x, y], i) => (i === 0 ? this.down(x, y) : this.move(x, y)))
    return this.up()
  }

  at(x: number, y: number, surfaceId: string = firstMask): number {
    return this.read({ x, y, widthPx: 1, heightPx: 1 }, surfaceId)[0]!
  }

  /** RGBA of a paint layer. */
  colorAt(x: number, y: number, surfaceId: string): readonly number[] {
    return [...this.read({ x, y, widthPx: 1, heightPx: 1 }, surfaceId)]
  }

  pixels(surfaceId: string = firstMask): Uint8Array {
    return this.read({ x: 0, y: 0, ...this.session.size }, surfaceId)
  }

  read(area: Rect, surfaceId: string): Uint8Array {
    return this.session.raster.read(requireSurface(this.session.doc, surfaceId), area)
  }

  /** One character per pixel: `.` nothing, `#` full, otherwise the coverage in tenths. */
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
    id: documentIdSchema.parse('D'.repeat(26)),
    baseId: options.baseId ?? assetA,
    state: blankState(options),
    tiles: options.tiles ?? [],
    brush: { sizePx: 8, hardness: 1, strength: 1, pressure: 'none', ...options.brush },
    createPixels: options.createPixels ?? (() => flatPixels(options.colorAt ?? (() => [128, 128, 128, 255]))),
    onSave: options.onSave ?? (() => Promise.resolve()),
    onCompose: options.onCompose ?? (() => Promise.resolve({ assetId: assetB })),
    onCrop: options.onCrop ?? (() => Promise.resolve({ assetId: assetB })),
    vision: {
      findSubject: () => Promise.resolve(null),
      prepareObjects: () => Promise.resolve(null),
      findByWords: () => Promise.reject(new AppError('model/missing', 'No model for object detection is installed.')),
      findObject: () => Promise.reject(new AppError('model/missing', 'No model for object selection is installed.')),
      ...options.vision,
    },
    onProblem: options.onProblem ?? (() => undefined),
  })
  session.view.resize({ widthPx: 800, heightPx: 600, dpr: 1 })
  return new PaintDriver(session)
}

/** A document in its newly opened state. */
function blankState({ widthPx, heightPx, edge, sampling, state }: DriverOptions): DocumentState {
  return {
    version: 1,
    size: { widthPx, heightPx },
    masks: [{ id: firstMask, name: messages.mask, tint: '#ff4d5e', strength: 1, isOn: true }],
    layers: [],
    targetId: firstMask,
    sampling: sampling ?? 'automatic',
    frame: null,
    edit: { intent: 'fill', isEdgeAutomatic: false, growPx: 0, featherPx: 0, ...edge, box: null },
    words: { prompt: '', negativePrompt: '' },
    ...state,
  }
}

function flatPixels(colorAt: NonNullable<DriverOptions['colorAt']>): PixelReader {
  return {
    read: (_doc, area) => {
      const pixels = new Uint8ClampedArray(area.widthPx * area.heightPx * 4)
      for (let i = 0; i < area.widthPx * area.heightPx; i++) {
        const x = area.x + (i % area.widthPx)
        const y = area.y + Math.floor(i / area.widthPx)
        pixels.set(colorAt(x, y), i * 4)
      }
      return Promise.resolve(pixels)
    },
  }
}

export const sampling = samplingSurfaceId

function toSample(x: number, y: number, pressure: number): PointerSample {
  return { at: { x, y }, screen: { x, y }, pressure }
}

function toKeys(touch: Touch): HeldModifiers {
  return { shift: touch.shift ?? false, alt: touch.alt ?? false, mod: touch.mod ?? false }
}

function toCharacter(value: number): string {
  if (value === 0) return '.'
  return value === 255 ? '#' : String(Math.floor((value / 256) * 10))
}
