import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/editor.ts'
import {
  intersectRects,
  isEmptyRect,
  isSameSize,
  type Point,
  type Rect,
  type Size,
} from '../../../../shared/util/geometry.ts'
import { changeFrame, exchangeBase } from '../../document/commands.ts'
import type { SessionCore } from '../session-core.ts'
import type { ViewControl } from '../view-control.ts'

/** An image that replaces the base. `parentAt`: position of the old base's corner in it. */
export interface NewBase {
  readonly id: AssetId
  readonly size: Size
  readonly parentAt: Point
  /** The layers are merged into it. */
  readonly hasLayers: boolean
  /** It was made as the marks say. */
  readonly isMarkupDone?: boolean
  /** The prompt that created it: undoing the step restores it. */
  readonly prompts: PromptPair | null
}

export type FrameSide = 'left' | 'top' | 'right' | 'bottom'

/** Longest side that the rest of the program can open. */
const longestSidePx = 16_384

/** The frame, cropping, and replacing the base with an image of another extent. */
export class ExtentActions {
  readonly #core: SessionCore
  readonly #view: ViewControl
  readonly #onCrop: (rect: Rect) => Promise<{ readonly assetId: AssetId }>

  constructor(core: SessionCore, view: ViewControl, onCrop: (rect: Rect) => Promise<{ readonly assetId: AssetId }>) {
    this.#core = core
    this.#view = view
    this.#onCrop = onCrop
  }

  changeFrame(frame: Rect | null): void {
    const hadFrame = this.#core.doc.frame !== null
    this.#core.do(changeFrame(frame))
    // The view was zoomed out for the frame.
    if (frame !== null) this.#view.showFrame()
    else if (hadFrame) this.#view.fit()
  }

  /** Extends the frame by a share of the image's side on one side. */
  extendFrame(side: FrameSide, share: number): void {
    const { size, frame } = this.#core.doc
    const current = frame ?? { x: 0, y: 0, ...size }
    this.#core.do(changeFrame(extended(current, size, side, share)))
    this.#view.showFrame()
  }

  /** Requests a crop to this area; the base is replaced once the crop is ready. */
  async crop(rect: Rect): Promise<void> {
    const doc = this.#core.settle()
    const part = intersectRects(wholePixels(rect), { x: 0, y: 0, ...doc.size })
    const isAll = part.widthPx === doc.size.widthPx && part.heightPx === doc.size.heightPx
    if (isEmptyRect(part) || isAll) return
    const extent = {
      size: { widthPx: part.widthPx, heightPx: part.heightPx },
      offset: { x: -part.x, y: -part.y },
      hasLayers: false,
      isMaskDone: false,
    }
    await this.#core.work(
      messages.cropping,
      () => {
        // After waiting for another operation, it would crop a different area than was chosen.
        if (this.#core.doc !== doc) throw AppError.cancelled()
        return this.#onCrop(part)
      },
      ({ assetId }) => this.#core.do(exchangeBase({ label: messages.crop, baseId: assetId, ...extent })),
    )
  }

  /** One step: the result becomes the base and the mask that produced it is cleared. Undo restores both. */
  keep({ id, size, parentAt, hasLayers, isMarkupDone = false, prompts }: NewBase): void {
    const doc = this.#core.settle()
    for (const mask of doc.masks) if (mask.isOn) this.#core.remember(mask.id)
    const isOfSize = isSameSize(size, doc.size)
    const extent = { baseId: id, size, offset: parentAt, hasLayers, isMaskDone: true, isMarkupDone }
    this.#core.do(exchangeBase({ label: messages.keepResult, ...extent }), prompts)
    if (!isOfSize) this.#view.fit()
  }
}

function extended(frame: Rect, image: Size, side: FrameSide, share: number): Rect {
  const isAcross = side === 'left' || side === 'right'
  const imageLength = isAcross ? image.widthPx : image.heightPx
  const length = isAcross ? frame.widthPx : frame.heightPx
  const by = Math.min(Math.round(imageLength * share), longestSidePx - length)
  switch (side) {
    case 'left':
      return { ...frame, x: frame.x - by, widthPx: frame.widthPx + by }
    case 'right':
      return { ...frame, widthPx: frame.widthPx + by }
    case 'top':
      return { ...frame, y: frame.y - by, heightPx: frame.heightPx + by }
    case 'bottom':
      return { ...frame, heightPx: frame.heightPx + by }
  }
}

function wholePixels({ x, y, widthPx, heightPx }: Rect): Rect {
  const left = Math.round(x)
  const top = Math.round(y)
  return { x: left, y: top, widthPx: Math.round(x + widthPx) - left, heightPx: Math.round(y + heightPx) - top }
}
