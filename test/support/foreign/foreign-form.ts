import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { Recipe } from '../../../src/shared/domain/asset.ts'
import type { MetadataDialect } from '../../../src/shared/domain/metadata-dialect.ts'
import {
  commentTag,
  exifBlock,
  jpegSegment,
  pngWith,
  textTag,
  webpChunk,
  withSegments,
  withWebpChunks,
  worldText,
  xmpPacket,
  type TagSpec,
} from '../foreign-images.ts'
import { pngWithHiddenText, type HiddenKind } from '../hidden-text.ts'
import { smallPng } from '../small-images.ts'

/** The texts a program writes, by location. */
export interface ForeignForm {
  readonly name: string
  /** PNG text chunks by keyword, UTF-8. */
  readonly texts?: Readonly<Record<string, string>>
  /** EXIF texts by tag, in IFD0. */
  readonly tags?: Readonly<Record<number, string>>
  /** EXIF UserComment, in the Exif IFD, in UTF-16. */
  readonly comment?: string
  /** The same with the code ASCII, but encoded as UTF-8. */
  readonly plainComment?: string
  readonly xmp?: string
  readonly hidden?: { readonly kind: HiddenKind; readonly text: string }
  readonly container: 'png' | 'jpeg' | 'webp'
  readonly dialect: MetadataDialect
  /** The expected metadata; nothing else may be derived. */
  readonly says: Partial<Pick<Recipe, 'prompt' | 'model' | 'seed'>> & Partial<NonNullable<Recipe['generation']>>
}

const userComment = 0x9286
export const software = 0x0131
export const makerNote = 0x927c

type Locations = Omit<ForeignForm, 'dialect' | 'says'>

/** Forms that all carry the same metadata. */
export function formsOf(
  dialect: MetadataDialect,
  says: ForeignForm['says'],
  locations: readonly Locations[],
): readonly ForeignForm[] {
  return locations.map((location) => ({ ...location, dialect, says }))
}

/** Returns the file as the program would have written it. */
export async function writeForeign(form: Locations): Promise<Buffer> {
  const { container, texts = {}, xmp, hidden } = form
  const exif = exifOf(form)
  const pixels = hidden ? pngWithHiddenText({ kind: hidden.kind, text: hidden.text }) : Buffer.from(smallPng(1))
  if (container === 'png') {
    if (hidden) return pixels
    return pngWith([
      ...Object.entries(texts).map(([keyword, text]) => worldText(keyword, text)),
      ...(xmp === undefined ? [] : [worldText('XML:com.adobe.xmp', xmpPacket(xmp))]),
      ...(exif === null ? [] : [{ type: 'eXIf', data: exif }]),
    ])
  }
  if (container === 'webp') {
    const webp = await sharp(pixels).webp({ lossless: true, exact: true }).toBuffer()
    return exif === null ? webp : withWebpChunks(webp, webpChunk('EXIF', exif))
  }
  const jpeg = await sharp(pixels).jpeg().toBuffer()
  return exif === null ? jpeg : withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exif))
}

function exifOf({ tags = {}, comment, plainComment }: Locations): Buffer | null {
  const first = Object.entries(tags).filter(([tag]) => Number(tag) !== makerNote)
  const inside: TagSpec[] = [
    ...(tags[makerNote] === undefined ? [] : [textTag(makerNote, tags[makerNote])]),
    ...(comment === undefined ? [] : [commentTag(comment)]),
    ...(plainComment === undefined ? [] : [asciiComment(plainComment)]),
  ]
  if (first.length + inside.length === 0) return null
  return exifBlock(
    first.map(([tag, text]) => textTag(Number(tag), text)),
    inside,
  )
}

function asciiComment(text: string): TagSpec {
  return {
    tag: userComment,
    type: 7,
    value: Buffer.concat([Buffer.from('ASCII\0\0\0', 'latin1'), Buffer.from(text)]),
  }
}

/** Returns the texts of a form that contain a prompt. */
export function textsOf({ texts = {}, tags = {}, comment, plainComment, xmp, hidden }: ForeignForm): string[] {
  const all = [...Object.values(texts), ...Object.values(tags), comment, plainComment, xmp, hidden?.text]
  return all.filter((text) => text !== undefined)
}
