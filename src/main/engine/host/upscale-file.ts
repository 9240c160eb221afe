import { sharp } from '../../platform/pure/sharp.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/engine.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { writePngFile } from '../../platform/pure/png/write-png.ts'
import type { UpscaleRequest } from '../engine-calls.ts'
import { resizeTo } from './pixels.ts'
import type { RawImage, SdLibrary, SdUpscaler } from './sd-library.ts'
import { spreadColors } from '../../platform/pure/spread-colors.ts'
import { tileSpans, type TileSpan } from './tile-spans.ts'

/** Redirects the library's steps to this function. */
export type Hear = (step: (step: number, steps: number) => void) => void

export interface UpscaleWatch {
  readonly signal: AbortSignal
  /** 0 to 1 over all tiles. */
  onProgress(fraction: number): void
  readonly hear: Hear
}

/**
 * `tilePx`: what the engine gets at once, about a megapixel, since it holds all of it and of the result as floats. It
 * processes that in squares of `enginePx` (128: its command line's default), which overlap by a quarter and determine
 * how much device memory it needs; each `tilePx` is a multiple of these.
 */
const tilings = {
  usual: { tilePx: 992, enginePx: 128 },
  small: { tilePx: 304, enginePx: 64 },
} as const

/** The receptive field of an RRDB net: as much as the engine's own squares overlap. */
const marginPx = 32

/** Nets downsample by factors of two and four. */
const leastSidePx = 16

/**
 * Writes an enlarged PNG of an image file, holding at most one row of tiles of both in memory. @throws engine/*,
 * media/*, storage/*
 */
export async function upscaleFile(library: SdLibrary, request: UpscaleRequest, watch: UpscaleWatch): Promise<null> {
  const { model, sourcePath, targetPath, scale, tiles } = request
  const { tilePx, enginePx } = tilings[tiles]
  const source = await openSource(sourcePath)
  const upscaler = await library.openUpscaler(model, enginePx)
  try {
    const columns = tileSpans(source.widthPx, tilePx, marginPx)
    const rows = tileSpans(source.heightPx, tilePx, marginPx)
    const count = columns.length * rows.length
    let done = 0
    const enlargeNext = async (tile: RawImage): Promise<RawImage> => {
      watch.signal.throwIfAborted()
      watch.hear((step, steps) => watch.onProgress((done + (steps === 0 ? 0 : Math.min(1, step / steps))) / count))
      const large = await enlarge(upscaler, tile, scale)
      watch.onProgress(++done / count)
      return large
    }
    await writeStrips(targetPath, source, { columns, rows, scale }, enlargeNext)
    return null
  } finally {
    await upscaler.close()
  }
}

interface Source extends Size {
  readonly channels: 3 | 4
  /** Reads some rows, interleaved. */
  read(top: number, rows: number): Promise<Uint8Array>
}

async function openSource(path: string): Promise<Source> {
  const open = () => sharp(path, { failOn: 'error', limitInputPixels: false, ignoreIcc: true, sequentialRead: true })
  const { width: widthPx, height: heightPx, hasAlpha } = await orUnreadable(open().metadata())
  return {
    widthPx,
    heightPx,
    channels: hasAlpha ? 4 : 3,
    async read(top, rows) {
      const color = open().toColourspace('srgb').extract({ left: 0, top, width: widthPx, height: rows })
      const pixels = hasAlpha ? color.ensureAlpha() : color.removeAlpha()
      return (await orUnreadable(pixels.raw({ depth: 'uchar' }).toUint8Array())).data
    },
  }
}

function orUnreadable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    const message = messages.imageUnreadable
    throw new AppError('media/undecodable', message, { cause })
  })
}

interface Tiles {
  readonly columns: readonly TileSpan[]
  readonly rows: readonly TileSpan[]
  readonly scale: number
}

/** Enlarges a row of tiles once enough rows of the file have been read. */
async function writeStrips(
  path: string,
  source: Source,
  { columns, rows, scale }: Tiles,
  enlargeTile: (tile: RawImage) => Promise<RawImage>,
): Promise<void> {
  const { channels } = source
  const rowBytes = source.widthPx * scale * channels
  const remaining = rows.values()
  let strip = { top: 0, bottom: 0, pixels: new Uint8Array() }
  const makeStrip = async ({ start, end, from, to }: TileSpan) => {
    const band = await source.read(start, end - start)
    const [top, bottom] = [from * scale, to * scale]
    const pixels = new Uint8Array((bottom - top) * rowBytes)
    for (const column of columns) {
      const tile = cutTile(band, source, { column, heightPx: end - start })
      putTile(await enlargeTile(tile), pixels, rowBytes, {
        left: column.from * scale,
        skipped: { x: (column.from - column.start) * scale, y: (from - start) * scale },
        widthPx: (column.to - column.from) * scale,
      })
    }
    return { top, bottom, pixels }
  }
  const readRow = (y: number, into: Uint8Array) => {
    const at = (y - strip.top) * rowBytes
    into.set(strip.pixels.subarray(at, at + rowBytes))
  }
  const prepare = async (y: number) => {
    if (y >= strip.bottom) strip = await makeStrip(remaining.next().value!)
  }
  const size = { widthPx: source.widthPx * scale, heightPx: source.heightPx * scale }
  await writePngFile(path, { ...size, channels, readRow, prepare }).catch((thrown: unknown) => {
    throw toFileError(thrown, messages.cannotSaveUpscaled)
  })
}

function cutTile(
  band: Uint8Array,
  { widthPx, channels }: Source,
  { column: { start, end }, heightPx }: { readonly column: TileSpan; readonly heightPx: number },
): RawImage {
  const [bandBytes, tileBytes] = [widthPx * channels, (end - start) * channels]
  const data = new Uint8Array(tileBytes * heightPx)
  for (let y = 0; y < heightPx; y++) {
    const at = y * bandBytes + start * channels
    data.set(band.subarray(at, at + tileBytes), y * tileBytes)
  }
  return { widthPx: end - start, heightPx, channels, data }
}

interface Place {
  /** Position in the strip. */
  readonly left: number
  /** What is cut off at the top and left of the tile. */
  readonly skipped: { readonly x: number; readonly y: number }
  readonly widthPx: number
}

function putTile(tile: RawImage, strip: Uint8Array, rowBytes: number, { left, skipped, widthPx }: Place): void {
  const { channels } = tile
  for (let y = 0; y < strip.length / rowBytes; y++) {
    const at = ((y + skipped.y) * tile.widthPx + skipped.x) * channels
    strip.set(tile.data.subarray(at, at + widthPx * channels), y * rowBytes + left * channels)
  }
}

/** Enlarges colors with the net and transparency by interpolation: nets are trained on colors. */
async function enlarge(upscaler: SdUpscaler, tile: RawImage, scale: number): Promise<RawImage> {
  if (tile.channels === 3) return enlargeColors(upscaler, tile, scale)
  const { widthPx, heightPx, data } = tile
  spreadColors(data, widthPx, heightPx)
  const colors = await enlargeColors(upscaler, { ...tile, channels: 3, data: take(data, [0, 1, 2]) }, scale)
  const alpha = await resizeTo({ ...tile, channels: 1, data: take(data, [3]) }, colors)
  const rgba = new Uint8Array(alpha.data.length * 4)
  for (let at = 0; at < alpha.data.length; at++) {
    rgba.set(colors.data.subarray(at * 3, at * 3 + 3), at * 4)
    rgba[at * 4 + 3] = alpha.data[at]!
  }
  return { ...colors, channels: 4, data: rgba }
}

function take(rgba: Uint8Array, channels: readonly number[]): Uint8Array {
  const picked = new Uint8Array((rgba.length / 4) * channels.length)
  let to = 0
  for (let at = 0; at < rgba.length; at += 4) for (const channel of channels) picked[to++] = rgba[at + channel]!
  return picked
}

/** Applies the model's own factor as often as needed. */
async function enlargeColors(upscaler: SdUpscaler, tile: RawImage, scale: number): Promise<RawImage> {
  const padded = await extendTo(leastSidePx, tile)
  let large = padded
  while (large.widthPx < padded.widthPx * scale) {
    const enlarged = await upscaler.enlarge(large)
    // A model with a factor of 1 would loop forever.
    if (enlarged === null || enlarged.widthPx <= large.widthPx) {
      throw new AppError('engine/failed', messages.noImage)
    }
    large = enlarged
  }
  const sized = await resizeTo(large, { widthPx: padded.widthPx * scale, heightPx: padded.heightPx * scale })
  return padded === tile ? sized : crop(sized, { widthPx: tile.widthPx * scale, heightPx: tile.heightPx * scale })
}

/** Extends an image by repeating its right and bottom edge pixels. */
async function extendTo(sidePx: number, image: RawImage): Promise<RawImage> {
  const [right, bottom] = [image.widthPx, image.heightPx].map((side) => Math.max(0, sidePx - side)) as [number, number]
  if (right + bottom === 0) return image
  const { data, info } = await sharp(image.data, rawOf(image))
    .extend({ right, bottom, extendWith: 'copy' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { ...image, widthPx: info.width, heightPx: info.height, data }
}

async function crop(image: RawImage, { widthPx, heightPx }: Size): Promise<RawImage> {
  const region = { left: 0, top: 0, width: widthPx, height: heightPx }
  return { ...image, widthPx, heightPx, data: await sharp(image.data, rawOf(image)).extract(region).raw().toBuffer() }
}

function rawOf({ widthPx, heightPx, channels }: RawImage) {
  return { raw: { width: widthPx, height: heightPx, channels: channels as 1 | 3 | 4 } }
}
