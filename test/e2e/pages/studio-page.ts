import { expect, type Locator, type Page } from '@playwright/test'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { CanvasPage } from './canvas-page.ts'

/** The Studio: paint, fill, look at the results. */
export class StudioPage {
  readonly page: Page
  readonly canvas: CanvasPage
  readonly results: Locator
  readonly cards: Locator
  /** "Changed: 18,204 px inside, 0 outside" */
  readonly measured: Locator
  /** "100 %" */
  readonly zoom: Locator

  constructor(page: Page) {
    this.page = page
    this.canvas = new CanvasPage(page)
    this.results = page.getByRole('region', { name: 'Results' })
    this.cards = this.results.getByRole('listitem')
    this.zoom = page.locator('.tabs-bar').getByLabel('Zoom')
    this.measured = this.results.getByText(/[\d,.]+ px inside/)
  }

  /** The number of all cards; only those in view, and a few beside them, are on the page. */
  async cardCount(): Promise<number> {
    if ((await this.cards.count()) === 0) return 0
    return Number(await this.cards.first().getAttribute('aria-setsize'))
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

  /** Selects a tool that is on top of its group in the tool bar. */
  async selectTool(tool: string): Promise<void> {
    const button = this.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: tool, exact: true })
    await button.click()
    await expect(button).toHaveAttribute('aria-pressed', 'true')
  }

  /** Runs a command by its name in the palette. */
  async run(name: string): Promise<void> {
    const palette = this.page.getByRole('dialog', { name: 'All commands' })
    await this.page.keyboard.press('ControlOrMeta+k')
    await palette.getByRole('combobox', { name: 'Search commands' }).fill(name)
    await expect(palette.getByRole('option', { selected: true })).toContainText(name)
    await this.page.keyboard.press('Enter')
    await expect(palette).toHaveCount(0)
  }

  async chooseSampling(mode: 'Automatic' | 'Manual'): Promise<void> {
    await this.page.getByRole('radio', { name: mode, exact: true }).check()
  }

  /** Fills and waits for the result. */
  async fill(): Promise<Locator> {
    const before = await this.cardCount()
    await this.page.keyboard.press('Shift+F5')
    // Only some of many cards are rendered; the new one is scrolled into view.
    const card = this.results.locator(`[role="listitem"][aria-posinset="${before + 1}"]`)
    await expect(card).toHaveAccessibleName(/done|failed/, { timeout: 60_000 })
    await expect(card).toHaveAccessibleName(/done/)
    return card
  }

  /** The seeds of all cards, in their order. */
  async seeds(): Promise<number[]> {
    const texts = await this.cards.allInnerTexts()
    return texts.map((text) => Number(/seed (\d+)/.exec(text)?.[1]))
  }

  /** Paints zigzags over a box, as over something to remove. */
  async scribble(from: Point, to: Point, stepPx = 18): Promise<void> {
    const points: Point[] = []
    for (let y = from.y; y <= to.y; y += stepPx) {
      const isForth = points.length % 4 === 0
      points.push({ x: isForth ? from.x : to.x, y }, { x: isForth ? to.x : from.x, y })
    }
    await this.canvas.stroke(points)
  }
}
