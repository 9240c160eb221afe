import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { styleSchema, type Style } from '../../shared/domain/prompts.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { decodeTextFile } from '../platform/pure/decode-text-file.ts'

export type StyleText = Pick<Style, 'name' | 'group' | 'prompt' | 'negativePrompt'>

const bytesMax = 10_000_000
/** Checking each blocks the main process. */
const rowsMax = 20_000
const styleTextSchema = styleSchema.pick({ name: true, group: true, prompt: true, negativePrompt: true })
const fileSchema = z.object({ atelierStyles: z.literal(1), styles: z.array(z.unknown()) })

export interface ReadStyles {
  readonly styles: readonly StyleText[]
  /** Number of rows that are not styles. */
  readonly unreadable: number
}

/** Reads Atelier's own JSON, or a `styles.csv` written by another program. @throws storage/*, media/* */
export async function readStyleFile(path: string): Promise<ReadStyles> {
  const text = (await readText(path)).replace(/^\ufeff/u, '')
  const rows = text.trimStart().startsWith('{') ? readJson(text) : readCsv(text)
  if (rows === null) {
    throw new AppError('media/unsupported', messages.notStylesFile({ basename: basename(path) }))
  }
  if (rows.length > rowsMax) throw tooLarge(path)
  const parsed = rows.map((row) => styleTextSchema.safeParse(row))
  const styles = parsed.flatMap(({ data }) => (data && (data.prompt || data.negativePrompt) ? [data] : []))
  return { styles, unreadable: rows.length - styles.length }
}

/** @throws storage/* */
export async function writeStyleFile(path: string, styles: readonly Style[]): Promise<void> {
  const entries = styles.map(({ name, group, prompt, negativePrompt }) => ({ name, group, prompt, negativePrompt }))
  await writeFileAtomic(path, `${JSON.stringify({ atelierStyles: 1, styles: entries }, null, 2)}\n`)
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= bytesMax) return decodeTextFile(await readFile(path))
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadFile({ basename: basename(path) }))
  }
  throw tooLarge(path)
}

function tooLarge(path: string): AppError {
  return new AppError('media/too-large', messages.stylesFileTooLarge({ basename: basename(path) }))
}

function readJson(text: string): readonly unknown[] | null {
  try {
    return fileSchema.parse(JSON.parse(text)).styles
  } catch {
    return null
  }
}

/** Reads columns by name: `name`, `prompt` (`text` in old files), `negative_prompt`. */
function readCsv(text: string): readonly unknown[] | null {
  const [head = [], ...rows] = parseCsv(text)
  const columns = head.map((name) => name.trim().toLowerCase())
  const at = (...names: string[]) => columns.findIndex((column) => names.includes(column))
  const [name, prompt, negative] = [at('name'), at('prompt', 'text'), at('negative_prompt')]
  if (name === -1 || prompt === -1) return null
  return rows.map((row) => ({
    name: (row[name] ?? '').trim(),
    group: messages.myStyles,
    prompt: (row[prompt] ?? '').trim(),
    negativePrompt: (row[negative] ?? '').trim(),
  }))
}

/** Parses a CSV file (RFC 4180): quoted fields may contain commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let isQuoted = false
  const endField = () => {
    row.push(field)
    field = ''
  }
  const endRow = () => {
    endField()
    if (row.some((each) => each !== '')) rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    if (isQuoted) {
      if (char !== '"') field += char
      else if (text[at + 1] === '"') field += text[++at] ?? ''
      else isQuoted = false
    } else if (char === '"' && field === '') isQuoted = true
    else if (char === ',') endField()
    else if (char === '\n') endRow()
    else if (char !== '\r') field += char
  }
  endRow()
  return rows
}
