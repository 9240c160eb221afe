import { expect, it } from 'vitest'
import { changedTests, currentTurn, turnCount, turnOf } from './turn.mjs'

it('gives every name a turn that stays, and every turn some names', () => {
  const names = Array.from({ length: 1_200 }, (_, at) => `test ${at}`)
  const counts = Map.groupBy(names, turnOf)
  expect([...counts.keys()].toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: turnCount }, (_, at) => at + 1),
  )
  expect(Math.min(...[...counts.values()].map(({ length }) => length))).toBeGreaterThan(60)
  expect(turnOf('a restart keeps the sampling area')).toBe(turnOf('a restart keeps the sampling area'))
})

it('takes the turn that is asked for, and refuses one that is none', () => {
  expect(currentTurn('7')).toBe(7)
  for (const wrong of ['0', '13', '1.5', '', 'x']) expect(() => currentTurn(wrong)).toThrow('ATELIER_TURN')
})

it('otherwise takes that of the commit', () => {
  expect(currentTurn(undefined)).toBe(currentTurn(undefined))
  expect(currentTurn(undefined)).toBeLessThanOrEqual(turnCount)
})

/** As Git answers. */
const answers = (changed: readonly string[], added: readonly string[]) => (args: readonly string[]) =>
  (args[0] === 'diff' ? changed : added).join('\n') + '\n'

it('finds the files of tests that are new or were changed last, unless they are many', () => {
  expect(
    changedTests(answers(['test/page/view.page.ts', 'src/main/a.test.ts', 'README.md'], ['test/e2e/new.e2e.ts'])),
  ).toEqual(['test/page/view.page.ts', 'test/e2e/new.e2e.ts'])
  expect(changedTests(answers(Array(5).fill('test/page/view.page.ts'), []))).toEqual([])
  // No Git.
  expect(changedTests(() => '')).toEqual([])
})
