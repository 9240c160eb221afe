import { describe, expect, it } from 'vitest'
import type { OptionSpecs, OptionValues } from '../program/command.ts'
import { isForOutput } from './run-to-output.ts'

const given = (out: string) => ({ out }) as unknown as OptionValues<OptionSpecs>
const piped = { isJson: false, isTerminal: false }

describe('isForOutput', () => {
  it('is for commands that write an image, where it was asked for', () => {
    expect(isForOutput({ standardOutput: 'image' }, given('-'), piped)).toBe(true)
    expect(isForOutput({ standardOutput: 'image' }, given('a.png'), piped)).toBe(false)
    expect(isForOutput({}, given('-'), piped)).toBe(false)
  })

  it('writes no bytes of an image to a terminal, and none beside JSON', () => {
    const invalid = expect.objectContaining({ code: 'request/invalid' })
    const into = (to: Partial<typeof piped>) => () =>
      isForOutput({ standardOutput: 'file' }, given('-'), { ...piped, ...to })
    expect(into({ isTerminal: true })).toThrow(invalid)
    expect(into({ isJson: true })).toThrow(invalid)
    expect(isForOutput({ standardOutput: 'file' }, given('a.png'), { ...piped, isTerminal: true })).toBe(false)
  })
})
