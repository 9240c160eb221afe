import * as messages from '../../../../shared/messages/en/written-files.ts'
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
import type { InspectedImage } from '../source/inspect-image.ts'

export type Look = Pick<ExportRequest, 'format' | 'profile' | 'bitDepth' | 'sharpening'>

/** How an export treats an image's samples, and how its file labels them. */
export interface ColorPlan extends ColorLabel {
  /**
   * `managed`: lcms converts them, because they are not 8- or 16-bit gray or RGB, or their profile is a lookup table.
   */
  readonly samples: 'kept' | 'converted' | 'managed'
  readonly isGray: boolean
  readonly depth: Depth
  /** For `converted`. */
  readonly conversion: { readonly from: ColorSpace; readonly to: TargetSpace } | null
}

interface ColorLabel {
  /** The profile embedded in the file; null = none, in PNG only, which uses chunks instead. */
  readonly icc: Uint8Array | null
  /** `own`: the original's chunks. */
  readonly pngChunks: 'srgb' | 'own' | null
  readonly isSrgb: boolean
}

export function planColors(image: InspectedImage, look: Look): ColorPlan {
  const { profile: wanted, format } = look
  const isGray = image.isGray && image.bitDepth !== null && wanted !== 'display-p3' && holdsGray(format)
  const shape = { isGray, depth: depthOf(image, look), conversion: null }
  const space = spaceOf(image)
  if (image.bitDepth === null || (space === null && !canKeepProfile(image, wanted, isGray))) {
    return { ...shape, isGray: false, samples: 'managed', ...targetLabel(wanted, format, false) }
  }
  if (wanted === 'original' || isAlready(space, wanted)) {
    return { ...shape, samples: 'kept', ...keptLabel(image, look, isGray) }
  }
  const label = targetLabel(wanted, format, isGray)
  const to = wanted === 'display-p3' ? embeddedDisplayP3 : label.icc === null ? srgb : embeddedSrgb
  const from = image.isGray && !isGray ? grayToColor(space!, to) : space!
  return { ...shape, samples: 'converted', conversion: { from, to }, ...label }
}

function holdsGray(format: Look['format']): boolean {
  return format === 'png' || format === 'tiff'
}

function depthOf({ bitDepth: has }: InspectedImage, { format, bitDepth }: Look): Depth {
  if (format !== 'png' && format !== 'tiff') return 8
  return bitDepth === '16' || (bitDepth === 'original' && has === 16) ? 16 : 8
}

/** Returns null if the profile cannot be read. Gray images have a gray space, color images an RGB space. */
function spaceOf({ profile, isGray }: InspectedImage): ColorSpace | null {
  if (profile === null) return srgb
  const space = readIcc(profile)
  return space !== null && (space.type === 'gray') === isGray ? space : null
}

/** Converts gray to three equal channels, which stay equal in the target. */
function grayToColor({ curves: [curve] }: ColorSpace, { toXyz }: TargetSpace): RgbSpace {
  return { type: 'rgb', toXyz, curves: [curve!, curve!, curve!] }
}

/** True for any profile, unless gray becomes color. */
function canKeepProfile(image: InspectedImage, wanted: Look['profile'], isGray: boolean): boolean {
  return wanted === 'original' && image.isGray === isGray
}

function isAlready(space: ColorSpace | null, wanted: 'srgb' | 'display-p3'): boolean {
  return space !== null && isSameSpace(space, wanted === 'srgb' ? srgb : displayP3)
}

function targetLabel(wanted: Look['profile'], format: Look['format'], isGray: boolean): ColorLabel {
  if (wanted === 'display-p3') return { icc: displayP3Icc, pngChunks: null, isSrgb: false }
  if (format === 'png') return { icc: null, pngChunks: 'srgb', isSrgb: true }
  return { icc: isGray ? srgbGrayIcc : srgbIcc, pngChunks: null, isSrgb: true }
}

function keptLabel(image: InspectedImage, { profile: wanted, format }: Look, isGray: boolean): ColorLabel {
  const { profile, colorChunks } = image
  const isSrgb = profile === null || isAlready(readIcc(profile), 'srgb')
  if (format === 'png' && wanted !== 'srgb' && colorChunks.length > 0) return { icc: null, pngChunks: 'own', isSrgb }
  if (profile === null || (format === 'png' && wanted === 'srgb')) return targetLabel('srgb', format, isGray)
  return { icc: image.isGray && !isGray ? grayAsRgb(profile) : profile, pngChunks: null, isSrgb }
}

/**
 * Notes on what the file does not preserve although no reduction was requested; JPEG is exempt because it never
 * promises that.
 */
export function colorNotes(image: InspectedImage, { samples, depth }: ColorPlan, look: Look): string[] {
  const notes: string[] = []
  if (
    (look.format === 'webp' || look.format === 'avif') &&
    image.bitDepth === 16 &&
    depth === 8 &&
    look.bitDepth !== '8'
  ) {
    notes.push(messages.roundedTo8Bit({ format: look.format === 'webp' ? 'WebP' : 'AVIF' }))
  }
  if (samples === 'managed') {
    notes.push(
      (image.bitDepth === null ? messages.convertedUnusualColors : messages.convertedLookupTable)({
        profile: nameOf(look),
      }),
    )
  }
  return notes
}

function nameOf({ profile }: Look): string {
  return profile === 'display-p3' ? 'Display P3' : 'sRGB'
}
