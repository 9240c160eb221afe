import { describe, expect, it } from 'vitest'
import { completeTag, tagsIn } from './complete-tag.ts'

const tags = [
  { name: 'sea', count: 2 },
  { name: 'Season', count: 9 },
  { name: 'north sea', count: 40 },
  { name: 'chelsea', count: 50 },
]

describe('completing a tag', () => {
  it('offers what begins so, frequent ones first, then what has such a word', () => {
    expect(completeTag(tags, ' SE', [])).toEqual(['Season', 'sea', 'north sea'])
  })

  it('offers nothing that is there already, and nothing for nothing', () => {
    expect(completeTag(tags, 'sea', ['SEA'])).toEqual(['Season', 'north sea'])
    expect(completeTag(tags, ' ', [])).toEqual([])
  })
})

describe('tags as they are written', () => {
  it('are parted by commas, without what no tag can hold', () => {
    expect(tagsIn(' sea,, "blue  hour";sea ')).toEqual(['sea', 'blue hour'])
    expect(tagsIn('x'.repeat(140))[0]).toHaveLength(100)
    expect(tagsIn(' , ')).toEqual([])
  })
})
