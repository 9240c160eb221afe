import { describe, expect, it } from 'vitest'
import { completeTag, tagsIn } from './complete-tag.ts'

const tags = [
  { name: 'sea', count: 2 },
  { name: 'Season', count: 9 },
  { name: 'north sea', count: 40 },
  { name: 'chelsea', count: 50 },
]

describe('tag completion', () => {
  it('suggests tags by prefix, frequent ones first, then tags with a matching word', () => {
    expect(completeTag(tags, ' SE', [])).toEqual(['Season', 'sea', 'north sea'])
  })

  it('suggests no tag that is already set, and nothing for blank input', () => {
    expect(completeTag(tags, 'sea', ['SEA'])).toEqual(['Season', 'north sea'])
    expect(completeTag(tags, ' ', [])).toEqual([])
  })
})

describe('typed tags', () => {
  it('are split at separators, cleaned, deduplicated and shortened to 100 characters', () => {
    expect(tagsIn(' sea,, "blue  hour";sea ')).toEqual(['sea', 'blue hour'])
    expect(tagsIn('x'.repeat(140))[0]).toHaveLength(100)
    expect(tagsIn(' , ')).toEqual([])
  })
})
