/** Returns the form in which two spellings of one tag are equal. Same as in the migration that first wrote it. */
export function foldTag(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
