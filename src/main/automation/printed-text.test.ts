import { describe, expect, it } from 'vitest'
import { toPrintedJson, toPrintedText } from './printed-text.ts'

/** Sets the window's title, and types into some terminals. */
const name = 'a\u001b]0;owned\u0007b\u009b31mc\rd\u007f'

describe('toPrintedText', () => {
  it('leaves nothing that a terminal obeys', () => {
    expect(toPrintedText(name)).toBe('a�]0;owned�b�31mc�d�')
  })

  it('keeps lines, columns and all scripts', () => {
    const text = 'cat.png\t512 × 512\nكلب 犬 👩‍🎨\r\nlast\r'
    expect(toPrintedText(text)).toBe(text)
  })
})

describe('toPrintedJson', () => {
  it('says the same in characters that a terminal does not obey', () => {
    const text = toPrintedJson({ name })
    expect(text).not.toMatch(/\p{Cc}/u)
    expect(JSON.parse(text)).toEqual({ name })
  })
})
