import { writePsdUint8Array, type Layer } from './psd-library.ts'
import { writeFile } from 'node:fs/promises'
import { AppError } from '../../../../../shared/errors/index.ts'
import { tooLargeForPhotoshop } from '../../../../../shared/messages/en/layered-files.ts'
import { isEmptyRect } from '../../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../../platform/pure/atomic-file.ts'
import type { SaveLayeredRequest } from '../../../imaging.ts'
import { srgbIcc } from '../../color/known-spaces.ts'
import type { DecodedImage } from '../../source/decode-image.ts'
import { blendRowAt } from '../blend-over.ts'
import type { LayerRows } from '../layer-rows.ts'
import { maskLayerName, maskRows } from '../mask-layers.ts'
import { withLayer } from '../open-layer.ts'
import type { WholeLayers } from '../whole-layers.ts'
import { withPsdProfile } from './psd-profile.ts'
import { throwIfAborted } from '../../../../../shared/util/until-aborted.ts'

/** Limit for all pixels in the file together: all are in memory at once during writing. */
const pixelBytesMax = 1024 * 2 ** 20

/** Writes Photoshop's format (version 1, sRGB, 8 bit), with the merged image that other programs show. */
export async function savePsd(
  request: SaveLayeredRequest,
  ground: DecodedImage,
  wholeLayers: WholeLayers,
  signal: AbortSignal,
): Promise<void> {
  const { widthPx, heightPx } = ground
  let heldBytes = ground.rgba.length * 2
  const hold = (bytes: number): void => {
    heldBytes += bytes
    if (heldBytes > pixelBytesMax) throw tooLarge()
  }
  hold(0)
  const children: Layer[] = [
    { name: request.baseName, top: 0, left: 0, imageData: asImageData(widthPx, heightPx, ground.rgba.slice()) },
  ]
  for (const { name, isVisible, layer } of request.layers) {
    const draw = async (rows: LayerRows) => {
      hold(bytesOf(rows))
      const drawn = drawRows(rows, name, isVisible, layer.opacity)
      if (isVisible) composite(ground, drawn, layer.opacity)
      children.push(drawn)
    }
    await withLayer(layer, ground, signal, draw, wholeLayers(name))
  }
  for (const { name, tint, tiles } of request.masks) {
    const rows = maskRows(tiles, tint, ground)
    hold(bytesOf(rows))
    if (!isEmptyRect(rows.bounds)) children.push(drawRows(rows, maskLayerName(name), false, 1))
  }
  throwIfAborted(signal)
  const bytes = writePsdUint8Array({
    width: widthPx,
    height: heightPx,
    children,
    imageData: asImageData(widthPx, heightPx, ground.rgba),
  })
  await replaceWithTemporary(request.targetPath, (temporaryPath) =>
    writeFile(temporaryPath, withPsdProfile(bytes, srgbIcc), { flag: 'wx' }),
  )
}

function bytesOf({ bounds }: LayerRows): number {
  return bounds.widthPx * bounds.heightPx * 4
}

type Drawn = Layer & { readonly imageData: ReturnType<typeof asImageData>; readonly left: number; readonly top: number }

function drawRows({ bounds, readRow }: LayerRows, name: string, isVisible: boolean, opacity: number): Drawn {
  const { x, y, widthPx, heightPx } = bounds
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  const rowBytes = widthPx * 4
  for (let row = 0; row < heightPx; row++) readRow(y + row, rgba.subarray(row * rowBytes, (row + 1) * rowBytes))
  return { name, left: x, top: y, hidden: !isVisible, opacity, imageData: asImageData(widthPx, heightPx, rgba) }
}

function composite(ground: DecodedImage, { imageData, left, top }: Drawn, opacity: number): void {
  const { width, height, data } = imageData
  for (let row = 0; row < height; row++) {
    const pixels = data.subarray(row * width * 4, (row + 1) * width * 4)
    blendRowAt(ground, { x: left, y: top + row }, pixels, opacity)
  }
}

function asImageData(width: number, height: number, data: Uint8Array) {
  return { width, height, data }
}

function tooLarge(): AppError {
  return new AppError('media/too-large', tooLargeForPhotoshop)
}
