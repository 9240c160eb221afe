import { describe, expect, it } from 'vitest'
import { isForOutput } from './run-to-output.ts'

const piped = { isJson: false, isTerminal: false }

describe('isForOutput', () => {
  it('is for commands that write an image, where it was asked for', () => {
    expect(isForOutput({ standardOutput: 'image' }, { out: '-' }, piped)).toBe(true)
    expect(isForOutput({ standardOutput: 'image' }, { out: 'a.png' }, piped)).toBe(false)
    expect(isForOutput({}, { out: '-' }, piped)).toBe(false)
  })

  it('writes no bytes of an image to a terminal, and none beside JSON', () => {
    const invalid = expect.objectContaining({ code: 'request/invalid' })
    const into = (to: Partial<typeof piped>) => () =>
      isForOutput({ standardOutput: 'file' }, { out: '-' }, { ...piped, ...to })
    expect(into({ isTerminal: true })).toThrow(invalid)
    expect(into({ isJson: true })).toThrow(invalid)
    expect(isForOutput({ standardOutput: 'file' }, { out: 'a.png' }, { ...piped, isTerminal: true })).toBe(false)
  })
})
