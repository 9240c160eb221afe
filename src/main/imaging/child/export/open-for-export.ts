import { open, rm } from 'node:fs/promises'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import type { Sharp } from 'sharp'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { temporaryNameFor } from '../../../platform/pure/temporary-name.ts'
import {
  colorConversion,
  depthConversion,
  type Depth,
  type SampleFormat,
  type ColorConversion,
  type Samples,
} from '../color/convert-numbers.ts'
import { srgbIcc } from '../color/known-spaces.ts'
import { tiffHeader } from '../color/tiff-file.ts'
import { decodeBands } from '../source/decode-bands.ts'
import type { InspectedImage } from '../source/inspect-image.ts'
import { asNumbers } from '../source/original-image.ts'
import { failOn, pixelLimit, sharp } from '../source/sharp-engine.ts'
import { planColors, type ColorPlan, type Look } from './plan-colors.ts'

const usualHeldBytesMax = 256 * 2 ** 20

/** Samples converted before yielding to other calls. */
const samplesPerTurn = 3_000_000

export interface OpenedForExport {
  /** Upright, with the requested size, sharpening and colors, and its profile. */
  readonly pipeline: Sharp
  readonly plan: ColorPlan
  /** Bit depth of the samples in the pipeline. */
  readonly depth: Depth
  readonly isGray: boolean
  /** Call it after the pipeline has been read. */
  readonly close: () => Promise<void>
}

/**
 * Unsharp masking after resizing. `screen` restores what downscaling removed, over about half a pixel. `print`
 * compensates for ink spread, over a whole pixel and twice as strong at edges; flat areas stay below their noise.
 */
const sharpenings = {
  screen: { sigma: 0.5, m1: 0.4, m2: 1 },
  print: { sigma: 1, m1: 0.4, m2: 2 },
} as const

/** @param beside path next to which a temporary file may be created */
export async function openForExport(
  image: InspectedImage,
  size: Size,
  look: Look,
  beside: string,
): Promise<OpenedForExport> {
  const plan = planColors(image, look)
  if (plan.samples === 'managed') return openManaged(image, size, look, plan, beside)
  const shaped = shapeSamples(image, size, look)
  const attach = plan.samples === 'kept' && plan.depth === image.bitDepth ? attachment(image, plan) : null
  if (attach !== null) {
    const pipeline = attach(shaped).toColourspace(spaceName(plan))
    return { plan, depth: plan.depth, isGray: image.isGray, pipeline, close: async () => undefined }
  }
  const { isGray, depth, icc, conversion } = plan
  const from = sampleFormat(image, isGray)
  const convert = conversion === null ? depthConversion(from.depth, depth) : colorConversion(from, depth, conversion)
  const staged = await stageSamples(shaped, {
    from: { ...size, ...from },
    depth,
    convert,
    icc,
    beside,
  })
  const opened = openStaged(staged).toColourspace(spaceName(plan))
  const pipeline = icc === null ? opened : opened.keepIccProfile()
  return { plan, depth, isGray, pipeline, close: staged.close }
}

/** Returns how to attach the profile without any conversion by libvips; null if that is impossible. */
function attachment(image: InspectedImage, { icc, depth }: ColorPlan): ((pipeline: Sharp) => Sharp) | null {
  if (icc === null) return (pipeline) => pipeline
  if (icc === image.profile) return (pipeline) => pipeline.keepIccProfile()
  // From sRGB to sRGB at 8 bits, libvips changes nothing.
  if (icc === srgbIcc && depth === 8) return (pipeline) => pipeline.withIccProfile('srgb')
  return null
}

/**
 * Converts with lcms, at 16 bits through the Display P3 that libvips works in. Lookup-table profiles use 16 bits: 8
 * bits would clip colors outside sRGB.
 */
async function openManaged(
  image: InspectedImage,
  size: Size,
  look: Look,
  plan: ColorPlan,
  beside: string,
): Promise<OpenedForExport> {
  const isTable = image.bitDepth !== null && !image.isGray
  const to = look.profile === 'display-p3' ? 'p3' : 'srgb'
  const finish = (pipeline: Sharp): Sharp =>
    pipeline.toColourspace(spaceName(plan)).withIccProfile(to, { attach: plan.icc !== null })
  if (!isTable) {
    const pipeline = finish(shapeSamples(image, size, look, { ignoreIcc: false }))
    return { plan, depth: bitDepthOf(image), isGray: image.isGray, pipeline, close: async () => undefined }
  }
  const from = sampleFormat(image, false)
  const staged = await stageSamples(shapeSamples(image, size, look), {
    from: { ...size, ...from },
    depth: 16,
    convert: depthConversion(from.depth, 16),
    icc: image.profile,
    beside,
  })
  return { plan, depth: 16, isGray: false, pipeline: finish(openStaged(staged)), close: staged.close }
}

function shapeSamples(
  { source, orientation, facts }: InspectedImage,
  size: Size,
  { sharpening }: Look,
  { ignoreIcc } = { ignoreIcc: true },
): Sharp {
  const isTurned = orientation !== 1
  const opened = sharp(source.input, {
    failOn,
    limitInputPixels: pixelLimit,
    ignoreIcc,
    autoOrient: isTurned,
    // A rotated image needs its rows in a different order than the file stores them.
    sequentialRead: !isTurned,
  })
  const isResized = size.widthPx !== facts.widthPx || size.heightPx !== facts.heightPx
  const sized = isResized ? opened.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' }) : opened
  return sharpening === 'none' ? sized : sized.sharpen(sharpenings[sharpening])
}

function sampleFormat({ bitDepth, facts }: InspectedImage, isGray: boolean): SampleFormat {
  const channels = isGray ? (facts.hasAlpha ? 2 : 1) : facts.hasAlpha ? 4 : 3
  return { channels, depth: bitDepthOf({ bitDepth }) }
}

function bitDepthOf({ bitDepth }: Pick<InspectedImage, 'bitDepth'>): Depth {
  return bitDepth === 16 ? 16 : 8
}

function spaceName({ isGray, depth }: Pick<ColorPlan, 'isGray' | 'depth'>): 'b-w' | 'grey16' | 'srgb' | 'rgb16' {
  if (isGray) return depth === 16 ? 'grey16' : 'b-w'
  return depth === 16 ? 'rgb16' : 'srgb'
}

function openStaged({ input }: StagedSamples): Sharp {
  return sharp(input, { limitInputPixels: pixelLimit, sequentialRead: true })
}

interface StagedSamples {
  /** An uncompressed TIFF: its bytes, or the path of a temporary file. */
  readonly input: Buffer | string
  readonly close: () => Promise<void>
}

interface Staging {
  readonly from: Size & SampleFormat
  readonly depth: Depth
  readonly convert: ColorConversion
  readonly icc: Uint8Array | null
  /** A temporary file is created next to it. */
  readonly beside: string
  /** Larger data goes through a file. */
  readonly heldBytesMax?: number
}

/** Converts a pipeline's samples band by band and stages them for the encoder, with their profile. */
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

/** sharp drops the alpha of raw gray, so gray is passed as color. */
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

/** Extracts gray and alpha from RGBA. */
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
