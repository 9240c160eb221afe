import { expect, type Locator, type Page } from '@playwright/test'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { CanvasPage } from './canvas-page.ts'

/** The Studio: paint, fill, look at the results. */
export class StudioPage {
  readonly page: Page
  readonly canvas: CanvasPage
  readonly results: Locator
  readonly cards: Locator
  /** "inside 18,204 px changed · outside 0" */
  readonly measured: Locator

  constructor(page: Page) {
    this.page = page
    this.canvas = new CanvasPage(page)
    this.results = page.getByRole('region', { name: 'Results' })
    this.cards = this.results.getByRole('option')
    this.measured = this.results.getByText(/inside [\d,.\s]+ px changed/)
  }

  /** Types a number into the field beside a slider. */
  async setNumber(label: string, value: number): Promise<void> {
    const field = this.page.getByRole('textbox', { name: `${label}, value`, exact: true })
    await field.fill(String(value))
    await field.press('Enter')
  }

  /** The same seed gives the same fill. */
  async fixSeed(seed: number): Promise<void> {
    await this.page.getByRole('radio', { name: 'Fixed' }).check()
    const field = this.page.getByRole('textbox', { name: 'Seed number' })
    await field.fill(String(seed))
    await field.press('Enter')
  }

  async chooseSampling(mode: 'Automatic' | 'Painted'): Promise<void> {
    await this.page.getByRole('radio', { name: mode, exact: true }).check()
  }

  /** Fills and waits for the result. */
  async fill(): Promise<Locator> {
    const before = await this.cards.count()
    await this.page.keyboard.press('Shift+F5')
    const card = this.cards.nth(before)
    await expect(card).toHaveAccessibleName(/done|failed/, { timeout: 60_000 })
    await expect(card).toHaveAccessibleName(/done/)
    return card
  }

  /** The seeds of all cards, in their order. */
  async seeds(): Promise<number[]> {
    const texts = await this.cards.allInnerTexts()
    return texts.map((text) => Number(/seed (\d+)/.exec(text)?.[1]))
  }

  /** Zigzags over a box, as one does over something that should go. */
  async scribble(from: Point, to: Point, stepPx = 18): Promise<void> {
    const points: Point[] = []
    for (let y = from.y; y <= to.y; y += stepPx) {
      const isForth = points.length % 4 === 0
      points.push({ x: isForth ? from.x : to.x, y }, { x: isForth ? to.x : from.x, y })
    }
    await this.canvas.stroke(points)
  }
}
