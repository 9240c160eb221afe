import type { Locator, Page } from '@playwright/test'

/** The grid of everything, and the full view. */
export class GalleryPage {
  readonly page: Page
  readonly grid: Locator
  readonly tiles: Locator
  readonly viewer: Locator

  constructor(page: Page) {
    this.page = page
    this.grid = page.getByRole('listbox', { name: 'Pictures' })
    this.tiles = this.grid.getByRole('option')
    this.viewer = page.getByRole('region', { name: 'Full view' })
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+2')
    await this.grid.waitFor()
  }

  /** The pictures in view, in their order. */
  async names(): Promise<string[]> {
    const labels = await this.tiles.evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label') ?? ''))
    return labels.map((label) => label.replace(/,.*/, ''))
  }

  async showShelf(name: 'Everything' | 'Trash'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Shelves' }).getByRole('button', { name }).click()
  }
}
