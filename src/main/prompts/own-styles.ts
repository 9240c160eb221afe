import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Style, styleSchema } from '../../shared/domain/prompts.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'
import type { Database } from '../database/index.ts'
import { readStyleFile, writeStyleFile, type StyleText } from './style-files.ts'

const shippedSchema = z.array(
  styleSchema.pick({ id: true, name: true, group: true, prompt: true, negativePrompt: true }).extend({
    icon: z.string().regex(/^[a-z0-9-]+$/),
  }),
)

interface OwnStylesOptions {
  readonly database: Pick<Database, 'call'>
  /** The file of the bundled styles. */
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
    const [shippedStyles, ownStyles] = await Promise.all([loadShipped(), database.call('prompts.ownStyles', null)])
    return [...shippedStyles, ...ownStyles]
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
      if (known.filter(({ isOwn }) => isOwn).length + fresh.length > ownMax) throw tooMany()
      if (fresh.length > 0) {
        await database.call('prompts.saveStyles', { styles: fresh })
        onChanged()
      }
      return { added: fresh.length, skipped: unreadable + styles.length - fresh.length }
    },
    async exportTo(path: string): Promise<number> {
      const ownStyles = await database.call('prompts.ownStyles', null)
      await writeStyleFile(path, ownStyles)
      return ownStyles.length
    },
  }
}

function tooMany(): AppError {
  return new AppError('request/invalid', messages.tooManyStyles({ ownMax }))
}

/** Returns the styles that do not exist yet, with new ids. */
function asOwn(styles: readonly StyleText[], known: readonly Style[]): Style[] {
  const freeId = createFreeIds(known)
  const identities = new Set(known.map(identityOf))
  const fresh: Style[] = []
  for (const style of styles) {
    if (identities.has(identityOf(style))) continue
    identities.add(identityOf(style))
    fresh.push({ ...style, id: freeId(style.name), shown: { as: 'icon', icon: 'sparkles' }, isOwn: true })
  }
  return fresh
}

function identityOf({ name, prompt, negativePrompt }: StyleText): string {
  return JSON.stringify([name, prompt, negativePrompt])
}

/** Each name continues where it left off: a file may have thousands of styles of one name. */
function createFreeIds(known: readonly Style[]): (name: string) => string {
  const taken = new Set(known.map(({ id }) => id))
  const lastNumbers = new Map<string, number>()
  return (name) => {
    const plain = name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '-')
      .replace(/^-+|-+$/gu, '')
    const stem = plain.slice(0, 50) || 'style'
    for (let number = (lastNumbers.get(stem) ?? 0) + 1; ; number++) {
      const id = number === 1 ? `own-${stem}` : `own-${stem}-${number}`
      if (taken.has(id)) continue
      taken.add(id)
      lastNumbers.set(stem, number)
      return id
    }
  }
}

/** Reads the bundled styles, each with a drawn icon: none of them has been rendered by a model. @throws storage/* */
export async function readShippedStyles(path: string): Promise<Style[]> {
  try {
    const read = shippedSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return read.map(({ icon, ...style }) => ({ ...style, shown: { as: 'icon', icon }, isOwn: false }))
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadBuiltInStyles)
  }
}
