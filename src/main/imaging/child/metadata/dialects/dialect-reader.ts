import type { Recipe } from '../../../../../shared/domain/asset.ts'
import type { MetadataDialect } from '../../../../../shared/domain/metadata-dialect.ts'
import type { Size } from '../../../../../shared/util/geometry.ts'
import { decodeAnyComment } from '../read/decode-text.ts'
import type { RawMetadata } from '../read/raw-metadata.ts'
import { tagNumbers, type TiffTags } from '../read/tiff-tags.ts'
import type { XmpProperties } from '../read/xmp-properties.ts'
import { parseObject, textOf, type JsonObject } from './json-object.ts'

/** One name and value, as written in the file. */
export interface Field {
  readonly name: string
  readonly value: string
}

/** What one dialect says about an image. */
export interface DialectMetadata {
  readonly dialect: MetadataDialect
  /** The program and its version as named in the file. */
  readonly tool: string | null
  readonly recipe: Recipe | null
  readonly fields: readonly Field[]
  readonly hasWorkflow: boolean
  /** The library image it was made from, according to our own record. */
  readonly parentId?: string | null
}

/** The metadata of a file, as passed to every reader. */
export interface ReaderInput {
  /** PNG texts, including those a program packs into one JSON text elsewhere. */
  readonly texts: ReadonlyMap<string, string>
  readonly tags: TiffTags | null
  readonly xmp: XmpProperties
  readonly photo: readonly Field[]
  /** The main text: PNG `parameters`, EXIF UserComment, a comment, hidden text … */
  readonly main: string | null
  /** … if it is a JSON object … */
  readonly json: JsonObject | null
  /** … and if it is anything else. */
  readonly infotext: string | null
  /** Size of the image, if its container states it. */
  readonly size: Size | null
}

/** Reads one program's metadata; null if the file was not written by it. Never throws. */
export type DialectReader = (input: ReaderInput) => DialectMetadata | null

/** `hidden`: the text hidden in the pixels, if any. */
export function readerInput(
  raw: RawMetadata,
  { xmp, photo, hidden }: Pick<ReaderInput, 'xmp' | 'photo'> & { readonly hidden: string | null },
): ReaderInput {
  const { texts, tags, size } = raw
  const main = hidden ?? mainText(raw)
  const json = parseObject(main)
  const isParameters = hidden !== null || texts.has('parameters')
  return {
    texts: new Map([...packedTexts(json), ...texts]),
    tags,
    xmp,
    photo,
    main,
    json: json ?? (isParameters ? null : parseObject(xmp.get('exif:UserComment'))),
    infotext: json === null ? main : null,
    size,
  }
}

function mainText({ texts, tags }: RawMetadata): string | null {
  const named = texts.get('parameters')
  if (named !== undefined) return named
  const comment = tags?.values.get(tagNumbers.userComment)
  const text = comment === undefined ? null : decodeAnyComment(comment.bytes)
  return text !== null && text.trim() !== '' ? text : (texts.get('Comment') ?? null)
}

const packedNames = ['Comment', 'Description', 'parameters', 'invokeai_metadata', 'sd-metadata', 'prompt', 'workflow']

/** Where PNG texts are unavailable, NovelAI and converters write one object with all of them. */
function packedTexts(json: JsonObject | null): [string, string][] {
  const isPacked = packedNames.some((name) => /^\s*\{/.test(textOf(json, name) ?? '')) || textOf(json, 'Software')
  if (!isPacked) return []
  return Object.entries(json ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}
