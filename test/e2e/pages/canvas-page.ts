import { expect, type Locator, type Page } from '@playwright/test'
import { fit, toScreen, type ViewSize } from '../../../src/renderer/editor/session/viewport.ts'
import type { Point, Size } from '../../../src/shared/util/geometry.ts'
import {
  activeDocument,
  readDocument,
  readMask,
  type MaskPixels,
  type PaintedSurface,
  type StoredDocument,
} from '../support/bridge.ts'

interface StrokeOptions {
  readonly isReleased?: boolean
  /** Held from before the press until after the release. */
  readonly keys?: readonly string[]
}

/** How far a quick hand is between two events of its mouse, CSS pixels: 1,200 a second, 60 times a second. */
const strideCss = 20

/** The canvas, driven by real pointer events in image coordinates. */
export class CanvasPage {
  readonly page: Page
  readonly view: Locator

  constructor(page: Page) {
    this.page = page
    this.view = page.getByTestId('canvas-view')
  }

  /** Waits until an image is shown, and fits it: from then on the positions of image points are known. */
  async ready(): Promise<void> {
    await this.view.waitFor()
    await this.waitForPixels()
    await this.page.keyboard.press('ControlOrMeta+0')
  }

  /** Resolves when the image itself, and not only its frame, is on the screen. */
  async waitForPixels(): Promise<void> {
    await this.page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="canvas-view"] canvas')
      const context = canvas?.getContext('2d')
      if (!canvas || !context || canvas.width === 0) return false
      const { data } = context.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1)
      // An image has many colors on its middle line; a checkerboard or an empty stage has two.
      const colors = new Set<number>()
      for (let at = 0; at < data.length; at += 4) {
        colors.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0))
      }
      return colors.size > 8
    })
  }

  /** Where a point of the fitted image is on the page, in CSS pixels. */
  async place(point: Point): Promise<Point> {
    const toPage = await this.#placer(await activeDocument(this.page))
    return toPage(point)
  }

  /** Paints along the points with the mouse, with intermediate steps as in a real drag. */
  async stroke(points: readonly Point[], options: StrokeOptions = {}): Promise<void> {
    const toPage = await this.#placer(await activeDocument(this.page))
    const pagePoints = points.map(toPage)
    const [first, ...rest] = pagePoints
    if (first === undefined) return
    const { keys = [], isReleased = true } = options
    await this.page.mouse.move(first.x, first.y)
    for (const key of keys) await this.page.keyboard.down(key)
    await this.page.mouse.down()
    for (const [at, { x, y }] of rest.entries()) {
      const from = pagePoints[at] ?? first
      const steps = Math.max(1, Math.min(6, Math.ceil(Math.hypot(x - from.x, y - from.y) / strideCss)))
      await this.page.mouse.move(x, y, { steps })
    }
    if (isReleased) await this.page.mouse.up()
    for (const key of keys) await this.page.keyboard.up(key)
  }

  /** One click, and so one stroke, at each point. */
  async dabs(points: readonly Point[]): Promise<void> {
    const toPage = await this.#placer(await activeDocument(this.page))
    const pagePoints = points.map(toPage)
    for (const { x, y } of pagePoints) await this.page.mouse.click(x, y)
  }

  /** A click with keys held. */
  async click(point: Point, ...keys: readonly string[]): Promise<void> {
    await this.stroke([point], { keys })
  }

  async move(point: Point): Promise<void> {
    const { x, y } = await this.place(point)
    await this.page.mouse.move(x, y)
  }

  /** The active document, as it is on disk right now. */
  async stored(): Promise<StoredDocument> {
    return readDocument(this.page, await activeDocument(this.page))
  }

  /** Waits until the document on disk passes the check; fails with what it last found. */
  async onDisk(check: (stored: StoredDocument) => void): Promise<void> {
    await expect(async () => check(await this.stored())).toPass({ intervals: [50, 100, 150], timeout: 30_000 })
  }

  /** The same for the first mask. */
  async maskOnDisk(check: (mask: MaskPixels) => void): Promise<void> {
    await this.onDisk(({ state, coverage }) => check(coverage(state.masks[0]?.id ?? '')))
  }

  /** The mask on disk, once all changes are saved. */
  async savedMask(layer?: PaintedSurface): Promise<MaskPixels> {
    await expect(this.page.locator('.view-facts')).toHaveAttribute('data-save', 'saved')
    return this.mask(layer)
  }

  /** The mask, or the sampling area, on disk right now. */
  async mask(layer?: PaintedSurface): Promise<MaskPixels> {
    return readMask(this.page, await activeDocument(this.page), layer)
  }

  async #placer(image: Size): Promise<(point: Point) => Point> {
    const box = await this.view.boundingBox()
    if (box === null) throw new Error('the canvas is not shown')
    const dpr = await this.page.evaluate(() => window.devicePixelRatio)
    const view: ViewSize = { widthPx: Math.round(box.width * dpr), heightPx: Math.round(box.height * dpr), dpr }
    const viewport = fit(view, image)
    return (point) => {
      const screen = toScreen(viewport, point)
      return { x: box.x + screen.x / dpr, y: box.y + screen.y / dpr }
    }
  }
}
