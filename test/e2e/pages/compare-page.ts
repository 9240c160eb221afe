import { expect, type Locator, type Page } from '@playwright/test'
import type { Color } from '../support/cards.ts'

/** A place of a tile, from 0 to 1 of its sides. */
interface TilePlace {
  readonly x: number
  readonly y: number
}

/** The light table. */
export class ComparePage {
  readonly page: Page
  readonly table: Locator
  readonly tiles: Locator
  readonly side: Locator
  readonly divider: Locator

  constructor(page: Page) {
    this.page = page
    this.table = page.getByRole('region', { name: 'Compared images' })
    this.tiles = this.table.locator('.compare-tile')
    this.side = this.table.getByRole('complementary', { name: 'Details' })
    this.divider = this.table.getByRole('slider', { name: 'Slider position' })
  }

  tile(letter: string): Locator {
    return this.table.getByRole('group', { name: new RegExp(`^${letter}: `) })
  }

  /** How an image differs from the reference: "B: 10.0 % different, SSIM 0.912. Show difference map". */
  against(letter: string): Locator {
    return this.side.getByRole('button', { name: new RegExp(`^${letter}: .*Show difference map$`) })
  }

  /** What is drawn there in each tile, from the first to the last. */
  async colorsAt({ x, y }: TilePlace): Promise<Color[]> {
    return this.tiles.locator('canvas').evaluateAll(
      (canvases, [across, down]) =>
        canvases.map((each) => {
          const canvas = each as HTMLCanvasElement
          const [left, top] = [Math.floor(canvas.width * across), Math.floor(canvas.height * down)]
          const [red = 0, green = 0, blue = 0] = canvas.getContext('2d')!.getImageData(left, top, 1, 1).data
          return [red, green, blue] as const
        }),
      [x, y] as const,
    )
  }

  /** Where on the screen a place of a tile is. */
  async pointOf(tile: Locator, { x, y }: TilePlace): Promise<{ x: number; y: number }> {
    const box = await tile.boundingBox()
    if (box === null) throw new Error('The tile is not on the screen.')
    return { x: box.x + box.width * x, y: box.y + box.height * y }
  }

  async isDrawn(count: number): Promise<void> {
    await expect(this.tiles).toHaveCount(count)
    await expect
      .poll(async () => (await this.colorsAt({ x: 0.5, y: 0.5 })).every(([red, green, blue]) => red + green + blue > 0))
      .toBe(true)
  }
}
