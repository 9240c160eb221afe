/** When a photo was taken, as its camera's clock showed it: cameras write no time zone that could be relied on. */
export interface TakenAt {
  /** `2026-05-01` */
  readonly day: string
  /** `12-30-00`; null = only the day is known. */
  readonly time: string | null
}

/** EXIF writes `2026:05:01 12:30:00`, XMP `2026-05-01T12:30:00+02:00` or any beginning of it. */
const pattern = /^(\d{4})[:-](\d{2})[:-](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?|$)/

/** Returns null for what is no date, such as the zeros and spaces of a camera whose clock was never set. */
export function readTakenAt(text: string | null): TakenAt | null {
  const [, year = '', month = '', day = '', hours, minutes = '', seconds = '00'] =
    pattern.exec(text?.trim() ?? '') ?? []
  const atMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  // The 30th of February would be a day in March.
  if (Number.isNaN(atMs) || Number(year) === 0 || new Date(atMs).getUTCDate() !== Number(day)) return null
  return { day: `${year}-${month}-${day}`, time: hours === undefined ? null : `${hours}-${minutes}-${seconds}` }
}
