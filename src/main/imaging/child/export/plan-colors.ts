import type { ExportRequest } from '../../imaging.ts'
import type { ColorSpace, RgbSpace } from '../color/color-space.ts'
import type { Depth } from '../color/convert-numbers.ts'
import {
  displayP3,
  displayP3Icc,
  embeddedDisplayP3,
  embeddedSrgb,
  grayAsRgb,
  isSameSpace,
  srgb,
  srgbGrayIcc,
  srgbIcc,
  type TargetSpace,
} from '../color/known-spaces.ts'
import { readIcc } from '../color/read-icc.ts'
import type { InspectedPicture } from '../source/inspect-picture.ts'

export type Look = Pick<ExportRequest, 'format' | 'profile' | 'bitDepth' | 'sharpening'>

/** What an export does to the samples of an image, and what its file says of them. */
export interface ColorPlan extends ColorLabel {
  /** `managed`: lcms converts them, since they are not gray or RGB of 8 or 16 bits, or their profile is a lookup table. */
  readonly samples: 'kept' | 'converted' | 'managed'
  readonly isGray: boolean
  readonly depth: Depth
  /** For `converted`. */
  readonly conversion: { readonly from: ColorSpace; readonly to: TargetSpace } | null
}

interface ColorLabel {
  /** The profile the file gets; null = none, which only PNG has: it says the same in chunks. */
  readonly icc: Uint8Array | null
  /** `own`: those of the original. */
  readonly pngChunks: 'srgb' | 'own' | null
  readonly isSrgb: boolean
}

export function planColors(picture: InspectedPicture, look: Look): ColorPlan {
  const { profile: wanted, format } = look
  const isGray = picture.isGray && picture.bitDepth !== null && wanted !== 'display-p3' && holdsGray(format)
  const shape = { isGray, depth: depthOf(picture, look), conversion: null }
  const space = spaceOf(picture)
  if (picture.bitDepth === null || (space === null && !canKeepProfile(picture, wanted, isGray))) {
    return { ...shape, isGray: false, samples: 'managed', ...targetLabel(wanted, format, false) }
  }
  if (wanted === 'original' || isAlready(space, wanted)) {
    return { ...shape, samples: 'kept', ...keptLabel(picture, look, isGray) }
  }
  const label = targetLabel(wanted, format, isGray)
  const to = wanted === 'display-p3' ? embeddedDisplayP3 : label.icc === null ? srgb : embeddedSrgb
  const from = picture.isGray && !isGray ? grayToColor(space!, to) : space!
  return { ...shape, samples: 'converted', conversion: { from, to }, ...label }
}

function holdsGray(format: Look['format']): boolean {
  return format === 'png' || format === 'tiff'
}

function depthOf({ bitDepth: has }: InspectedPicture, { format, bitDepth }: Look): Depth {
  if (format !== 'png' && format !== 'tiff') return 8
  return bitDepth === '16' || (bitDepth === 'original' && has === 16) ? 16 : 8
}

/** Null where it cannot be read. A gray image has a gray space, and a color image one of colors. */
function spaceOf({ profile, isGray }: InspectedPicture): ColorSpace | null {
  if (profile === null) return srgb
  const space = readIcc(profile)
  return space !== null && (space.type === 'gray') === isGray ? space : null
}

/** A gray image in three equal channels, which are equal in the target too. */
function grayToColor({ curves: [curve] }: ColorSpace, { toXyz }: TargetSpace): RgbSpace {
  return { type: 'rgb', toXyz, curves: [curve!, curve!, curve!] }
}

/** Whatever it is, unless gray becomes color. */
function canKeepProfile(picture: InspectedPicture, wanted: Look['profile'], isGray: boolean): boolean {
  return wanted === 'original' && picture.isGray === isGray
}

function isAlready(space: ColorSpace | null, wanted: 'srgb' | 'display-p3'): boolean {
  return space !== null && isSameSpace(space, wanted === 'srgb' ? srgb : displayP3)
}

function targetLabel(wanted: Look['profile'], format: Look['format'], isGray: boolean): ColorLabel {
  if (wanted === 'display-p3') return { icc: displayP3Icc, pngChunks: null, isSrgb: false }
  if (format === 'png') return { icc: null, pngChunks: 'srgb', isSrgb: true }
  return { icc: isGray ? srgbGrayIcc : srgbIcc, pngChunks: null, isSrgb: true }
}

function keptLabel(picture: InspectedPicture, { profile: wanted, format }: Look, isGray: boolean): ColorLabel {
  const { profile, colorChunks } = picture
  const isSrgb = profile === null || isAlready(readIcc(profile), 'srgb')
  if (format === 'png' && wanted !== 'srgb' && colorChunks.length > 0) return { icc: null, pngChunks: 'own', isSrgb }
  if (profile === null || (format === 'png' && wanted === 'srgb')) return targetLabel('srgb', format, isGray)
  return { icc: picture.isGray && !isGray ? grayAsRgb(profile) : profile, pngChunks: null, isSrgb }
}

/** What the file does not hold as it was, though nobody asked for less; a JPEG never promised it. */
export function colorNotes(picture: InspectedPicture, { samples, depth }: ColorPlan, look: Look): string[] {
  const notes: string[] = []
  if (
    (look.format === 'webp' || look.format === 'avif') &&
    picture.bitDepth === 16 &&
    depth === 8 &&
    look.bitDepth !== '8'
  ) {
    notes.push(
      `${look.format === 'webp' ? 'WebP' : 'AVIF'} holds 8 bits per channel: 16-bit values were rounded. Choose PNG or TIFF to keep them.`,
    )
  }
  if (samples === 'managed') {
    notes.push(
      picture.bitDepth === null
        ? `The image is not in 8- or 16-bit gray or RGB: colors were converted to ${nameOf(look)}, to about one level of 255.`
        : `The color profile is a lookup table: colors were converted to ${nameOf(look)}, to about one level of 255.`,
    )
  }
  return notes
}

function nameOf({ profile }: Look): string {
  return profile === 'display-p3' ? 'Display P3' : 'sRGB'
}
