import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { projectRoot } from '../../../scripts/setup/project.mjs'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { call, libraryIds } from './bridge.ts'
import type { Running } from './launch.ts'

export const samplePath = join(projectRoot, 'resources', 'samples', 'coffee.png')

/** The color of one pixel of the window, as it is on the screen. */
export async function colorAt(page: Page, { x, y }: Point): Promise<[number, number, number]> {
  const clip = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 }
  const { data } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [data[0] ?? 0, data[1] ?? 0, data[2] ?? 0]
}

/** The largest difference of any channel. */
export function colorDistance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, channel) => Math.abs(value - (b[channel] ?? 0))))
}

/** Every image in the library, newest first. */
export async function libraryAssets(page: Page): Promise<Asset[]> {
  const ids = await libraryIds(page)
  return call(page, 'library.assets', { ids })
}

export function readOriginal({ home }: Running, asset: Asset): Promise<Buffer> {
  return readFile(join(home, 'library', asset.relativePath))
}

/** Red, green, blue, alpha of an image file, whatever its format. */
export async function decode(bytes: Buffer | string): Promise<{ width: number; height: number; data: Buffer }> {
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

interface Decoded {
  readonly width: number
  readonly data: Buffer
}

/** How many pixels differ, and the box around them; null = none. */
export function differenceOf(a: Decoded, b: Decoded): string | null {
  const differing = Array.from({ length: a.data.length / 4 }, (_, at) => at).filter(
    (at) => a.data.readInt32LE(4 * at) !== b.data.readInt32LE(4 * at),
  )
  if (differing.length === 0) return null
  const xs = differing.map((at) => at % a.width)
  const ys = differing.map((at) => Math.floor(at / a.width))
  return `${differing.length} pixels, x ${minMax(xs)}, y ${minMax(ys)}`
}

function minMax(values: readonly number[]): string {
  return `${Math.min(...values)}–${Math.max(...values)}`
}
