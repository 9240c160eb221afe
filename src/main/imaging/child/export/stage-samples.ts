import { open, rm } from 'node:fs/promises'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Sharp } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { temporaryNameFor } from '../../../platform/pure/temporary-name.ts'
import type { ColorConversion, Depth, SampleFormat, Samples } from '../color/convert-numbers.ts'
import { tiffHeader } from '../color/tiff-file.ts'
import { decodeBands } from '../source/decode-picture.ts'
import { asNumbers } from '../source/original-picture.ts'

export interface StagedSamples {
  /** An uncompressed TIFF: its bytes, or the path of a temporary file. */
  readonly input: Buffer | string
  readonly close: () => Promise<void>
}

interface Staging {
  readonly from: Size & SampleFormat
  readonly depth: Depth
  readonly convert: ColorConversion
  readonly icc: Uint8Array | null
  /** A temporary file goes beside it. */
  readonly beside: string
  /** More than this goes through a file. */
  readonly heldBytesMax?: number
}

const usualHeldBytesMax = 256 * 2 ** 20
/** Converted before other calls get a turn. */
const samplesPerTurn = 3_000_000

/** Converts the samples of a pipeline band by band and holds them for the encoder, with their profile. */
export async function stageSamples(
  pipeline: Sharp,
  { from, depth, convert, icc, beside, heldBytesMax = usualHeldBytesMax }: Staging,
): Promise<StagedSamples> {
  const header = tiffHeader({ ...from, depth }, icc)
  const rowSamples = from.widthPx * from.channels
  const bytes = header.length + (rowSamples * from.heightPx * depth) / 8
  const target = await (bytes > heldBytesMax ? fileTarget(header, beside) : memoryTarget(header, bytes))
  try {
    await decodeBands(from, (from.channels * from.depth) / 8, async (top, rows) => {
      const samples = await readBand(pipeline, from, top, rows)
      const rowsPerTurn = Math.max(1, Math.floor(samplesPerTurn / rowSamples))
      for (let row = 0; row < rows; row += rowsPerTurn) {
        const part = samples.subarray(row * rowSamples, Math.min(rows, row + rowsPerTurn) * rowSamples)
        const converted = depth === 16 ? new Uint16Array(part.length) : new Uint8Array(part.length)
        convert(part, converted)
        await target.append(new Uint8Array(converted.buffer))
        await yieldToEventLoop()
      }
    })
    return await target.finish()
  } catch (thrown) {
    await target.discard()
    throw thrown
  }
}

/** sharp drops the alpha of raw gray, so that comes as color. */
async function readBand(pipeline: Sharp, from: Size & SampleFormat, top: number, rows: number): Promise<Samples> {
  const whole = pipeline.clone()
  const band = rows === from.heightPx ? whole : whole.extract({ left: 0, top, width: from.widthPx, height: rows })
  const isWide = from.depth === 16
  const channels = from.channels === 2 ? 4 : from.channels
  const space = channels === 1 ? (isWide ? 'grey16' : 'b-w') : isWide ? 'rgb16' : 'srgb'
  const raw = band.toColourspace(space).raw({ depth: isWide ? 'ushort' : 'uchar' })
  const { data, info } = await raw.toBuffer({ resolveWithObject: true })
  if (info.channels !== channels || info.width !== from.widthPx || info.height !== rows) {
    const { width, height } = info
    throw new AppError('media/undecodable', 'The decoder returned another shape.', { detail: { width, height } })
  }
  const samples = isWide ? asNumbers(data) : data
  return from.channels === 2 ? withoutColor(samples) : samples
}

/** Light and alpha of gray in RGBA. */
function withoutColor(rgba: Samples): Samples {
  const gray = rgba instanceof Uint16Array ? new Uint16Array(rgba.length / 2) : new Uint8Array(rgba.length / 2)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 2) {
    gray[to] = rgba[from]!
    gray[to + 1] = rgba[from + 3]!
  }
  return gray
}

interface Target {
  append(bytes: Uint8Array): Promise<void>
  finish(): Promise<StagedSamples>
  discard(): Promise<void>
}

async function memoryTarget(header: Buffer, length: number): Promise<Target> {
  const bytes = Buffer.allocUnsafeSlow(length)
  header.copy(bytes)
  let at = header.length
  return {
    append: async (part) => {
      bytes.set(part, at)
      at += part.length
    },
    finish: async () => ({ input: bytes, close: async () => undefined }),
    discard: async () => undefined,
  }
}

async function fileTarget(header: Buffer, beside: string): Promise<Target> {
  const path = temporaryNameFor(beside)
  const file = await open(path, 'wx')
  const discard = async (): Promise<void> => {
    await file.close().catch(() => undefined)
    await rm(path, { force: true })
  }
  const append = async (part: Uint8Array): Promise<void> => file.writeFile(part)
  await append(header)
  return {
    append,
    finish: async () => {
      await file.close()
      return { input: path, close: () => rm(path, { force: true }) }
    },
    discard,
  }
}
