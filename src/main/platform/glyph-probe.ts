// A page that shows which characters no installed font covers. Its first font has no glyphs of its own, so Chromium
// uses another font wherever one covers the character, and falls back to the first font's “missing” glyph for the rest.

/**
 * A noncharacter (never text) that the probe font does cover: it is rendered with the probe font only once that font is
 * loaded.
 */
const loadedMark = '\uFDD0'
const mark = '<b>&#xFDD0;</b>'

/** What fonts may or may not cover, in order of appearance: whole clusters, since a font must cover all of an emoji. */
export function findRareCharacters(texts: readonly string[]): string[] {
  const rare = new Set<string>()
  const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })
  for (const text of texts) {
    for (const { segment } of segmenter.segment(text.toWellFormed())) {
      if (!/^[\s\u0020-\u007e]+$/.test(segment)) rare.add(segment)
    }
  }
  return [...rare]
}

/** Each character alone in a `b`, after one that shows whether the probe font is loaded. */
export function probePage(characters: readonly string[]): string {
  const font = Buffer.from(probeFont()).toString('base64')
  const cells = characters.map((character) => `<b>${toReferences(character)}</b>`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<style>
@font-face { font-family: probe; src: url(data:font/ttf;base64,${font}); }
b { display: block; font: 8pt probe, system-ui, sans-serif; }
</style>
${mark}${cells.join('')}
</html>
`
}

function toReferences(text: string): string {
  return Array.from(text, (character) => `&#${character.codePointAt(0)!};`).join('')
}

/**
 * The smallest TrueType font that browsers accept: glyph 0 (“missing”) and glyph 1, for the mark above.
 * https://learn.microsoft.com/typography/opentype/spec/otff
 */
function probeFont(): Uint8Array {
  const triangle = [...u16(1, 0, 0, 1000, 1000, 2, 0), 1, 1, 1, ...u16(0, 1000, 0), ...u16(0, 0, 1000), 0]
  const code = loadedMark.charCodeAt(0)
  const tables: readonly (readonly [tag: string, bytes: readonly number[]])[] = [
    ['OS/2', os2Table(code)],
    // Format 4: one segment with the mark, and the terminating one.
    [
      'cmap',
      [...u16(0, 1, 3, 1, 0, 12), ...u16(4, 32, 0, 4, 4, 1, 0, code, 0xffff, 0, code, 0xffff, 1 - code, 1, 0, 0)],
    ],
    ['glyf', triangle],
    [
      'head',
      [...u16(1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 3, 1000), ...zeros(16), ...u16(0, 0, 1000, 1000, 0, 8, 2, 1, 0)],
    ],
    ['hhea', u16(1, 0, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 1)],
    ['hmtx', u16(1000, 0, 0)],
    // Glyph 1 is empty.
    ['loca', u16(0, 0, 0, triangle.length, 0, triangle.length)],
    ['maxp', u16(1, 0, 2, 3, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['name', u16(0, 0, 6)],
    ['post', [...u16(3, 0), ...zeros(28)]],
  ]
  return toFontFile(tables)
}

function os2Table(code: number): number[] {
  const sizes = u16(3, 1000, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0)
  const vendor = [...zeros(26), ...Buffer.from('NONE')]
  return [...sizes, ...vendor, ...u16(0x40, code, code, 800, -200, 0, 800, 200), ...zeros(8), ...u16(500, 700, 0, 0, 0)]
}

function toFontFile(tables: readonly (readonly [tag: string, bytes: readonly number[]])[]): Uint8Array {
  const directory: number[] = [...u16(1, 0, tables.length, 128, 3, tables.length * 16 - 128)]
  const body: number[] = []
  const start = 12 + 16 * tables.length
  for (const [tag, bytes] of tables) {
    const padded = [...bytes, ...zeros((4 - (bytes.length % 4)) % 4)]
    directory.push(...Buffer.from(tag), ...u32(checksum(padded)), ...u32(start + body.length), ...u32(bytes.length))
    body.push(...padded)
  }
  return Uint8Array.from([...directory, ...body])
}

function checksum(bytes: readonly number[]): number {
  const view = new DataView(Uint8Array.from(bytes).buffer)
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  return sum
}

function u16(...values: number[]): number[] {
  return values.flatMap((value) => [(value >> 8) & 255, value & 255])
}

function u32(value: number): number[] {
  return u16(value >>> 16, value & 0xffff)
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0)
}
