const numbers = new Intl.NumberFormat('en-GB')
const dateTimes = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

export function formatNumber(value: number): string {
  return numbers.format(value)
}

export function formatSeconds(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 100) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** In decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} kB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`
}

export function formatSize(size: { readonly widthPx: number; readonly heightPx: number }): string {
  return `${size.widthPx} × ${size.heightPx}`
}

export function formatDate(ms: number): string {
  return dateTimes.format(ms)
}

export function formatPercent(fraction: number): string {
  const percent = fraction * 100
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`
}

/** Whether a fraction would be displayed as 100 %. */
export function isWhole(share: number): boolean {
  return Math.round(share * 100) >= 100
}

const words = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

/** 1 → "first", 12 → "12th". */
export function ordinal(position: number): string {
  const word = words[position - 1]
  if (word !== undefined) return word
  const ending = position % 100 >= 11 && position % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][position % 10] ?? 'th')
  return `${position}${ending}`
}
