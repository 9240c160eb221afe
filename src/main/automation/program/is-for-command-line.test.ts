import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { isForCommandLine } from './is-for-command-line.ts'

const start = { isHeadless: false, workingFolder: tmpdir() }

describe('isForCommandLine', () => {
  it.each([
    [[], false],
    [['photo.png'], false],
    [['/pictures/photo'], false],
    [['fill', 'a.png'], true],
    [['list'], true],
    [['--help'], true],
    [['frobnicate'], true],
    [['toString'], false],
  ])('%j: %j', (args, isIt) => {
    expect(isForCommandLine({ ...start, args })).toBe(isIt)
  })

  it('is true without a display', () => {
    expect(isForCommandLine({ ...start, args: [], isHeadless: true })).toBe(true)
  })
})
