import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { format, type Oxfmtrc } from 'oxfmt'
import { projectRoot } from './setup/project.mjs'

/** Formats the text of a generated file as `npm run fix` would. @throws if it cannot be parsed */
export async function formatText(path: string, text: string): Promise<string> {
  const config = JSON.parse(await readFile(join(projectRoot, '.oxfmtrc.json'), 'utf8')) as Oxfmtrc
  const { ignorePatterns: _ignored, ...options } = config
  const { code, errors } = await format(path, text, options)
  if (errors.length > 0) throw new Error(`${path}: ${errors.map(({ message }) => message).join(', ')}`)
  return code
}
