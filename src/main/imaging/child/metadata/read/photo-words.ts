import type { FileDetails } from '../../../../../shared/domain/dialect.ts'
import { decodeWideText } from './decode-text.ts'
import { readIptcWords } from './iptc-words.ts'
import type { RawMetadata } from './raw-metadata.ts'
import { tagNumber, tagNumbers, tagText, type TiffTags } from './tiff-tags.ts'
import type { XmpProperties } from './xmp-properties.ts'

/** XMP's names for the same things, in order of preference. */
const xmpNames: readonly (readonly [name: string, ...properties: string[]])[] = [
  ['Title', 'dc:title', 'photoshop:Headline'],
  ['Description', 'dc:description'],
  ['Author', 'dc:creator'],
  ['Rights', 'dc:rights'],
  ['Credit', 'photoshop:Credit'],
  ['Keywords', 'dc:subject'],
  ['Software', 'xmp:CreatorTool'],
  ['Taken', 'exif:DateTimeOriginal', 'photoshop:DateCreated'],
]
const valueMax = 4_000

/** The camera's and the photographer's words: EXIF's own first, then IPTC's, then XMP's. */
export function readPhotoWords(raw: RawMetadata, xmp: XmpProperties): FileDetails['photo'] {
  const words = new Map<string, string>()
  const add = (name: string, value: string | null | undefined): void => {
    const text = value?.slice(0, valueMax).toWellFormed().replaceAll('\0', '').trim()
    if (text && !words.has(name)) words.set(name, text)
  }
  for (const [name, value] of exifWords(raw.tags)) add(name, value)
  for (const { name, value } of raw.iptc === null ? [] : readIptcWords(raw.iptc)) add(name, value)
  for (const [name, ...properties] of xmpNames) {
    add(
      name,
      properties.map((property) => xmp.get(property)).find((value) => value),
    )
  }
  for (const keyword of ['Title', 'Author', 'Description', 'Copyright', 'Software', 'Comment']) {
    const text = raw.texts.get(keyword)
    // Programs' own accounts are shown among what they say, not here.
    if (text?.trimStart().startsWith('{') === false) add(keyword === 'Copyright' ? 'Rights' : keyword, text)
  }
  return [...words].map(([name, value]) => ({ name, value }))
}

/** ComfyUI keeps its graphs in tags that are meant for a camera. */
const graph = /^(?:prompt|workflow|extra|extra_pnginfo):?\s{0,9}\{|^\{"(?:sui_image_params|prompt|workflow)"/i

function exifWords(tags: TiffTags | null): [name: string, value: string | null][] {
  const plain = (tag: number): string | null => {
    const text = tagText(tags, tag)
    return text === null || graph.test(text) ? null : text
  }
  const wide = (tag: number): string | null => {
    const value = tags?.values.get(tag)
    return value === undefined ? null : decodeWideText(value.bytes)
  }
  const { make, model } = tagNumbers
  const camera = [plain(make), plain(model)].filter((part) => part !== null)
  const isRepeated = camera.length === 2 && camera[1]!.startsWith(camera[0]!)
  return [
    ['Camera', (isRepeated ? camera.slice(1) : camera).join(' ')],
    ['Lens', plain(tagNumbers.lens)],
    ['Exposure', exposureOf(tags)],
    ['Taken', plain(tagNumbers.takenAt)],
    ['Title', wide(tagNumbers.title)],
    ['Description', plain(tagNumbers.description)],
    ['Author', plain(tagNumbers.artist)],
    ['Rights', plain(tagNumbers.copyright)],
    ['Software', plain(tagNumbers.software)],
  ]
}

/** As photographers write it: `1/250 s, f/2.8, 50 mm, ISO 400`. */
function exposureOf(tags: TiffTags | null): string | null {
  const time = tagNumber(tags, tagNumbers.exposureTime)
  const aperture = tagNumber(tags, tagNumbers.fNumber)
  const focal = tagNumber(tags, tagNumbers.focalLength)
  const iso = tagNumber(tags, tagNumbers.iso)
  const parts = [
    time !== null && time > 0 && (time < 0.5 ? `1/${Math.round(1 / time)} s` : `${Number(time.toFixed(1))} s`),
    aperture !== null && aperture > 0 && `f/${Number(aperture.toFixed(1))}`,
    focal !== null && focal > 0 && `${Number(focal.toFixed(1))} mm`,
    iso !== null && iso > 0 && `ISO ${iso}`,
  ]
  return parts.filter((part) => part !== false).join(', ') || null
}
