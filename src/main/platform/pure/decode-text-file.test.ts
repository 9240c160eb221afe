import { expect, it } from 'vitest'
import { decodeTextFile } from './decode-text-file.ts'

const text = '{"prompt": "ein Füchslein, 狐"}\n'
const wide = Buffer.from(`\uFEFF${text}`, 'utf16le')

it.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16 of Windows', wide],
  ['UTF-16, high bytes first', Buffer.from(wide).swap16()],
])('reads %s', (_form, bytes) => {
  expect(decodeTextFile(bytes)).toBe(text)
})

it('reads an empty file', () => {
  expect(decodeTextFile(new Uint8Array())).toBe('')
})
