import sharp from 'sharp'
import type { Recipe } from '../../../src/shared/domain/asset.ts'
import type { Dialect } from '../../../src/shared/domain/dialect.ts'
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
} from '../foreign-pictures.ts'
import { pngWithHiddenWords, type HiddenKind } from '../hidden-words.ts'
import { smallPng } from '../small-pictures.ts'

/** The texts a program writes, by where it writes them. */
export interface ForeignForm {
  readonly name: string
  /** PNG texts by keyword, UTF-8. */
  readonly texts?: Readonly<Record<string, string>>
  /** EXIF texts by tag, in the first directory. */
  readonly tags?: Readonly<Record<number, string>>
  /** EXIF UserComment, in its own directory, in UTF-16. */
  readonly comment?: string
  /** The same with the code ASCII, UTF-8 all the same. */
  readonly plainComment?: string
  readonly xmp?: string
  readonly hidden?: { readonly kind: HiddenKind; readonly text: string }
  readonly container: 'png' | 'jpeg' | 'webp'
  readonly dialect: Dialect
  /** What it says of itself; nothing else is to be made of it. */
  readonly says: Partial<Pick<Recipe, 'prompt' | 'model' | 'seed'>> & Partial<NonNullable<Recipe['generation']>>
}

const userComment = 0x9286
export const software = 0x0131
export const makerNote = 0x927c

type Places = Omit<ForeignForm, 'dialect' | 'says'>

/** Forms that all say the same. */
export function formsOf(
  dialect: Dialect,
  says: ForeignForm['says'],
  places: readonly Places[],
): readonly ForeignForm[] {
  return places.map((each) => ({ ...each, dialect, says }))
}

/** The file as the program would have written it. */
export async function writeForeign(form: Places): Promise<Buffer> {
  const { container, texts = {}, xmp, hidden } = form
  const exif = exifOf(form)
  const pixels = hidden ? pngWithHiddenWords({ kind: hidden.kind, words: hidden.text }) : Buffer.from(smallPng(1))
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

function exifOf({ tags = {}, comment, plainComment }: Places): Buffer | null {
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

/** The texts of a form in which a prompt stands. */
export function textsOf({ texts = {}, tags = {}, comment, plainComment, xmp, hidden }: ForeignForm): string[] {
  const all = [...Object.values(texts), ...Object.values(tags), comment, plainComment, xmp, hidden?.text]
  return all.filter((text) => text !== undefined)
}
