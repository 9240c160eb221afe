import { message } from '../message.ts'

export const characterCount = message('{count, plural, one {# character} other {# characters}}')
export const charactersOf = message('{count} of {max, plural, one {# character} other {# characters}}')
export const tokensOf = message('about {count} of {max} tokens')
export const tokensInChunks = message('about {count} of {max} tokens, in {chunks} chunks')
