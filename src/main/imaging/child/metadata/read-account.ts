import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import type { FileAccount } from '../../imaging.ts'
import type { PictureSource } from '../source/picture-source.ts'
import {
  readerInput,
  type DialectAccount,
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
import { readWords } from './dialects/read-words.ts'
import { readHiddenText } from './read/hidden-text.ts'
import { readCredentials } from './read/read-credentials.ts'
import { readPhotoWords } from './read/photo-words.ts'
import { readRawMetadata } from './read/read-raw-metadata.ts'
import { strongestType } from './read/source-type.ts'
import { readXmpProperties } from './read/xmp-properties.ts'

/** The first that recognizes a file reads it: programs with a mark of their own first, general forms last. */
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
  // A1111's form of text: prompt, negative prompt, one line of pairs.
  readA1111,
  // Words of XMP, IPTC and EXIF.
  readWords,
]

/** All words of a file, as they are kept; what does not fit is left out, never cut in two. */
const fieldsBytesMax = 240 * 1024
const fieldsMax = 1_000

/** What a picture file says of itself, in whatever dialect. Hostile words are survived. @throws storage/* */
export async function readAccount(source: PictureSource): Promise<FileAccount> {
  const raw = await readRawMetadata(source)
  const xmp = readXmpProperties(raw.xmp ?? '')
  const credentials = raw.credentials === null ? null : readCredentials(raw.credentials)
  const photo = readPhotoWords(raw, xmp)
  const spoken = findAccount(readerInput(raw, { xmp, photo, hidden: null }))
  // Plain words do not tell how it was made: the pixels may.
  const hidden = spoken === null || spoken.dialect === 'text' ? await readHiddenText(source) : null
  const told = hidden === null ? null : findAccount(readerInput(raw, { xmp, photo, hidden }))
  const account = told ?? spoken
  const sourceType = strongestType(
    xmp.get('Iptc4xmpExt:DigitalSourceType') ?? null,
    credentials?.digitalSourceType ?? null,
  )
  const budget = { left: fieldsBytesMax }
  const details: FileDetails = {
    dialect: account?.dialect ?? null,
    tool: wellFormed(account?.tool ?? null),
    fields: fitting(account?.fields ?? [], budget),
    hasWorkflow: account?.hasWorkflow ?? false,
    photo: fitting(photoWords(photo, account), budget),
    hasLocation: raw.tags?.hasLocation === true || xmp.has('exif:GPSLatitude'),
    digitalSourceType: wellFormed(sourceType?.split('/').at(-1) || null),
    credentials: credentials?.stated ? cleaned(credentials.stated) : null,
  }
  return { details, recipe: account?.recipe ?? null, parentId: parentOf(account) }
}

/** What a program wrote among the words for photographs is told once. */
function photoWords(photo: readonly Field[], account: DialectAccount | null): readonly Field[] {
  if (account === null || account.dialect === 'text') return photo
  return photo.filter(({ value }) => value !== account.tool && value !== account.recipe?.prompt)
}

function parentOf(account: DialectAccount | null): string | null {
  return account?.parentId ?? null
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

function findAccount(input: ReaderInput): DialectAccount | null {
  for (const read of readers) {
    const account = read(input)
    if (account !== null) return account
  }
  return null
}
