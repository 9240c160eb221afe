import { expect, type Locator, type Page } from '@playwright/test'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { fitCamera, mapToScreen } from '../../../src/renderer/features/gallery/map/map-camera.ts'
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
    const { ids, places } = await this.#places()
    return places[ids.indexOf(id)]!
  }

  /** The place farthest from all images while the whole map is fitted. */
  async emptyPlace(): Promise<Point> {
    const { places } = await this.#places()
    const [across, down] = [places.map(({ x }) => x), places.map(({ y }) => y)]
    const [left, top] = [Math.min(...across), Math.min(...down)]
    const [width, height] = [Math.max(...across) - left, Math.max(...down) - top]
    const grid = Array.from({ length: 400 }, (_, at) => ({
      x: left + (width * (at % 20)) / 19,
      y: top + (height * Math.floor(at / 20)) / 19,
    }))
    const distance = (at: Point) => Math.min(...places.map(({ x, y }) => Math.hypot(at.x - x, at.y - y)))
    return grid.reduce((best, each) => (distance(each) > distance(best) ? each : best))
  }

  async #places(): Promise<{ readonly ids: readonly AssetId[]; readonly places: readonly Point[] }> {
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
    const places = across.map((x, at) => {
      const place = mapToScreen(fitCamera(bounds, area), area, { x, y: down[at]! })
      return { x: box.x + place.x, y: box.y + place.y }
    })
    return { ids: unpackIds(points!.ids), places }
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

  /** How wide the tile of one color at a place is drawn, CSS pixels. */
  async tileWidth({ x, y }: Point): Promise<number> {
    return this.area
      .locator('canvas')
      .nth(1)
      .evaluate(
        (element, at) => {
          const canvas = element as HTMLCanvasElement
          const { left, top, width } = canvas.getBoundingClientRect()
          const scale = canvas.width / width
          const { data } = canvas.getContext('2d')!.getImageData(0, (at.y - top) * scale, canvas.width, 1)
          const middle = Math.round((at.x - left) * scale)
          const isSame = (column: number) =>
            [0, 1, 2, 3].every((k) => Math.abs(data[4 * column + k]! - data[4 * middle + k]!) < 4)
          let [from, to] = [middle, middle]
          while (from > 0 && isSame(from - 1)) from--
          while (to < canvas.width - 1 && isSame(to + 1)) to++
          return (to - from) / scale
        },
        { x, y },
      )
  }

  async expectSelected(count: number): Promise<void> {
    const status = this.page.locator('.gallery-count span')
    if (count === 0) await expect(status).toHaveCount(0)
    else await expect(status).toHaveText(`${count} selected`)
  }
}
