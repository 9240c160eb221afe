import { parseAtelierRecord } from '../atelier-record.ts'
import { pngKeywords } from '../read-record.ts'
import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { infotextFields, parseInfotext } from './parse-infotext.ts'

/** Longer than any recipe ever written. */
const recordCharactersMax = 1024 * 1024

/** Our own record: the original recipe, and the library image it was made from. */
export function readAtelier({ texts, xmp, infotext }: ReaderInput): DialectMetadata | null {
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
