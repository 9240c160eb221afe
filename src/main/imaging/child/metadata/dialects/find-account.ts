import { decodeAnyComment } from '../read/decode-text.ts'
import type { RawMetadata } from '../read/raw-metadata.ts'
import { tagNumbers, tagText } from '../read/tiff-tags.ts'
import type { XmpProperties } from '../read/xmp-properties.ts'
import type { DialectAccount, Field } from './account.ts'
import { parseObject } from './json-object.ts'
import { readA1111 } from './read-a1111.ts'
import { readAtelier } from './read-atelier.ts'
import { readComfyui } from './read-comfyui.ts'
import { readFooocusJson, readFooocusText } from './read-fooocus.ts'
import { readInvokeai } from './read-invokeai.ts'
import { readNovelai } from './read-novelai.ts'
import { readSwarmui } from './read-swarmui.ts'
import { readWords } from './read-words.ts'

/** Whoever says most about the picture: programs with a place of their own first, plain words last. */
export function findAccount(raw: RawMetadata, xmp: XmpProperties, photo: readonly Field[]): DialectAccount | null {
  const text = parametersOf(raw)
  const json = parseObject(text)
  const infotext = json === null ? text : null
  return (
    readAtelier(raw, xmp, infotext) ??
    readInvokeai(raw) ??
    readNovelai(raw) ??
    (json && readSwarmui(json)) ??
    readFooocus(raw, json, infotext) ??
    readComfyui(raw, infotext) ??
    (infotext === null ? null : readA1111(infotext)) ??
    readWords(xmp, photo)
  )
}

/** The one text of A1111 and its kin: a PNG's `parameters`, EXIF UserComment, a GIF's comment. */
function parametersOf({ texts, tags }: RawMetadata): string | null {
  const named = texts.get('parameters')
  if (named !== undefined) return named
  const comment = tags?.values.get(tagNumbers.userComment)
  const text = comment === undefined ? null : decodeAnyComment(comment.bytes)
  return text !== null && text.trim() !== '' ? text : (texts.get('Comment') ?? null)
}

function readFooocus(raw: RawMetadata, json: ReturnType<typeof parseObject>, infotext: string | null) {
  const scheme = raw.texts.get('fooocus_scheme') ?? tagText(raw.tags, tagNumbers.makerNote)
  const software = tagText(raw.tags, tagNumbers.software) ?? raw.texts.get('Software') ?? null
  if (json !== null)
    return scheme === 'fooocus' ? (readFooocusJson(json, 'Fooocus') ?? null) : readFooocusJson(json, software)
  return scheme === 'a1111' && infotext !== null ? readFooocusText(infotext, software) : null
}
