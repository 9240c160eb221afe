import type { FileDetails } from '../../../../shared/domain/dialect.ts'
import type { FileAccount } from '../../imaging.ts'
import type { PictureSource } from '../source/picture-source.ts'
import { readerInput, type DialectAccount, type Field } from './dialects/dialect-reader.ts'
import { findAccount } from './dialects/find-account.ts'
import { readHiddenText } from './read/hidden-text.ts'
import { readCredentials } from './read/read-credentials.ts'
import { readPhotoWords } from './read/photo-words.ts'
import { readRawMetadata } from './read/read-raw-metadata.ts'
import { strongestType } from './read/source-type.ts'
import { readXmpProperties } from './read/xmp-properties.ts'

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
