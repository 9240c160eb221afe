import { expect, it } from 'vitest'
import { playwrightFileTimes, slowestFiles, vitestFileTimes } from './file-times.mjs'

it('reads how long each file of Vitest took', () => {
  const report = { testResults: [{ name: '/repo/src/a.test.ts', startTime: 1_000, endTime: 3_500 }] }
  expect(vitestFileTimes(report, '/repo')).toEqual([{ file: 'src/a.test.ts', seconds: 2.5 }])
  expect(vitestFileTimes(null, '/repo')).toEqual([])
})

const specs = (...durations: number[]) => [{ tests: [{ results: durations.map((duration) => ({ duration })) }] }]

it('sums the tests of each file of Playwright, also those in groups', () => {
  const suites = [{ file: 'x.e2e.ts', specs: specs(1_000, 500), suites: [{ file: 'x.e2e.ts', specs: specs(250) }] }]
  const report = { config: { rootDir: '/repo/test/e2e' }, suites }
  expect(playwrightFileTimes(report, '/repo')).toEqual([{ file: 'test/e2e/x.e2e.ts', seconds: 1.75 }])
  expect(playwrightFileTimes(null, '/repo')).toEqual([])
})

it('lists the slowest first', () => {
  const times = [
    { file: 'a', seconds: 1 },
    { file: 'b', seconds: 12.34 },
    { file: 'c', seconds: 2 },
  ]
  expect(slowestFiles(times, 2)).toEqual(['   12.3 s  b', '    2.0 s  c'])
})
