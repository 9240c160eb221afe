import { expect, it } from 'vitest'
import { plainText } from './plain-text.ts'

it.each([
  ['<!DOCTYPE html><html><body>502</body></html>', ''],
  ['\n<html lang="en">', ''],
  ['Use <b>PNG</b>,\nnot  JPEG\u0007', 'Use PNG , not JPEG'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['x'.repeat(700), `${'x'.repeat(600)}…`],
])('cleans %j', (text, message) => expect(plainText(text)).toBe(message))
