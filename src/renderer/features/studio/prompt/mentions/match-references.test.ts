import { describe, expect, it } from 'vitest'
import { sampleReference } from '../../../../../../test/support/window/sample-references.ts'
import { isFreeName, matchReferences, mentionInsert, namesIn } from './match-references.ts'

const all = ['Anna', 'bob', 'hannah'].map((name, at) => sampleReference(at, { name }))
const matched = (typed: string) => matchReferences(all, typed).map(({ name }) => name)

describe('references for what is typed', () => {
  it('start with it before they contain it, whatever the case', () => {
    expect(matched('')).toEqual(['Anna', 'bob', 'hannah'])
    expect(matched('AN')).toEqual(['Anna', 'hannah'])
    expect(matched('z')).toEqual([])
  })

  it('include a new one where the name is free and can be a name', () => {
    expect(isFreeName(all, 'carla')).toBe(true)
    expect(isFreeName(all, 'anna')).toBe(false)
    expect(isFreeName(all, 'carla-')).toBe(false)
    expect(isFreeName(all, '')).toBe(false)
  })
})

function accept(text: string, caret: number): string {
  const insert = mentionInsert({ text, start: text.indexOf('@'), caret }, 'anna')
  return text.slice(0, insert.start) + insert.text + text.slice(insert.end)
}

describe('accepting a name', () => {
  it('replaces what was typed, and ends with one space unless a mark follows', () => {
    expect(accept('a photo of @an', 14)).toBe('a photo of @anna ')
    expect(accept('@an at sea', 3)).toBe('@anna at sea')
    expect(accept('@an, at sea', 3)).toBe('@anna, at sea')
  })

  it('replaces the rest of a name around the caret', () => {
    expect(accept('@anton at sea', 3)).toBe('@anna at sea')
  })
})

it('lists each name of a prompt once', () => {
  expect(namesIn('@anna and @bob, then @Anna; mail to a@b.org')).toEqual(['Anna', 'bob'])
})
