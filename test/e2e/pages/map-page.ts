import { expect, type Locator, type Page } from '@playwright/test'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { fitCamera, toScreen } from '../../../src/renderer/features/gallery/map/map-camera.ts'
import { call } from '../support/bridge.ts'

/** The Gallery's map. */
export class MapPage {
  readonly page: Page
  readonly area: Locator

  constructor(page: Page) {
    this.page = page
    this.area = page.getByRole('application', { name: 'Map of images' })
  }

  /** How many images are on the map that main has. */
  async count(): Promise<number> {
    const { points } = await call(this.page, 'vision.map', { knownRevision: null })
    return unpackIds(points!.ids).length
  }

  /** Where an image is while the whole map is fitted, CSS pixels from the window's corner. */
  async placeOf(id: AssetId): Promise<Point> {
    const { points } = await call(this.page, 'vision.map', { knownRevision: null })
    const positions = Object.values(points!.positions)
    const [across, down] = [positions.filter((_, at) => at % 2 === 0), positions.filter((_, at) => at % 2 === 1)]
    const box = (await this.area.boundingBox())!
    const area = { widthPx: box.width, heightPx: box.height }
    const bounds = {
      left: Math.min(...across),
      right: Math.max(...across),
      top: Math.min(...down),
      bottom: Math.max(...down),
    }
    const at = unpackIds(points!.ids).indexOf(id)
    const { x, y } = toScreen(fitCamera(bounds, area), area, { x: across[at]!, y: down[at]! })
    return { x: box.x + x, y: box.y + y }
  }

  /** The color of the map's tiles at a place: red, green, blue, opacity. */
  async tileColor({ x, y }: Point): Promise<number[]> {
    return this.area
      .locator('canvas')
      .nth(1)
      .evaluate(
        (element, at) => {
          const canvas = element as HTMLCanvasElement
          const { left, top, width } = canvas.getBoundingClientRect()
          const scale = canvas.width / width
          const context = canvas.getContext('2d')!
          return [...context.getImageData((at.x - left) * scale, (at.y - top) * scale, 1, 1).data]
        },
        { x, y },
      )
  }

  /** How much of the view tiles cover, from 0 to 1. */
  async covered(): Promise<number> {
    return this.area
      .locator('canvas')
      .nth(1)
      .evaluate((element) => {
        const { width, height } = element as HTMLCanvasElement
        const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
        let opaque = 0
        for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) opaque++
        return opaque / (width * height)
      })
  }

  async expectSelected(count: number): Promise<void> {
    const status = this.page.getByRole('toolbar', { name: 'View' }).getByRole('status').locator('span')
    if (count === 0) await expect(status).toHaveCount(0)
    else await expect(status).toHaveText(`${count} selected`)
  }
}
