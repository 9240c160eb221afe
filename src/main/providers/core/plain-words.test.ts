import { expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

it.each([
  ['<!DOCTYPE html><html><body>502</body></html>', ''],
  ['\n<html lang="en">', ''],
  ['Use <b>PNG</b>,\nnot  JPEG\u0007', 'Use PNG , not JPEG'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['x'.repeat(700), `${'x'.repeat(600)}…`],
])('%j', (text, words) => expect(plainWords(text)).toBe(words))
