import { expect, type Locator, type Page } from '@playwright/test'
import type { AssetId } from '../../../src/shared/domain/ids.ts'

/** The image grid and the viewer. */
export class GalleryPage {
  readonly page: Page
  readonly grid: Locator
  readonly tiles: Locator
  readonly viewer: Locator
  /** The number of images; it contains the number of selected ones. */
  readonly count: Locator
  readonly chosenCount: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('listbox', { name: 'Images' })
    this.tiles = this.grid.getByRole('option')
    this.count = page.locator('.gallery-count')
    this.chosenCount = this.count.locator('span')
    this.viewer = page.getByRole('region', { name: 'Viewer' })
  }

  async open(): Promise<void> {
    // While the library is being opened, as on a slow computer after a start, keys do nothing.
    await expect(async () => {
      await this.page.keyboard.press('ControlOrMeta+2')
      await this.grid.waitFor({ timeout: 5_000 })
    }).toPass({ timeout: 60_000 })
  }

  /** The names of the images in view, in order. */
  async names(): Promise<string[]> {
    const labels = await this.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''))
    return labels.map((label) => label.replace(/,.*/, ''))
  }

  async showSection(name: 'All images' | 'Trash'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Library' }).getByRole('button', { name }).click()
  }

  tile(name: string): Locator {
    return this.grid.getByRole('option', { name: new RegExp(`^${name}, `) })
  }

  /** Opens an image from the info beside the grid. Until its tab is chosen, keys belong to what was open before. */
  async openInStudio(name: string): Promise<void> {
    await this.tile(name).click()
    await this.page.getByRole('button', { name: 'Open in Studio' }).click()
    await expect(this.page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
  }

  /** The name of the first image whose row is wholly in view. */
  async leadingName(): Promise<string> {
    let name = ''
    // An image has no name until its record is loaded.
    await expect.poll(async () => (name = await this.#readLeadingName())).not.toBe('')
    return name
  }

  #readLeadingName(): Promise<string> {
    return this.grid.evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      const tiles = [...element.querySelectorAll<HTMLElement>('[role="option"]')]
      const leading = tiles.find((tile) => tile.getBoundingClientRect().top >= top && tile.ariaLabel !== 'Loading')
      return leading?.ariaLabel?.replace(/,.*/, '') ?? ''
    })
  }

  async idOf(name: string): Promise<AssetId> {
    return (await this.tile(name).getAttribute('data-id')) as AssetId
  }

  /** The scroll position, from 0 to 1. */
  async scrolled(): Promise<number> {
    return this.grid.evaluate((element) => element.scrollTop / (element.scrollHeight - element.clientHeight))
  }

  /** Presses on the handle of the scrollbar; the view must be at the top. */
  async takeBar(): Promise<{ moveTo(share: number): Promise<void>; release(): Promise<void> }> {
    const box = (await this.grid.boundingBox())!
    const handlePx = await this.grid.evaluate((element) =>
      Math.max(18, element.clientHeight ** 2 / element.scrollHeight),
    )
    const x = box.x + box.width - 5
    const startY = box.y + handlePx / 2
    await this.page.mouse.move(x, startY)
    await this.page.mouse.down()
    return {
      moveTo: (share) => this.page.mouse.move(x, startY + (box.height - handlePx) * share, { steps: 8 }),
      release: () => this.page.mouse.up(),
    }
  }

  /** Drags a rubber band from above the left corner of one image to the middle of another in the same row. */
  async band(from: string, to: string): Promise<void> {
    const [start, end] = [(await this.tile(from).boundingBox())!, (await this.tile(to).boundingBox())!]
    await this.page.mouse.move(start.x - 6, start.y - 6)
    await this.page.mouse.down()
    await this.page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 5 })
    await this.page.mouse.up()
  }

  async chooseLayout(name: 'Grid' | 'Justified rows' | 'List'): Promise<void> {
    const view = this.page.getByRole('toolbar', { name: 'View' })
    await view.getByRole('button', { name, exact: true }).click()
    const layout = { Grid: 'grid', 'Justified rows': 'justified', List: 'list' }[name]
    await this.page.locator(`[data-layout="${layout}"]`).waitFor()
  }
}
