import type { Style } from '../../shared/domain/prompts.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'
import type { Database } from '../database/index.ts'
import { readShippedStyles } from './shipped-styles.ts'
import { readStyleFile, writeStyleFile, type StyleWords } from './style-files.ts'

interface OwnStylesOptions {
  readonly database: Pick<Database, 'call'>
  /** Of those that come with Atelier. */
  readonly stylesFile: string
  readonly onChanged: () => void
}

const ownMax = 5_000

export function createStyles({ database, stylesFile, onChanged }: OwnStylesOptions) {
  let shipped: Promise<Style[]> | null = null

  function loadShipped(): Promise<Style[]> {
    shipped ??= readShippedStyles(stylesFile).catch((thrown: unknown) => {
      shipped = null
      throw thrown
    })
    return shipped
  }

  async function list(): Promise<Style[]> {
    const [theirs, own] = await Promise.all([loadShipped(), database.call('prompts.ownStyles', null)])
    return [...theirs, ...own]
  }

  return {
    list,
    async save(style: Style): Promise<Style[]> {
      const known = await list()
      if (known.some(({ id, isOwn }) => id === style.id && !isOwn)) {
        throw new AppError('request/invalid', messages.styleBuiltIn({ name: style.name }))
      }
      const isNew = known.every(({ id }) => id !== style.id)
      if (isNew && known.filter(({ isOwn }) => isOwn).length >= ownMax) throw tooMany()
      await database.call('prompts.saveStyles', { styles: [{ ...style, isOwn: true }] })
      onChanged()
      return list()
    },
    async remove(id: string): Promise<Style[]> {
      await database.call('prompts.deleteStyle', { id })
      onChanged()
      return list()
    },
    async importFrom(path: string): Promise<{ added: number; skipped: number }> {
      const { styles, unreadable } = await readStyleFile(path)
      const known = await list()
      const fresh = asOwn(styles, known)
      if (known.length + fresh.length > ownMax) throw tooMany()
      if (fresh.length > 0) {
        await database.call('prompts.saveStyles', { styles: fresh })
        onChanged()
      }
      return { added: fresh.length, skipped: unreadable + styles.length - fresh.length }
    },
    async exportTo(path: string): Promise<number> {
      const own = await database.call('prompts.ownStyles', null)
      await writeStyleFile(path, own)
      return own.length
    },
  }
}

function tooMany(): AppError {
  return new AppError('request/invalid', messages.tooManyStyles({ ownMax }))
}

/** Those that are not there yet, with ids of their own. */
function asOwn(styles: readonly StyleWords[], known: readonly Style[]): Style[] {
  const ids = new Set(known.map(({ id }) => id))
  const words = new Set(known.map(wordsOf))
  const fresh: Style[] = []
  for (const style of styles) {
    if (words.has(wordsOf(style))) continue
    words.add(wordsOf(style))
    const id = freeId(style.name, ids)
    ids.add(id)
    fresh.push({ ...style, id, shown: { as: 'icon', icon: 'sparkles' }, isOwn: true })
  }
  return fresh
}

function wordsOf({ name, prompt, negativePrompt }: StyleWords): string {
  return JSON.stringify([name, prompt, negativePrompt])
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')
  const stem = plain.slice(0, 50) || 'style'
  let id = `own-${stem}`
  for (let number = 2; taken.has(id); number++) id = `own-${stem}-${number}`
  return id
}
