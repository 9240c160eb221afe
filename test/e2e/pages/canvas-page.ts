import type { Locator, Page } from '@playwright/test'
import { fit, toScreen, type ViewSize } from '../../../src/renderer/features/canvas/session/viewport.ts'
import type { MaskLayer } from '../../../src/shared/domain/mask-layer.ts'
import type { Point, Size } from '../../../src/shared/util/geometry.ts'
import { activeDocument, readMask, type MaskPixels } from '../support/bridge.ts'

/** The canvas as a hand meets it: everything is in image coordinates and goes through real pointer events. */
export class CanvasPage {
  readonly page: Page
  readonly view: Locator

  constructor(page: Page) {
    this.page = page
    this.view = page.getByTestId('canvas-view')
  }

  /** Waits until a picture is shown, and fits it: from here on points are known. */
  async ready(): Promise<void> {
    await this.view.waitFor()
    await this.waitForPixels()
    await this.page.keyboard.press('ControlOrMeta+0')
  }

  /** Resolves when the picture itself, and not only its frame, is on the screen. */
  async waitForPixels(): Promise<void> {
    await this.page.waitForFunction(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="canvas-view"] canvas')
      const context = canvas?.getContext('2d')
      if (!canvas || !context || canvas.width === 0) return false
      const { data } = context.getImageData(0, Math.floor(canvas.height / 2), canvas.width, 1)
      // A photograph has many colours on its middle line; a checkerboard or an empty stage has two.
      const colours = new Set<number>()
      for (let at = 0; at < data.length; at += 4) {
        colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0))
      }
      return colours.size > 8
    })
  }

  /** Where a point of the fitted picture is on the page, in CSS pixels. */
  async place(point: Point): Promise<Point> {
    const place = await this.#placer(await activeDocument(this.page))
    return place(point)
  }

  /** Paints along the points with the mouse, with steps between as a hand makes them. */
  async stroke(points: readonly Point[], options: { readonly isReleased?: boolean } = {}): Promise<void> {
    const place = await this.#placer(await activeDocument(this.page))
    const places = points.map(place)
    const [first, ...rest] = places
    if (first === undefined) return
    await this.page.mouse.move(first.x, first.y)
    await this.page.mouse.down()
    for (const { x, y } of rest) await this.page.mouse.move(x, y, { steps: 6 })
    if (options.isReleased ?? true) await this.page.mouse.up()
  }

  /** One click, and so one stroke, at each point. */
  async dabs(points: readonly Point[]): Promise<void> {
    const place = await this.#placer(await activeDocument(this.page))
    const places = points.map(place)
    for (const { x, y } of places) await this.page.mouse.click(x, y)
  }

  /** The mask on disk, once painting has been quiet for long enough to be saved. */
  async savedMask(layer?: MaskLayer): Promise<MaskPixels> {
    await this.page.waitForTimeout(saveDelayMs)
    return this.mask(layer)
  }

  /** The mask, or the sampling area, on disk right now. */
  async mask(layer?: MaskLayer): Promise<MaskPixels> {
    return readMask(this.page, await activeDocument(this.page), layer)
  }

  async #placer(picture: Size): Promise<(point: Point) => Point> {
    const box = await this.view.boundingBox()
    if (box === null) throw new Error('the canvas is not shown')
    const dpr = await this.page.evaluate(() => window.devicePixelRatio)
    const view: ViewSize = { widthPx: Math.round(box.width * dpr), heightPx: Math.round(box.height * dpr), dpr }
    const viewport = fit(view, picture)
    return (point) => {
      const screen = toScreen(viewport, point)
      return { x: box.x + screen.x / dpr, y: box.y + screen.y / dpr }
    }
  }
}

/** Everything painted is on disk within a second. */
const saveDelayMs = 1_000
