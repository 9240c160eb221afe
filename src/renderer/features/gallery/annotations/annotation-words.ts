import type { AnnotationChange } from '../../../../shared/domain/annotations.ts'
import { formatCount } from '../../../lib/format.ts'

/** "3 stars: 12 pictures." What was said of how many, for the message that offers to take it back. */
export function markWords(change: AnnotationChange, count: number): string {
  const what = changeWords(change)
  return count === 1 ? `${what}.` : `${what}: ${formatCount(count, 'image')}.`
}

function changeWords({ rating, flag, label, notes, addTags = [], removeTags = [] }: AnnotationChange): string {
  const parts = [
    rating === undefined ? null : starsWords(rating),
    flag === undefined ? null : flagWords[flag],
    label === undefined ? null : label === null ? 'Label taken off' : `Labeled ${label}`,
    notes === undefined ? null : 'Notes written',
    addTags.length === 0 ? null : `Tagged ${quoted(addTags)}`,
    removeTags.length === 0 ? null : `Tag ${quoted(removeTags)} taken off`,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

const flagWords = { pick: 'Picked', reject: 'Rejected', none: 'Flag taken off' } as const

export function starsWords(rating: number): string {
  return rating === 0 ? 'No stars' : formatCount(rating, 'star')
}

const quoted = (tags: readonly string[]) => tags.map((tag) => `“${tag}”`).join(', ')
