import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { wildcardFileSchema, type WildcardFile } from '../../shared/domain/prompts.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'
import { isWildcardName } from '../../shared/util/wildcard-name.ts'
import type { Logger } from '../platform/logger.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { createFolder } from '../platform/pure/create-folder.ts'

export interface WildcardFiles {
  list(): Promise<WildcardFile[]>
  save(file: WildcardFile): Promise<void>
  remove(name: string): Promise<void>
}

const bytesMax = 20_000_000
const { lines: linesSchema } = wildcardFileSchema.shape

/** Plain text files with one choice per line; lines starting with `#` are comments. */
export function createWildcardFiles(folder: string, logger: Pick<Logger, 'warn'>): WildcardFiles {
  async function read(fileName: string): Promise<WildcardFile | null> {
    const path = join(folder, fileName)
    const name = fileName.slice(0, -'.txt'.length)
    const found = await lstat(path)
    // Links are skipped, since they may point anywhere.
    if (!isWildcardName(name) || !found.isFile()) return null
    if (found.size > bytesMax) {
      logger.warn('wildcards.too-large', { name, bytes: found.size })
      return null
    }
    return { name, lines: toLines(await readFile(path, 'utf8')) }
  }

  return {
    async list() {
      const names = await readdir(folder).catch((thrown: unknown) => {
        if (isMissing(thrown)) return []
        throw toFileError(thrown, messages.cannotReadFolder({ folder }))
      })
      const files: WildcardFile[] = []
      for (const name of names.filter((each) => each.toLowerCase().endsWith('.txt')).toSorted()) {
        const file = await read(name).catch((thrown: unknown) => {
          // One unreadable file must not hide the others.
          logger.warn('wildcards.not-read', { name, error: thrown })
          return null
        })
        if (file !== null) files.push(file)
      }
      return files
    },
    async save({ name, lines }) {
      const path = join(folder, fileNameOf(name))
      await createFolder(folder)
      await writeFileAtomic(path, toText(lines))
    },
    async remove(name) {
      try {
        await rm(join(folder, fileNameOf(name)), { force: true })
      } catch (thrown) {
        throw toFileError(thrown, messages.cannotDeleteWildcardList({ name }))
      }
    },
  }
}

/** Checked here for every caller: a name must never lead out of the folder. */
function fileNameOf(name: string): string {
  if (isWildcardName(name)) return `${name}.txt`
  throw new AppError('request/invalid', messages.wildcardListName)
}

function toLines(text: string): string[] {
  return text
    .replace(/^\ufeff/u, '')
    .split(/\r\n|\n|\r/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^\\#/u, '#'))
    .filter((line) => linesSchema.element.safeParse(line).success)
    .slice(0, 100_000)
}

function toText(lines: readonly string[]): string {
  const written = lines
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('#') ? `\\${line}` : line))
  return written.map((line) => `${line}\n`).join('')
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}
