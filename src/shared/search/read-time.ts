import type { Range, TimeField } from './query.ts'

/** A stretch of time, the end not in it, by the clock on the wall. */
interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

const calendar = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/u
const agoPattern = /^(\d{1,4})([dwmy])$/u

/** What a time comes to: `before` ends where it begins, `after` begins with it (as in mail programs), `on` and `month` are it. */
export function readTime(field: TimeField, text: string, nowMs: number): Range | null {
  const stretch = readStretch(text.toLowerCase(), nowMs)
  if (stretch === null || (field === 'month' && !/^\d{4}-\d{1,2}$/u.test(text))) return null
  return {
    min: field === 'before' ? -Infinity : stretch.fromMs,
    max: field === 'before' ? stretch.fromMs : field === 'after' ? Infinity : stretch.toMs,
    hasMin: true,
    hasMax: false,
  }
}

function readStretch(text: string, nowMs: number): Stretch | null {
  if (text === 'today') return daysAgo(nowMs, 0)
  if (text === 'yesterday') return daysAgo(nowMs, 1)
  const [, count, unit] = agoPattern.exec(text) ?? []
  if (count !== undefined) return ago(nowMs, Number(count), unit ?? 'd')
  const [all, year, month, day] = calendar.exec(text) ?? []
  return all === undefined ? null : onCalendar(Number(year), month, day)
}

function onCalendar(year: number, monthText: string | undefined, dayText: string | undefined): Stretch | null {
  if (monthText === undefined) return { fromMs: localMs(year, 0, 1), toMs: localMs(year + 1, 0, 1) }
  const month = Number(monthText) - 1
  if (month < 0 || month > 11) return null
  if (dayText === undefined) return { fromMs: localMs(year, month, 1), toMs: localMs(year, month + 1, 1) }
  const day = Number(dayText)
  if (new Date(localMs(year, month, day)).getMonth() !== month) return null
  return { fromMs: localMs(year, month, day), toMs: localMs(year, month, day + 1) }
}

function ago(nowMs: number, count: number, unit: string): Stretch {
  if (unit === 'd' || unit === 'w') return daysAgo(nowMs, unit === 'w' ? count * 7 : count)
  const now = new Date(nowMs)
  const months = unit === 'y' ? count * 12 : count
  // The 31st of a month without one is its last day.
  const month = now.getMonth() - months
  const lastDay = new Date(now.getFullYear(), month + 1, 0).getDate()
  const day = Math.min(now.getDate(), lastDay)
  return { fromMs: localMs(now.getFullYear(), month, day), toMs: localMs(now.getFullYear(), month, day + 1) }
}

function daysAgo(nowMs: number, days: number): Stretch {
  const now = new Date(nowMs)
  const day = now.getDate() - days
  return {
    fromMs: localMs(now.getFullYear(), now.getMonth(), day),
    toMs: localMs(now.getFullYear(), now.getMonth(), day + 1),
  }
}

/** `new Date(95, …)` would be 1995. */
function localMs(year: number, month: number, day: number): number {
  const date = new Date(2000, 0, 1)
  date.setFullYear(year, month, day)
  return date.getTime()
}
