import { decodeText } from './decode-text.ts'

/** Datasets of IPTC IIM record 2, by number (IIM 4.2, section 6). */
const names: Readonly<Record<number, string>> = {
  5: 'Title',
  25: 'Keywords',
  80: 'Author',
  105: 'Headline',
  110: 'Credit',
  115: 'Source',
  116: 'Rights',
  120: 'Description',
}
const datasetsMax = 1_000

/** A dataset is 0x1C, record, number, length in two bytes, value. */
export function readIptcWords(iptc: Buffer): { name: string; value: string }[] {
  const words = new Map<string, string[]>()
  for (let at = 0, count = 0; at + 5 <= iptc.length && iptc[at] === 0x1c && count < datasetsMax; count++) {
    const length = iptc.readUInt16BE(at + 3)
    // The highest bit announces a length of another kind, which no text needs.
    if (length > 0x7fff) break
    const name = iptc[at + 1] === 2 ? names[iptc[at + 2]!] : undefined
    const value = decodeText(iptc.subarray(at + 5, at + 5 + length)).trim()
    if (name !== undefined && value !== '') words.set(name, [...(words.get(name) ?? []), value])
    at += 5 + length
  }
  return [...words].map(([name, values]) => ({ name, value: values.join(', ') }))
}
