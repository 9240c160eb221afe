import { deflateSync } from 'node:zlib'
import type { Sharp } from 'sharp'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { ExportRequest } from '../../imaging.ts'
import { encodePngChunk, pngHeaderBytes } from '../png/png-chunk.ts'
import type { InspectedPicture } from '../source/inspect-picture.ts'
import { pixelLimit, sharp } from '../source/sharp-engine.ts'

type Look = Pick<ExportRequest, 'format' | 'profile' | 'bitDepth' | 'sharpening'>

export interface OpenedForExport {
  /** Upright, of the wanted size and sharpness, with its profile. */
  readonly pipeline: Sharp
  /** `srgb` has no profile attached yet. */
  readonly profile: 'srgb' | 'display-p3' | 'own'
}

/**
 * Unsharp masking after the resizing. `screen`: what scaling down took away, over about half a pixel. `print`: ink
 * spreads, so over a whole pixel and twice as strong at edges; flat areas stay below their noise.
 */
const sharpenings = {
  screen: { sigma: 0.5, m1: 0.4, m2: 1 },
  print: { sigma: 1, m1: 0.4, m2: 2 },
} as const

export async function openForExport(picture: InspectedPicture, size: Size, look: Look): Promise<OpenedForExport> {
  const profile = chooseProfile(picture, look)
  const { input, isTagged } = await prepareInput(picture, profile)
  const isTurned = !isTagged && picture.orientation !== 1
  const isWide = isWideOutput(picture, look)
  // Numbers that are sRGB's already are taken as they are: every conversion would only round them.
  const ignoreIcc = !isTagged && picture.hasSrgbProfile && !(picture.bitDepth === 16 && profile === 'display-p3')
  const opened = sharp(input, {
    failOn: 'truncated',
    limitInputPixels: pixelLimit,
    ignoreIcc,
    autoOrient: isTurned,
    // A turned picture needs its rows in another order than the file has them.
    sequentialRead: !isTurned,
  })
  const shaped = shape(opened, picture, size, look.sharpening).toColourspace(isWide ? 'rgb16' : 'srgb')
  if (profile === 'own') return { pipeline: shaped.keepIccProfile(), profile }
  if (profile === 'display-p3') return { pipeline: shaped.withIccProfile('p3'), profile }
  // libvips brings pictures of 16 bit and a profile into Display P3 and leaves them there.
  const isLeftWide = picture.bitDepth === 16 && (isTagged || (picture.profile !== null && !picture.hasSrgbProfile))
  return { pipeline: isLeftWide ? shaped.withIccProfile('srgb', { attach: false }) : shaped, profile }
}

function shape(opened: Sharp, { facts }: InspectedPicture, size: Size, sharpening: Look['sharpening']): Sharp {
  const isResized = size.widthPx !== facts.widthPx || size.heightPx !== facts.heightPx
  const sized = isResized ? opened.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'lanczos3' }) : opened
  return sharpening === 'none' ? sized : sized.sharpen(sharpenings[sharpening])
}

/** What the original is drawn in can be kept where it says so in a profile of red, green and blue. */
function chooseProfile(picture: InspectedPicture, { profile }: Look): OpenedForExport['profile'] {
  if (profile === 'display-p3') return 'display-p3'
  const isOwn = picture.profile !== null && !picture.hasSrgbProfile && !picture.isGrey && picture.bitDepth !== null
  return profile === 'original' && isOwn ? 'own' : 'srgb'
}

function isWideOutput({ bitDepth: has }: InspectedPicture, { format, bitDepth }: Look): boolean {
  if (format !== 'png' && format !== 'tiff') return false
  return bitDepth === '16' || (bitDepth === 'original' && has === 16)
}

interface PreparedInput {
  readonly input: string | Uint8Array
  /** Upright already, 16 bit, and with the profile its numbers are in. */
  readonly isTagged: boolean
}

/**
 * libvips takes 16 bit without a profile for Display P3, and cuts off what 8 bit with a wide profile has beyond sRGB:
 * both are first written out in 16 bit with the profile they are in.
 */
async function prepareInput(picture: InspectedPicture, wanted: OpenedForExport['profile']): Promise<PreparedInput> {
  const { bitDepth, profile, isGrey, hasSrgbProfile, source, orientation } = picture
  const isUntagged = bitDepth === 16 && profile === null && !isGrey
  const isCutOff = bitDepth === 8 && profile !== null && !hasSrgbProfile && !isGrey && wanted === 'display-p3'
  if (!isUntagged && !isCutOff) return { input: source.input, isTagged: false }
  const turned = orientation !== 1
  const opened = sharp(source.input, {
    failOn: 'truncated',
    limitInputPixels: pixelLimit,
    autoOrient: turned,
    sequentialRead: !turned,
  })
  const kept = isCutOff ? opened.keepIccProfile() : opened
  const png = await kept.toColourspace('rgb16').png({ compressionLevel: 1 }).toBuffer()
  return { input: isUntagged ? await tagAsSrgb(png) : png, isTagged: true }
}

async function tagAsSrgb(png: Buffer): Promise<Buffer> {
  const chunk = encodePngChunk('iCCP', Buffer.concat([Buffer.from('sRGB\0\0', 'latin1'), deflateSync(await srgbIcc())]))
  return Buffer.concat([png.subarray(0, pngHeaderBytes), chunk, png.subarray(pngHeaderBytes)])
}

let srgbProfile: Promise<Buffer> | null = null

/** The one that comes with the engine. */
function srgbIcc(): Promise<Buffer> {
  srgbProfile ??= sharp(Uint8Array.of(0, 0, 0), { raw: { width: 1, height: 1, channels: 3 } })
    .withIccProfile('srgb')
    .png()
    .toBuffer()
    .then((png) => sharp(png).metadata())
    .then(({ icc }) => icc ?? Buffer.alloc(0))
  return srgbProfile
}
