import { withPercent } from '../../../shared/messages/formats.ts'
import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { formatNumber } from '../../lib/format.ts'

export const formatLabels: Readonly<Record<ExportOptions['format'], string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  avif: 'AVIF',
  tiff: 'TIFF',
  original: messages.original,
}

/** Summarizes an export in one line. */
export function describeOptions(options: ExportOptions): string {
  if (options.format === 'original') {
    return options.metadata === 'none' ? messages.originalFileNoMetadata : messages.originalFile
  }
  const parts = [
    formatLabels[options.format],
    hasQuality(options) ? messages.qualityOption({ quality: options.quality }) : null,
    canBeLossless(options.format) && options.isLossless ? messages.losslessOption : null,
    isWideFormat(options.format) && options.bitDepth === '16' ? messages.sixteenBit : null,
    describeSize(options.size),
    { none: null, screen: messages.sharpenedForScreen, print: messages.sharpenedForPrint }[options.sharpening],
    { original: null, srgb: 'sRGB', 'display-p3': messages.displayP3 }[options.profile],
    { all: messages.withRecipe, label: messages.aiLabelOnly, none: messages.noMetadata }[options.metadata],
    options.credentials === 'sign' ? messages.signed : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

export function describeSize(size: ExportOptions['size']): string | null {
  switch (size.by) {
    case 'original':
      return null
    case 'longest':
      return messages.longestSideOption({ px: formatNumber(size.px) })
    case 'width':
      return messages.widthOption({ px: formatNumber(size.px) })
    case 'height':
      return messages.heightOption({ px: formatNumber(size.px) })
    case 'percent':
      return withPercent(size.percent)
    case 'megapixels':
      return messages.megapixelsOption({ megapixels: size.megapixels })
  }
}

export function canBeLossless(format: ExportOptions['format']): boolean {
  return format === 'webp' || format === 'avif'
}

export function isWideFormat(format: ExportOptions['format']): boolean {
  return format === 'png' || format === 'tiff'
}

export function hasQuality({ format, isLossless }: Pick<ExportOptions, 'format' | 'isLossless'>): boolean {
  return format === 'jpeg' || (canBeLossless(format) && !isLossless)
}
