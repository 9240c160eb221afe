import { expect, it } from 'vitest'
import { takenArms } from './taken-arms.ts'

const arms = [{ point: 1 }, { point: 0, butNot: 1 }]

function counts(whole: number, then: number): ReadonlyMap<number, number> {
  return new Map([whole, then].entries())
}

it('an if was left without its block if it was reached more often than that', () => {
  expect(takenArms(arms, counts(0, 0))).toEqual([])
  expect(takenArms(arms, counts(3, 3))).toEqual([0])
  expect(takenArms(arms, counts(3, 0))).toEqual([1])
  expect(takenArms(arms, counts(3, 2))).toEqual([0, 1])
})

it('an if whose block was not built in was not left', () => {
  expect(takenArms(arms, new Map([[0, 3]]))).toEqual([])
})
