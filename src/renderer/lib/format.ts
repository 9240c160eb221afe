import * as messages from '../../shared/messages/en/controls.ts'
import { formatFixed, formatLocale, formatPlain, timeUnits, withPercent } from '../../shared/messages/formats.ts'

const numbers = new Intl.NumberFormat(formatLocale)
const dateTimes = new Intl.DateTimeFormat(formatLocale, { dateStyle: 'medium', timeStyle: 'short' })

export function formatNumber(value: number): string {
  return numbers.format(value)
}

export function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${formatFixed(seconds, 1)} ${timeUnits.second}`
  if (seconds < 100) return `${Math.round(seconds)} ${timeUnits.second}`
  return `${Math.floor(seconds / 60)} ${timeUnits.minute} ${Math.round(seconds % 60)} ${timeUnits.second}`
}

/** In decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return messages.byteCount({ count: bytes })
  if (bytes < 1_000_000) return `${formatFixed(bytes / 1_000, 0)} kB`
  if (bytes < 1_000_000_000) return `${formatFixed(bytes / 1_000_000, 1)} MB`
  return `${formatFixed(bytes / 1_000_000_000, 2)} GB`
}

export function formatSize(size: { readonly widthPx: number; readonly heightPx: number }): string {
  return `${size.widthPx} × ${size.heightPx}`
}

export function formatDate(ms: number): string {
  return dateTimes.format(ms)
}

export function formatPercent(fraction: number): string {
  const percent = fraction * 100
  return withPercent(formatPlain(percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)))
}

/** Whether a fraction would be displayed as 100 %. */
export function isWhole(share: number): boolean {
  return Math.round(share * 100) >= 100
}
