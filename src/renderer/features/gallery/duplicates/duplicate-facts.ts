import { loadRegion } from '../../../lib/picture/load-region.ts'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { clearWinner, sharpness } from './sharpness.ts'

/** Detail is compared at this size at most, and never above that of the smallest: what is larger has no advantage. */
const comparedPx = 768

/** Which of them has clearly the most detail; null where none has, or where one cannot be read. */
export async function findSharpest(assets: readonly Asset[], signal: AbortSignal): Promise<Asset | null> {
  const longest = Math.min(comparedPx, ...assets.map(({ widthPx, heightPx }) => Math.max(widthPx, heightPx)))
  const values: number[] = []
  for (const asset of assets) {
    const scale = longest / Math.max(asset.widthPx, asset.heightPx)
    const level = Math.max(0, Math.floor(Math.log2(1 / scale)))
    const whole = { x: 0, y: 0, widthPx: asset.widthPx, heightPx: asset.heightPx }
    const bitmap = await createImageBitmap(await loadRegion(asset.id, whole, level, signal))
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(asset.widthPx * scale)),
      Math.max(1, Math.round(asset.heightPx * scale)),
    )
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null) return null
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    values.push(sharpness(context.getImageData(0, 0, canvas.width, canvas.height)))
  }
  return assets[clearWinner(values) ?? -1] ?? null
}

/** The one with clearly the most pixels. */
export function findLargest(assets: readonly Asset[]): Asset | null {
  return assets[clearWinner(assets.map(({ widthPx, heightPx }) => widthPx * heightPx)) ?? -1] ?? null
}
