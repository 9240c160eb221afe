import type { AnnotationChange, ColorLabel } from '../../../../shared/domain/annotations.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import { joinList } from '../../../../shared/messages/formats.ts'

export const labelMessages: Readonly<Record<ColorLabel, string>> = {
  red: messages.labelRed,
  yellow: messages.labelYellow,
  green: messages.labelGreen,
  blue: messages.labelBlue,
  purple: messages.labelPurple,
}

/** "3 stars · 12 images", for the notice that offers to undo the change. */
export function describeAnnotationChange(change: AnnotationChange, count: number): string {
  const { rating, flag, label, notes, addTags = [], removeTags = [] } = change
  const parts = [
    rating === undefined ? null : formatRating(rating),
    flag === undefined ? null : flagMessages[flag],
    label === undefined ? null : label === null ? messages.labelRemoved : labelMessages[label],
    notes === undefined ? null : messages.notesChanged,
    addTags.length === 0 ? null : messages.tagged({ tags: quote(addTags) }),
    removeTags.length === 0 ? null : messages.untagged({ tags: quote(removeTags) }),
    count === 1 ? null : messages.imageCount({ count }),
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

const flagMessages = { pick: messages.picked, reject: messages.rejected, none: messages.flagRemoved } as const

export function formatRating(rating: number): string {
  return rating === 0 ? messages.unrated : messages.stars({ stars: rating })
}

const quote = (tags: readonly string[]) => joinList(tags.map((tag) => `“${tag}”`))
