import { describe, expect, it } from 'vitest'
import { cleanResponse } from './clean-response.ts'

describe('cleanResponse', () => {
  it.each([
    ['A heron at dawn.', 'A heron at dawn.'],
    ['"A heron at dawn."', 'A heron at dawn.'],
    ['Here is the rewritten prompt:\n\n“A heron at dawn.”', 'A heron at dawn.'],
    ['Sure! Here’s a more vivid version: A heron at dawn.', 'A heron at dawn.'],
    ['**Prompt:** A heron at dawn.', 'A heron at dawn.'],
    ['Rewritten prompt: "A heron, \n at dawn"', 'A heron, \n at dawn'],
    ['```text\nA heron at dawn.\n```', 'A heron at dawn.'],
    ['<think>They want a heron: “gray”.</think>\n\nA heron at dawn.', 'A heron at dawn.'],
    ['<think>They want a heron at', ''],
    ['A sign that says "OPEN", and one that says "SHUT"', 'A sign that says "OPEN", and one that says "SHUT"'],
    ['"Open" on a door, "shut" on a gate', '"Open" on a door, "shut" on a gate'],
    ['Great herons of the marsh, here: silence', 'Great herons of the marsh, here: silence'],
    ['  ', ''],
    ['""', ''],
  ])('%j → %j', (response, prompt) => {
    expect(cleanResponse(response)).toBe(prompt)
  })

  it('truncates at a word boundary, in linear time', () => {
    const long = cleanResponse('heron '.repeat(100_000))
    expect(long.length).toBeLessThanOrEqual(10_000)
    expect(long.endsWith('heron')).toBe(true)
    // With backtracking this would far exceed the test timeout.
    for (const sign of ['"', '`', 'Sure! ', '<think>', '```\n', ':', ' ']) cleanResponse(sign.repeat(1_000_000))
  })
})
