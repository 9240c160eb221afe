/** Returns the text of a file that a person or another program wrote: UTF-8, or UTF-16 as its first bytes say (PowerShell). */
export function decodeTextFile(bytes: Uint8Array): string {
  const [first, second] = bytes
  const label =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  // Without the mark at its beginning.
  return new TextDecoder(label).decode(bytes)
}
