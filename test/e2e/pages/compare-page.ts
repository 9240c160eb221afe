import { expect, type Locator, type Page } from '@playwright/test'
import type { Color } from '../support/cards.ts'

/** A point of a tile, as shares of its width and height from 0 to 1. */
interface TilePlace {
  readonly x: number
  readonly y: number
}

/** Compare: the compared images and their details. */
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

  /** The color drawn at that point in each tile, in order. */
  async colorsAt({ x, y }: TilePlace): Promise<Color[]> {
    return this.tiles.locator('canvas').evaluateAll(
      (canvases, [across, down]) =>
        canvases.map((element) => {
          const canvas = element as HTMLCanvasElement
          const [left, top] = [Math.floor(canvas.width * across), Math.floor(canvas.height * down)]
          const [red = 0, green = 0, blue = 0] = canvas.getContext('2d')!.getImageData(left, top, 1, 1).data
          return [red, green, blue] as const
        }),
      [x, y] as const,
    )
  }

  /** The position of a point of a tile on the page, CSS pixels. */
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
