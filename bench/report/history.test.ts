import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { addToHistory, historySchema, printHistory, printHistoryFile, sparkline, type History } from './history.ts'
import type { Row } from './row.ts'

const start: Row = {
  what: 'start',
  value: 300,
  unit: 'ms',
  baseline: { what: 'bare', value: 150 },
  goal: { type: 'at most', limit: 1.5 },
}
const files: Row = { what: 'files', value: 40, unit: '/s', baseline: null, goal: { type: 'at least', limit: 50 } }
const noise: Row = { what: 'noise', value: 1.2, unit: '×', baseline: null, goal: null }

const run = (history: History, date: string, ...rows: readonly Row[]) =>
  addToHistory(history, date, new Map([['window', rows]]))

const read = (name: string) => readFile(new URL(`../${name}`, import.meta.url), 'utf8')

it('keeps ratios and what has a goal, one point a day, and the past of rows that are gone', () => {
  const first = run({}, '2026-11-20', start, files, noise)
  const second = run(first, '2026-11-22', { ...start, value: 225 })
  const third = run(second, '2026-11-22', { ...start, value: 240 })
  expect(third['window']?.['start']?.points).toEqual([
    ['2026-11-20', 2],
    ['2026-11-22', 1.6],
  ])
  expect(third['window']?.['files']).toEqual({ unit: '/s', goal: files.goal, points: [['2026-11-20', 40]] })
  expect(Object.keys(third['window']!)).toEqual(['start', 'files'])
  expect(historySchema.safeParse(third).success).toBe(true)
})

it('starts anew where the unit changed: the values no longer compare', () => {
  const first = run({}, '2026-11-20', { ...start, baseline: null })
  expect(run(first, '2026-11-21', start)['window']?.['start']).toMatchObject({
    unit: '×',
    points: [['2026-11-21', 2]],
  })
})

it('prints one table of all areas, with the best value by the goal’s direction', () => {
  const first = run({}, '2026-11-20', start, files)
  const page = printHistory(run(first, '2026-11-23', { ...start, value: 210 }, { ...files, value: 30 }))
  expect(page).toMatch(/window \| start +\| ≤ 1.5 × +\| 2.00 × +\| 1.40 × +\| 1.40 × .*█▁ +\| met/)
  expect(page).toMatch(/window \| files +\| ≥ 50 \/s +\| 40.0 \/s +\| 40.0 \/s +\| 30.0 \/s .*█▁ +\| MISSED/)
})

it('draws a curve in text', () => {
  expect(sparkline([1, 2, 8])).toBe('▁▂█')
  expect(sparkline([5, 5])).toBe('▄▄')
})

it('reads the committed file, and prints it and its page the same', async () => {
  const history = historySchema.parse(JSON.parse(await read('history.json')))
  expect(printHistoryFile(history)).toBe(await read('history.json'))
  expect(printHistory(history)).toBe(await read('history.md'))
})
