import { expect, it } from 'vitest'
import { readTyped } from './read-typed.ts'

it.each([
  ['0.5', 0.5],
  ['0,5', 0.5],
  [' -12 ', -12],
  ['１２．５', 12.5],
  ['', Number.NaN],
  ['  ', Number.NaN],
  ['1.2.3', Number.NaN],
  ['1,200.5', Number.NaN],
  ['twelve', Number.NaN],
])('reads %j as %d', (text, value) => {
  expect(readTyped(text)).toBe(value)
})
