import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { toSafeFileName } from './safe-file-name.ts'

test.each([
  ['coffee', 'coffee'],
  ['Café 東京 🎨', 'Café 東京 🎨'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
  ['ends with dots...', 'ends with dots'],
  ['  spaces \t around  ', 'spaces - around'],
  ['.hidden', 'hidden'],
  ['CON', '_CON'],
  ['con.tar', '_con.tar'],
  ['lpt1', '_lpt1'],
  ['console', 'console'],
  ['photo\u202egnp.exe', 'photo-gnp.exe'],
  ['..', ''],
  ['\0', '-'],
])('converts %j to %j', (text, name) => {
  expect(toSafeFileName(text)).toBe(name)
})

test('normalizes equivalent Unicode forms to the same name', () => {
  expect(toSafeFileName('é'.normalize('NFD'))).toBe('é'.normalize('NFC'))
})

test('produces a stable name valid on every system for any text', () => {
  assert(
    property(string({ unit: 'binary', maxLength: 400 }), (text) => {
      const name = toSafeFileName(text)
      expect(name).not.toMatch(/[\p{Cc}<>:"/\\|?*]|^[\s.]|[\s.]$/u)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201)
      expect(name.isWellFormed()).toBe(true)
      expect(toSafeFileName(name)).toBe(name)
    }),
  )
})
