/** Returns the date of a moment in this computer's time zone, as `2026-11-20`. */
export function localDay(atMs: number): string {
  const date = new Date(atMs)
  return [padded(date.getFullYear(), 4), padded(date.getMonth() + 1, 2), padded(date.getDate(), 2)].join('-')
}

/** Returns the date this many days later (or earlier); unaffected by daylight saving time. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Returns the first and the last day of a day's month. */
export function monthOf(day: string): { first: string; last: string } {
  const month = day.slice(0, 7)
  const [year = 0, number = 1] = month.split('-').map(Number)
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { first: `${month}-01`, last: `${month}-${days}` }
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
