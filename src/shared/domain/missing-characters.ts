import * as messages from '../messages/en/export.ts'

const namedMax = 8

/** Returns text for display: the characters may be unreadable here too, so each comes with its code point. */
export function describeMissingCharacters(characters: readonly string[]): string {
  const names = characters.slice(0, namedMax).map((character) => `${character} (${codePoints(character)})`)
  const omittedCount = characters.length - names.length
  const first = names.join(', ')
  const list = omittedCount > 0 ? messages.charactersAndMore({ characters: first, count: omittedCount }) : first
  return messages.charactersMissing({ characters: list, count: characters.length })
}

function codePoints(character: string): string {
  return Array.from(
    character,
    (point) => `U+${point.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ')
}
