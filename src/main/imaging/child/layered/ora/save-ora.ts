import { rm } from 'node:fs/promises'
import { isEmptyRect, type Rect, type Size } from '../../../../../shared/util/geometry.ts'
import { replaceWithTemporary } from '../../../../platform/pure/atomic-file.ts'
import { temporaryNameFor } from '../../../../platform/pure/temporary-name.ts'
import type { SaveLayeredRequest } from '../../../imaging.ts'
import { writePngFile, type PngPixels } from '../../../../platform/pure/png/write-png.ts'
import type { DecodedImage } from '../../source/decode-image.ts'
import { sharp } from '../../source/sharp-engine.ts'
import { blendRowAt } from '../blend-over.ts'
import { type LayerRows, pngRows } from '../layer-rows.ts'
import { maskLayerName, maskRows } from '../mask-layers.ts'
import { withLayer } from '../open-layer.ts'
import type { WholeLayers } from '../whole-layers.ts'
import { ZipWriter } from '../zip/zip-writer.ts'
import { escapeXml } from './stack-xml.ts'

interface StackLayer {
  readonly name: string
  readonly file: string
  readonly x: number
  readonly y: number
  readonly opacity: number
  readonly isVisible: boolean
}

const thumbnailPx = 256

/** OpenRaster 0.0.6 (www.openraster.org): holds one layer's pixels in memory at a time, besides the merged image. */
export async function saveOra(
  request: SaveLayeredRequest,
  ground: DecodedImage,
  wholeLayers: WholeLayers,
  signal: AbortSignal,
): Promise<void> {
  await replaceWithTemporary(request.targetPath, (temporaryPath) =>
    ZipWriter.create(temporaryPath, async (zip) => {
      await zip.addStored('mimetype', Buffer.from('image/openraster'))
      const addPng = (file: string, pixels: PngPixels) => addImage(zip, file, pixels, request.targetPath, signal)
      await addPng('data/base.png', pngRows(ground))
      const base = { name: request.baseName, file: 'data/base.png', x: 0, y: 0, opacity: 1, isVisible: true }
      const stack: StackLayer[] = [base]
      for (const [index, { name, isVisible, layer }] of request.layers.entries()) {
        const file = `data/layer-${index + 1}.png`
        const write = async (rows: LayerRows) => {
          if (isEmptyRect(rows.bounds)) return
          await addPng(file, rowsToPng(rows, isVisible ? { ground, opacity: layer.opacity } : null))
          stack.push({ name, file, ...placeOf(rows.bounds), opacity: layer.opacity, isVisible })
        }
        await withLayer(layer, ground, signal, write, wholeLayers(name))
      }
      for (const [index, { name, tint, tiles }] of request.masks.entries()) {
        const rows = maskRows(tiles, tint, ground)
        if (isEmptyRect(rows.bounds)) continue
        const file = `data/mask-${index + 1}.png`
        await addPng(file, rowsToPng(rows, null))
        stack.push({ name: maskLayerName(name), file, ...placeOf(rows.bounds), opacity: 1, isVisible: false })
      }
      await zip.addDeflated('stack.xml', Buffer.from(stackXml(ground, stack)))
      await addPng('mergedimage.png', pngRows(ground))
      await zip.addStored('Thumbnails/thumbnail.png', await thumbnail(ground))
    }),
  )
}

async function addImage(zip: ZipWriter, name: string, pixels: PngPixels, beside: string, signal: AbortSignal) {
  const path = temporaryNameFor(beside)
  try {
    await writePngFile(path, pixels, signal)
    await zip.addFile(name, path, signal)
  } finally {
    await rm(path, { force: true })
  }
}

/** Encodes a layer's rows as an image of its bounds, blending each row into the merged image on the way. */
function rowsToPng(
  { bounds, readRow }: LayerRows,
  merged: { readonly ground: DecodedImage; readonly opacity: number } | null,
): PngPixels {
  return {
    widthPx: bounds.widthPx,
    heightPx: bounds.heightPx,
    channels: 4,
    readRow(y, into) {
      readRow(bounds.y + y, into)
      if (merged === null) return
      blendRowAt(merged.ground, { x: bounds.x, y: bounds.y + y }, into, merged.opacity)
    },
  }
}

function placeOf({ x, y }: Rect): { readonly x: number; readonly y: number } {
  return { x, y }
}

/** From top to bottom. */
function stackXml({ widthPx, heightPx }: Size, stack: readonly StackLayer[]): string {
  const layers = stack.toReversed().map(({ name, file, x, y, opacity, isVisible }) => {
    const visibility = isVisible ? 'visible' : 'hidden'
    return `  <layer name="${escapeXml(name)}" src="${file}" x="${x}" y="${y}" opacity="${opacity}" visibility="${visibility}" composite-op="svg:src-over"/>`
  })
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<image version="0.0.6" w="${widthPx}" h="${heightPx}">`,
    ` <stack>`,
    ...layers,
    ` </stack>`,
    `</image>`,
    ``,
  ].join('\n')
}

async function thumbnail({ widthPx, heightPx, rgba }: DecodedImage): Promise<Buffer> {
  // Samples every n-th pixel first, so that the whole image need not fit in the encoder's memory.
  const step = Math.max(1, Math.floor(Math.max(widthPx, heightPx) / (thumbnailPx * 4)))
  const [width, height] = [Math.ceil(widthPx / step), Math.ceil(heightPx / step)]
  const small = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * step * widthPx + x * step) * 4
      small.set(rgba.subarray(from, from + 4), (y * width + x) * 4)
    }
  }
  const pipeline = sharp(small, { raw: { width, height, channels: 4 } })
  return pipeline.resize(thumbnailPx, thumbnailPx, { fit: 'inside', withoutEnlargement: true }).png().toBuffer()
}
