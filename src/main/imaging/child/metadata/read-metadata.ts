import { gunzipSync } from 'node:zlib'
import type { FileDetails } from '../../../../shared/domain/metadata-dialect.ts'
import type { FileMetadata } from '../../imaging.ts'
import type { ImageSource } from '../source/image-source.ts'
import {
  readerInput,
  type DialectMetadata,
  type DialectReader,
  type Field,
  type ReaderInput,
} from './dialects/dialect-reader.ts'
import { readA1111 } from './dialects/read-a1111.ts'
import { readAtelier } from './dialects/read-atelier.ts'
import { readComfyui } from './dialects/read-comfyui.ts'
import { readDrawThings } from './dialects/read-draw-things.ts'
import { readEasyDiffusion } from './dialects/read-easy-diffusion.ts'
import { readFooocus } from './dialects/read-fooocus.ts'
import { readHuggingFace } from './dialects/read-hugging-face.ts'
import { readInvokeai } from './dialects/read-invokeai.ts'
import { readNovelai } from './dialects/read-novelai.ts'
import { readRuinedFooocus } from './dialects/read-ruined-fooocus.ts'
import { readSwarmui } from './dialects/read-swarmui.ts'
import { readPlainFields } from './dialects/read-plain-fields.ts'
import { decodeWideText, decodeText } from './read/decode-text.ts'
import { findHiddenBits, readHiddenBits } from './read/hidden-bits.ts'
import { isGraph } from './read/is-graph.ts'
import { textBytesMax } from './read/metadata-limits.ts'
import type { RawMetadata } from './read/raw-metadata.ts'
import { readCredentials, strongestType } from './read/read-credentials.ts'
import { readRawMetadata } from './read/read-raw-metadata.ts'
import { tagNumber, tagNumbers, tagText, type TiffTags } from './read/tiff-tags.ts'
import { readXmpProperties, type XmpProperties } from './read/xmp-properties.ts'

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

/** Limit for hidden data as stored; no prompt comes near it. */
const hiddenBytesMax = 1024 * 1024

/** The first reader that recognizes a file wins: programs with a distinctive marker first, generic formats last. */
const readers: readonly DialectReader[] = [
  // PNG text `atelier:record`, or the same in XMP.
  readAtelier,
  // PNG text `invokeai_metadata` (3 and later), `sd-metadata` (2), `Dream` (1).
  readInvokeai,
  // PNG text or packed text `Software: NovelAI`.
  readNovelai,
  // `sui_image_params` in the main text, or in EXIF Model as older versions wrote it.
  readSwarmui,
  // `software: RuinedFooocus` in the main text.
  readRuinedFooocus,
  // `use_stable_diffusion_model`, as a PNG text or in the main text.
  readEasyDiffusion,
  // `c` and `uc` in XMP's or EXIF's UserComment.
  readDrawThings,
  // PNG text `fooocus_scheme` or EXIF MakerNote; `base_model` in the main text.
  readFooocus,
  // `num_inference_steps` and `resolution` in the main text.
  readHuggingFace,
  // A graph of nodes with `class_type`, wherever its many savers put it.
  readComfyui,
  // A1111's text format: prompt, negative prompt, one line of pairs.
  readA1111,
  // XMP, IPTC and EXIF texts.
  readPlainFields,
]

/** Limit for all texts kept of a file; what does not fit is omitted, never truncated. */
const fieldsBytesMax = 240 * 1024
const fieldsMax = 1_000

/** Reads what an image file says about itself, in any dialect. Survives hostile metadata. @throws storage/* */
export async function readMetadata(source: ImageSource): Promise<FileMetadata> {
  const raw = await readRawMetadata(source)
  const xmp = readXmpProperties(raw.xmp ?? '')
  const credentials = raw.credentials === null ? null : readCredentials(raw.credentials)
  const photo = readPhotoWords(raw, xmp)
  const visibleMetadata = findDialect(readerInput(raw, { xmp, photo, hidden: null }))
  // Plain texts do not say how the image was made, but the pixels may.
  const hidden = visibleMetadata === null || visibleMetadata.dialect === 'text' ? await readHiddenText(source) : null
  const hiddenMetadata = hidden === null ? null : findDialect(readerInput(raw, { xmp, photo, hidden }))
  const metadata = hiddenMetadata ?? visibleMetadata
  const sourceType = strongestType(
    xmp.get('Iptc4xmpExt:DigitalSourceType') ?? null,
    credentials?.digitalSourceType ?? null,
  )
  const budget = { left: fieldsBytesMax }
  const details: FileDetails = {
    dialect: metadata?.dialect ?? null,
    tool: wellFormed(metadata?.tool ?? null),
    fields: fitting(metadata?.fields ?? [], budget),
    hasWorkflow: metadata?.hasWorkflow ?? false,
    photo: fitting(photoWords(photo, metadata), budget),
    hasLocation: raw.tags?.hasLocation === true || xmp.has('exif:GPSLatitude'),
    digitalSourceType: wellFormed(sourceType?.split('/').at(-1) || null),
    credentials: credentials?.stated ? cleaned(credentials.stated) : null,
  }
  return { details, recipe: metadata?.recipe ?? null, parentId: parentOf(metadata) }
}

/** What a program wrote into photo fields is listed only once. */
function photoWords(photo: readonly Field[], metadata: DialectMetadata | null): readonly Field[] {
  if (metadata === null || metadata.dialect === 'text') return photo
  return photo.filter(({ value }) => value !== metadata.tool && value !== metadata.recipe?.prompt)
}

function parentOf(metadata: DialectMetadata | null): string | null {
  return metadata?.parentId ?? null
}

function fitting(fields: readonly Field[], budget: { left: number }): Field[] {
  return fields.slice(0, fieldsMax).flatMap(({ name, value }) => {
    const text = value.toWellFormed().replaceAll('\0', '').trim()
    const length = Buffer.byteLength(JSON.stringify({ name, value: text }))
    if (text === '' || name.length > 200 || length > budget.left) return []
    budget.left -= length
    return [{ name: name.toWellFormed().replaceAll('\0', ''), value: text }]
  })
}

function wellFormed(text: string | null): string | null {
  return text?.slice(0, 500).toWellFormed().replaceAll('\0', '').trim() || null
}

function cleaned(stated: NonNullable<FileDetails['credentials']>): NonNullable<FileDetails['credentials']> {
  return {
    ...stated,
    generator: wellFormed(stated.generator),
    issuer: wellFormed(stated.issuer),
    actions: stated.actions.flatMap((action) => wellFormed(action) ?? []),
  }
}

function findDialect(input: ReaderInput): DialectMetadata | null {
  for (const read of readers) {
    const metadata = read(input)
    if (metadata !== null) return metadata
  }
  return null
}

/** Returns the text in the lowest bits of a PNG's pixels; null if there is none, or none readable. */
async function readHiddenText(source: ImageSource): Promise<string | null> {
  try {
    const hidden = await findHiddenBits(source)
    if (hidden === null || hidden.claimed > hiddenBytesMax * 8) return null
    const bytes = await readHiddenBits(source, hidden)
    if (bytes === null) return null
    return (hidden.isCompressed ? gunzipSync(bytes, { maxOutputLength: textBytesMax }) : bytes).toString('utf8')
  } catch {
    // An undecodable image is reported when it is shown.
    return null
  }
}

/** Texts from the camera and the photographer: EXIF first, then IPTC, then XMP. */
function readPhotoWords(raw: RawMetadata, xmp: XmpProperties): FileDetails['photo'] {
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
    // Programs' own JSON is shown with their metadata, not here.
    if (text?.trimStart().startsWith('{') === false) add(keyword === 'Copyright' ? 'Rights' : keyword, text)
  }
  return [...words].map(([name, value]) => ({ name, value }))
}

function exifWords(tags: TiffTags | null): [name: string, value: string | null][] {
  const plain = (tag: number): string | null => {
    const text = tagText(tags, tag)
    return text === null || isGraph(text) ? null : text
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

/** In photographers' notation: `1/250 s, f/2.8, 50 mm, ISO 400`. */
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

/** A dataset is 0x1C, record, number, length in two bytes, value. */
function readIptcWords(iptc: Buffer): { name: string; value: string }[] {
  const words = new Map<string, string[]>()
  for (let at = 0, count = 0; at + 5 <= iptc.length && iptc[at] === 0x1c && count < datasetsMax; count++) {
    const length = iptc.readUInt16BE(at + 3)
    // The highest bit indicates an extended length, which no text needs.
    if (length > 0x7fff) break
    const name = iptc[at + 1] === 2 ? names[iptc[at + 2]!] : undefined
    const value = decodeText(iptc.subarray(at + 5, at + 5 + length)).trim()
    if (name !== undefined && value !== '') words.set(name, [...(words.get(name) ?? []), value])
    at += 5 + length
  }
  return [...words].map(([name, values]) => ({ name, value: values.join(', ') }))
}
