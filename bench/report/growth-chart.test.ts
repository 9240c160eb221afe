import { expect, it } from 'vitest'
import { toGrowthChart } from './growth-chart.ts'
import type { Row } from './row.ts'

const texts = { title: 'Search & “facets”', sizes: 'images', unit: 'ms' }

function point(curve: string, size: number, value: number, unit = 'ms'): Row {
  return { what: `${size}: ${curve}`, value, unit, baseline: null, goal: null, growth: { curve, size } }
}

it('draws a curve for each name over the sizes, the larger the farther right and up', () => {
  const rows = [point('a word', 1_000, 1), point('a word', 1_000_000, 100), point('facets <all>', 1_000, 10)]
  const svg = toGrowthChart(rows, texts)!
  expect(svg.match(/class="curve"/g)).toHaveLength(2)
  expect(svg).toContain('d="M72.0 368.0L520.0 24.0"')
  expect(svg).toContain('>1,000,000</text>')
  expect(svg).toContain('facets &lt;all&gt;')
  expect(svg).toContain('aria-label="Search &amp; “facets”"')
})

it('leaves out other units and rows without a curve', () => {
  const other: Row = { what: 'noise', value: 2, unit: 'ms', baseline: null, goal: null }
  expect(toGrowthChart([other, point('memory', 10, 5, 'MB')], texts)).toBeNull()
})

it('has room for the longest name and writes round values in a unit that suits them', () => {
  const name = 'thumbnails of sixteen JPEGs of twelve megapixels'
  const svg = toGrowthChart([point(name, 1, 5_264.651), point(name, 16, 637.2)], texts)!
  const width = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
  expect(width).toBeGreaterThan(530 + name.length * 7)
  const said = [...svg.matchAll(/text-anchor="end">([^<]+)</g)].map(([, text]) => text)
  expect(said).toEqual(['500 ms', '1 s', '2 s', '5 s', '10 s'])
  expect(svg).toContain('>16</text>')
})

it('draws one single point', () => {
  expect(toGrowthChart([point('a word', 10, 5)], texts)).not.toMatch(/NaN|Infinity/)
})

it('keeps names apart that end at the same height', () => {
  const rows = ['a', 'b', 'c'].flatMap((name) => [point(name, 1, 1), point(name, 10, 2)])
  const tops = [...toGrowthChart(rows, texts)!.matchAll(/<text x="530" y="([\d.]+)"/g)].map(([, top]) => Number(top))
  expect(tops).toHaveLength(3)
  expect(tops[1]! - tops[0]!).toBeGreaterThanOrEqual(15)
  expect(tops[2]! - tops[1]!).toBeGreaterThanOrEqual(15)
})
