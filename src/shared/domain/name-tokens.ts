import * as messages from '../messages/en/export.ts'

/**
 * What a file name or a caption can be built from, `{name}` and so on, with what each stands for: the window's buttons,
 * the command line's help and completion, and the message about an unknown one are made of this list.
 */
export const nameTokens = {
  name: messages.imageName,
  date: messages.dateTaken,
  time: messages.timeTaken,
  imported: messages.dateAdded,
  model: messages.model,
  provider: messages.serviceOrEngine,
  seed: messages.seed,
  prompt: messages.promptStart,
  width: messages.widthInPixels,
  height: messages.heightInPixels,
  rating: messages.starRating,
  tags: messages.tags,
  collection: messages.collections,
  n: messages.sequenceNumber,
  id: messages.libraryId,
} as const

export type NameToken = keyof typeof nameTokens

export const nameTokenNames = Object.keys(nameTokens) as NameToken[]

/** As it is written in a template. */
export const writtenToken = (token: string): string => `{${token}}`
