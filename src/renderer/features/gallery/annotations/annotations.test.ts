import { describe, expect, it } from 'vitest'
import { noAnnotations } from '../../../../shared/domain/annotations.ts'
import { commonAnnotations } from './common-annotations.ts'
import { describeAnnotationChange } from './annotation-messages.ts'

describe('common annotations', () => {
  it('are those of a single image', () => {
    const annotations = { ...noAnnotations, rating: 3, flag: 'pick', label: 'red', notes: 'n', tags: ['sea'] } as const
    expect(commonAnnotations([{ ...annotations, tags: ['sea'] }])).toEqual({
      ...annotations,
      tags: [{ name: 'sea', count: 1 }],
      count: 1,
    })
  })

  it('are undefined where images differ; tags count the images that have them', () => {
    const one = { ...noAnnotations, rating: 3, tags: ['sea', 'Boat'] }
    const two = { ...noAnnotations, rating: 4, label: 'blue' as const, notes: 'else', tags: ['sea'] }
    expect(commonAnnotations([one, two])).toEqual({
      rating: undefined,
      flag: 'none',
      label: undefined,
      notes: undefined,
      tags: [
        { name: 'Boat', count: 1 },
        { name: 'sea', count: 2 },
      ],
      count: 2,
    })
  })
})

describe('describeAnnotationChange', () => {
  it.each([
    [{ rating: 3 }, 1, '3 stars'],
    [{ rating: 1 }, 2, '1 star · 2 images'],
    [{ rating: 0 }, 1_200, 'Unrated · 1,200 images'],
    [{ flag: 'reject' }, 1, 'Rejected'],
    [{ label: null }, 1, 'Label removed'],
    [{ label: 'green' }, 4, 'Label: green · 4 images'],
    [{ addTags: ['sea', 'boat'] }, 2, 'Tagged “sea”, “boat” · 2 images'],
    [{ removeTags: ['sea'] }, 1, 'Untagged “sea”'],
  ] as const)('describes %o for %i images', (change, count, words) => {
    expect(describeAnnotationChange(change as never, count)).toBe(words)
  })
})
