import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { storedModelCardSchema, type ModelCard } from '../../../shared/domain/model-card.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { parseJson } from '../../../shared/util/parse-json.ts'
import type { Logger } from '../../platform/logger.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'

/** Cards described by services, kept across restarts. Lost ones are described again. */
export interface DescribedCards {
  find(key: CardKey): Promise<ModelCard | null>
  keep(key: CardKey, card: ModelCard): Promise<void>
  drop(key: CardKey): Promise<void>
  /** Waits until everything is on disk. */
  dispose(): Promise<void>
}

/** The same id may be another model at another address. */
export interface CardKey {
  readonly provider: ProviderId
  readonly baseUrl: string
  readonly model: string
}

const fileSchema = z.object({ version: z.literal(1), cards: z.record(z.string(), z.unknown()) })
/** The oldest are dropped first. */
const cardsKept = 500

export function createDescribedCards(path: string, logger: Logger): DescribedCards {
  let loading: Promise<Map<string, ModelCard>> | null = null
  let writing: Promise<void> = Promise.resolve()
  let isWaiting = false

  function load(): Promise<Map<string, ModelCard>> {
    loading ??= readCards(path)
    return loading
  }

  async function change(work: (cards: Map<string, ModelCard>) => void): Promise<void> {
    const cards = await load()
    work(cards)
    for (const name of cards.keys()) if (cards.size > cardsKept) cards.delete(name)
    // Changes made while the file is being written share the next write.
    if (isWaiting) return
    isWaiting = true
    writing = writing.then(() => {
      isWaiting = false
      return save(cards)
    })
  }

  async function save(cards: ReadonlyMap<string, ModelCard>): Promise<void> {
    try {
      await createFolder(dirname(path))
      await writeFileAtomic(path, JSON.stringify({ version: 1, cards: Object.fromEntries(cards) }))
    } catch (thrown) {
      logger.warn('models.not-kept', { error: thrown })
    }
  }

  return {
    find: async (key) => (await load()).get(nameOf(key)) ?? null,
    keep: (key, card) =>
      change((cards) => {
        cards.delete(nameOf(key))
        cards.set(nameOf(key), card)
      }),
    drop: (key) => change((cards) => cards.delete(nameOf(key))),
    async dispose() {
      await writing
    },
  }
}

function nameOf({ provider, baseUrl, model }: CardKey): string {
  return `${provider} ${baseUrl} ${model}`
}

/** Reads the file; empty if it is missing or of another version. Valid entries of a damaged one are kept. */
async function readCards(path: string): Promise<Map<string, ModelCard>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const file = fileSchema.safeParse(parseJson(text))
  const valid = Object.entries(file.data?.cards ?? {}).flatMap(([name, value]) => {
    const card = storedModelCardSchema.safeParse(value)
    return card.success ? [[name, card.data] as const] : []
  })
  return new Map(valid)
}
