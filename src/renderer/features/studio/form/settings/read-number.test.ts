import { expect, it } from 'vitest'
import { readNumber } from './read-number.ts'

const whole = { isWhole: true, min: 0, max: 6 }
const any = { isWhole: false, min: null, max: null }

it.each([
  ['', whole, null, null],
  [' 4 ', whole, 4, null],
  ['4.5', whole, null, 'Enter a whole number from 0 to 6.'],
  ['7', whole, null, 'Enter a whole number from 0 to 6.'],
  ['0,5', any, 0.5, null],
  ['many', any, null, 'Enter a number.'],
  ['-1', { ...any, min: 0 }, null, 'Enter a number, 0 or more.'],
  ['2', { ...any, max: 1 }, null, 'Enter a number, 1 or less.'],
])('reads %j', (text, field, value, problem) => {
  expect(readNumber(text, field)).toEqual({ value, problem })
})
