import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { coveredByAny, keepCoverage, lostLines, readKeptCoverage } from './kept-coverage.ts'

function covered(lines: readonly number[], arms: readonly number[] = []) {
  return { lines: new Set(lines), arms: new Set(arms) }
}

it('what was kept is read again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-coverage-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const kept = { commit: 'abc', files: new Map([['src/a.ts', covered([1, 2, 3, 7], [0])]]) }
  keepCoverage(folder, kept)
  expect(readKeptCoverage(folder)).toEqual(kept)
})

it('runs add up', () => {
  const first = new Map([['src/a.ts', covered([1, 2], [0])]])
  const second = new Map([
    ['src/a.ts', covered([2, 3], [1])],
    ['src/b.ts', covered([9])],
  ])
  expect(coveredByAny([first, second])).toEqual(
    new Map([
      ['src/a.ts', covered([1, 2, 3], [0, 1])],
      ['src/b.ts', covered([9])],
    ]),
  )
})

it('a line is lost if it is still there and not covered any more, wherever it is now', () => {
  const kept = new Map([
    ['src/a.ts', covered([1, 2, 3])],
    ['src/gone.ts', covered([1])],
    ['src/b.ts', covered([4, 5])],
  ])
  const now = new Map([['src/a.ts', covered([1, 13])]])
  const moved = new Map([
    ['src/a.ts', { path: 'src/a.ts', to: (line: number) => (line === 2 ? null : line === 3 ? 13 : line) }],
    ['src/gone.ts', { path: null, to: () => null }],
  ])
  expect(lostLines(kept, now, moved)).toEqual(new Map([['src/b.ts', [4, 5]]]))
})
