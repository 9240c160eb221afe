/** What two spellings of one tag have in common. As in the step of the schema that first wrote it. */
export function foldTag(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
