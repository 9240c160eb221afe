import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { givenMarksSchema, toMarks, type Mark } from '../../../shared/domain/markup.ts'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import { badInput } from '../read-options.ts'
import { decodeTextFile } from '../../platform/pure/decode-text-file.ts'

/** Fifty marks with five hundred points each are far below. */
const fileBytesMax = 8_000_000

/** Reads a JSON list of marks, as `edit_image` takes them. @throws request/invalid, storage/* */
export async function readMarkup(path: string): Promise<Mark[]> {
  const name = basename(path)
  const text = await readText(path, name)
  const parsed = givenMarksSchema.safeParse(parseJson(text, name))
  if (parsed.success) return toMarks(parsed.data)
  const [{ path: where, message } = { path: [], message: '' }] = parsed.error.issues
  const problem = where.length === 0 ? message : `${where.join('.')}: ${message}`
  throw badInput(messages.markupNotValid({ path: name, problem }))
}

async function readText(path: string, name: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= fileBytesMax) return decodeTextFile(await readFile(path))
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadMarkup({ name }))
  }
  throw badInput(messages.cannotReadMarkup({ name }))
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw badInput(messages.markupNotValid({ path: name, problem: String(thrown) }))
  }
}
