import type { ExportOptions } from '../../../shared/domain/export-options.ts'
import { formatNumber } from '../../lib/format.ts'

export const formatLabels: Readonly<Record<ExportOptions['format'], string>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  avif: 'AVIF',
  tiff: 'TIFF',
  original: 'Original',
}

/** What an export does, in one line. */
export function describeOptions(options: ExportOptions): string {
  if (options.format === 'original') {
    const suffix = options.metadata === 'none' ? ', without metadata' : ''
    return `The bytes as the service sent them or as the file was imported${suffix}`
  }
  const parts = [
    formatLabels[options.format],
    hasQuality(options) ? `quality ${options.quality}` : null,
    canBeLossless(options.format) && options.isLossless ? 'lossless' : null,
    isWideFormat(options.format) && options.bitDepth === '16' ? '16 bit' : null,
    sizeWords(options.size),
    { none: null, screen: 'sharpened for a screen', print: 'sharpened for print' }[options.sharpening],
    { original: null, srgb: 'sRGB', 'display-p3': 'Display P3' }[options.profile],
    { all: 'with its recipe', label: 'AI label only', none: 'no metadata' }[options.metadata],
    options.credentials === 'sign' ? 'signed' : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

export function sizeWords(size: ExportOptions['size']): string | null {
  switch (size.by) {
    case 'original':
      return null
    case 'longest':
      return `longest side ${formatNumber(size.px)} px`
    case 'width':
      return `${formatNumber(size.px)} px wide`
    case 'height':
      return `${formatNumber(size.px)} px high`
    case 'percent':
      return `${size.percent} %`
    case 'megapixels':
      return `${size.megapixels} megapixels`
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
