const namedMax = 8

/** For people: characters that cannot be read on the sheet may not be readable here either, so each with its number. */
export function describeMissingCharacters(characters: readonly string[]): string {
  const names = characters.slice(0, namedMax).map((character) => `${character} (${codePoints(character)})`)
  const more = characters.length - names.length
  const list = more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
  return `No installed font has ${list}, so the contact sheet does not show ${characters.length === 1 ? 'it' : 'them'}. Install a font that does, then export again.`
}

function codePoints(character: string): string {
  return Array.from(
    character,
    (point) => `U+${point.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ')
}
