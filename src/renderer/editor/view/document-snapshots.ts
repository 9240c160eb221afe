import type { Size } from '../../../shared/util/geometry.ts'
import type { CanvasSession } from '../session/canvas-session.ts'
import type { CanvasState } from '../session/create-canvas-store.ts'
import { ImageStack } from './images/image-stack.ts'
import { hasChanged } from './what-changes.ts'

/** State that snapshots show: neither masks, marks nor the view. */
const shownKeys: readonly (keyof CanvasState)[] = ['size', 'baseId', 'layers', 'layerRevision']

/** Resolves when the window has nothing to do, so that input comes first; at the latest after this time. */
const latestMs = 100
const whenIdle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: latestMs }))

/** Redraws of changed tiles within a few milliseconds each; a snapshot that needs more waits for the next call. */
const redrawsMax = 40

/**
 * Small pictures of a document as it is shown, without masks and marks. During a stroke only the changed tiles are noted;
 * they are drawn between input events, from pixels at the snapshot's own scale.
 */
export class DocumentSnapshots {
  readonly #session: CanvasSession
  readonly #size: Size
  readonly #canvas: OffscreenCanvas
  readonly #images: ImageStack
  readonly #stops: readonly (() => void)[]
  #sharpId: string | null = null
  #isDisposed = false

  /** `onChange`: another snapshot would differ from the last one. */
  constructor(session: CanvasSession, size: Size, onChange: () => void) {
    this.#session = session
    this.#size = size
    this.#canvas = new OffscreenCanvas(size.widthPx, size.heightPx)
    this.#images = new ImageStack({
      raster: session.raster,
      onProgress: onChange,
      onFailure: () => undefined,
      onSharp: (id) => {
        this.#sharpId = id
      },
    })
    this.#stops = [
      session.onPaint((surfaceId, dirty) => {
        if (this.#images.markDirty(surfaceId, dirty)) onChange()
      }),
      session.store.subscribe((state, previous) => {
        if (hasChanged(state, previous, shownKeys)) onChange()
      }),
    ]
  }

  /** Returns a PNG of the snapshots' size; null = the image is still loading, and `onChange` follows. */
  async take(): Promise<Uint8Array<ArrayBuffer> | null> {
    for (let redraws = 0; redraws < redrawsMax; redraws++) {
      await whenIdle()
      if (this.#isDisposed || this.#session.isDisposed) return null
      const isLate = this.#draw()
      if (this.#sharpId !== this.#session.doc.baseId) return null
      if (!isLate) return this.#encode()
    }
    return null
  }

  dispose(): void {
    this.#isDisposed = true
    for (const stop of this.#stops) stop()
    this.#images.dispose()
  }

  /** Returns whether some of it is out of date. */
  #draw(): boolean {
    const context = this.#canvas.getContext('2d')
    if (context === null) return true
    const { doc } = this.#session
    const { widthPx, heightPx } = this.#size
    const [across, down] = [widthPx / doc.size.widthPx, heightPx / doc.size.heightPx]
    const zoom = Math.max(across, down)
    context.save()
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, widthPx, heightPx)
    // Models take sizes on a grid: the two scales differ a little.
    context.setTransform(across / zoom, 0, 0, down / zoom, 0, 0)
    const visible = { x: 0, y: 0, ...doc.size }
    const shown = { result: null, preview: null, split: null, isOriginalHeld: false, dpr: 1, isPlain: true }
    const isLate = this.#images.draw({ context, zoom, visible }, { doc, ...shown })
    context.restore()
    return isLate
  }

  async #encode(): Promise<Uint8Array<ArrayBuffer>> {
    const blob = await this.#canvas.convertToBlob({ type: 'image/png' })
    return new Uint8Array(await blob.arrayBuffer())
  }
}
