import type { Sharp } from 'sharp'
import type { Size } from '../../../../shared/util/geometry.ts'
import { colorConversion, depthConversion, type Depth, type SampleFormat } from '../color/convert-numbers.ts'
import { srgbIcc } from '../color/known-spaces.ts'
import type { InspectedPicture } from '../source/inspect-picture.ts'
import { pixelLimit, sharp } from '../source/sharp-engine.ts'
import { planColors, type ColorPlan, type Look } from './plan-colors.ts'
import { stageSamples, type StagedSamples } from './stage-samples.ts'

export interface OpenedForExport {
  /** Upright, of the wanted size, sharpness and colors, with its profile. */
  readonly pipeline: Sharp
  readonly plan: ColorPlan
  /** Of the samples that go through the pipeline. */
  readonly depth: Depth
  readonly isGray: boolean
  /** To be called when the pipeline has been read. */
  readonly close: () => Promise<void>
}

/**
 * Unsharp masking after the resizing. `screen`: what scaling down took away, over about half a pixel. `print`: ink
 * spreads, so over a whole pixel and twice as strong at edges; flat areas stay below their noise.
 */
const sharpenings = {
  screen: { sigma: 0.5, m1: 0.4, m2: 1 },
  print: { sigma: 1, m1: 0.4, m2: 2 },
} as const

/** @param beside where a temporary file may go */
export async function openForExport(
  picture: InspectedPicture,
  size: Size,
  look: Look,
  beside: string,
): Promise<OpenedForExport> {
  const plan = planColors(picture, look)
  if (plan.samples === 'managed') return openManaged(picture, size, look, plan, beside)
  const shaped = shapeSamples(picture, size, look)
  const attach = plan.samples === 'kept' && plan.depth === picture.bitDepth ? attachment(picture, plan) : null
  if (attach !== null) {
    const pipeline = attach(shaped).toColourspace(spaceName(plan))
    return { plan, depth: plan.depth, isGray: picture.isGray, pipeline, close: async () => undefined }
  }
  const { isGray, depth, icc, conversion } = plan
  const from = sampleFormat(picture, isGray)
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

/** How the profile gets into the file without any conversion by libvips; null where it cannot. */
function attachment(picture: InspectedPicture, { icc, depth }: ColorPlan): ((pipeline: Sharp) => Sharp) | null {
  if (icc === null) return (pipeline) => pipeline
  if (icc === picture.profile) return (pipeline) => pipeline.keepIccProfile()
  // From sRGB to sRGB in 8 bits libvips moves nothing.
  if (icc === srgbIcc && depth === 8) return (pipeline) => pipeline.withIccProfile('srgb')
  return null
}

/**
 * With lcms, by way of the Display P3 that libvips works in where there are 16 bits. Profiles of lookup tables get
 * those: 8 bits would cut off what lies outside of sRGB.
 */
async function openManaged(
  picture: InspectedPicture,
  size: Size,
  look: Look,
  plan: ColorPlan,
  beside: string,
): Promise<OpenedForExport> {
  const isTable = picture.bitDepth !== null && !picture.isGray
  const to = look.profile === 'display-p3' ? 'p3' : 'srgb'
  const finish = (pipeline: Sharp): Sharp =>
    pipeline.toColourspace(spaceName(plan)).withIccProfile(to, { attach: plan.icc !== null })
  if (!isTable) {
    const pipeline = finish(shapeSamples(picture, size, look, { ignoreIcc: false }))
    return { plan, depth: bitDepthOf(picture), isGray: picture.isGray, pipeline, close: async () => undefined }
  }
  const from = sampleFormat(picture, false)
  const staged = await stageSamples(shapeSamples(picture, size, look), {
    from: { ...size, ...from },
    depth: 16,
    convert: depthConversion(from.depth, 16),
    icc: picture.profile,
    beside,
  })
  return { plan, depth: 16, isGray: false, pipeline: finish(openStaged(staged)), close: staged.close }
}

function shapeSamples(
  { source, orientation, facts }: InspectedPicture,
  size: Size,
  { sharpening }: Look,
  { ignoreIcc } = { ignoreIcc: true },
): Sharp {
  const isTurned = orientation !== 1
  const opened = sharp(source.input, {
    failOn: 'truncated',
    limitInputPixels: pixelLimit,
    ignoreIcc,
    autoOrient: isTurned,
    // A turned picture needs its rows in another order than the file has them.
    sequentialRead: !isTurned,
  })
  const isResized = size.widthPx !== facts.widthPx || size.heightPx !== facts.heightPx
  const sized = isResized ? opened.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' }) : opened
  return sharpening === 'none' ? sized : sized.sharpen(sharpenings[sharpening])
}

function sampleFormat({ bitDepth, facts }: InspectedPicture, isGray: boolean): SampleFormat {
  const channels = isGray ? (facts.hasAlpha ? 2 : 1) : facts.hasAlpha ? 4 : 3
  return { channels, depth: bitDepthOf({ bitDepth }) }
}

function bitDepthOf({ bitDepth }: Pick<InspectedPicture, 'bitDepth'>): Depth {
  return bitDepth === 16 ? 16 : 8
}

function spaceName({ isGray, depth }: Pick<ColorPlan, 'isGray' | 'depth'>): 'b-w' | 'grey16' | 'srgb' | 'rgb16' {
  if (isGray) return depth === 16 ? 'grey16' : 'b-w'
  return depth === 16 ? 'rgb16' : 'srgb'
}

function openStaged({ input }: StagedSamples): Sharp {
  return sharp(input, { limitInputPixels: pixelLimit, sequentialRead: true })
}
