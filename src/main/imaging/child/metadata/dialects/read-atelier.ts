import { parseAtelierRecord } from '../atelier-record.ts'
import { pngKeywords } from '../read-record.ts'
import type { DialectAccount, ReaderInput } from './dialect-reader.ts'
import { infotextFields, parseInfotext } from './parse-infotext.ts'

/** Longer than any recipe that was ever written. */
const recordCharactersMax = 1024 * 1024

/** Our own record: the recipe as it was, and which picture of the library it was made from. */
export function readAtelier({ texts, xmp, infotext }: ReaderInput): DialectAccount | null {
  const json = texts.get(pngKeywords.record) ?? xmp.get('atelier:record')
  if (json === undefined || json.length > recordCharactersMax) return null
  const record = parseAtelierRecord(json)
  if (record === null) return null
  return {
    dialect: 'atelier',
    tool: `Atelier ${record.appVersion}`,
    recipe: record.recipe,
    fields: infotext === null ? [] : infotextFields(parseInfotext(infotext)),
    hasWorkflow: false,
    parentId: record.parentId,
  }
}
