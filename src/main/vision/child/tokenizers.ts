import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tokenizer } from '@huggingface/tokenizers'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { EmbedTextRequest } from '../vision-calls.ts'
import type { EncodedText } from './embed.ts'

export interface Tokenizers {
  /** @throws model/damaged, storage/* */
  encode(request: Omit<EmbedTextRequest, 'path'>): Promise<EncodedText>
  /** Of a whole text with its opening and closing tokens. @throws like encode */
  idsOf(folder: string, text: string): Promise<readonly number[]>
  /** With special tokens in their own spelling. @throws like encode */
  textOf(folder: string, ids: readonly number[]): Promise<string>
}

/** The largest known, of Gemma, has 34 MB. */
const fileBytesMax = 128 * 1024 * 1024

/** Of a model that searches, and of one that describes in the background. */
const openMax = 2

interface LoadedTokenizer {
  readonly tokenizer: Tokenizer
  /** Fills up shorter texts. */
  readonly padId: number
}

/** Keeps the tokenizers used last. */
export function createTokenizers(): Tokenizers {
  const loaded = new Map<string, LoadedTokenizer>()

  async function open(folder: string): Promise<LoadedTokenizer> {
    const tokenizer = loaded.get(folder) ?? (await load(folder))
    loaded.delete(folder)
    loaded.set(folder, tokenizer)
    const [oldest] = loaded.keys()
    if (loaded.size > openMax && oldest !== undefined) loaded.delete(oldest)
    return tokenizer
  }

  return {
    async encode({ tokenizerFolder, text, tokensMax, isPadded }) {
      const { tokenizer, padId } = await open(tokenizerFolder)
      const ids = cutTo(tokensMax, text, tokenizer)
      const padding = Array.from({ length: isPadded ? tokensMax - ids.length : 0 }, () => padId)
      return { ids: [...ids, ...padding], mask: [...ids.map(() => 1), ...padding.map(() => 0)] }
    },
    idsOf: async (folder, text) => (await open(folder)).tokenizer.encode(text).ids,
    textOf: async (folder, ids) => (await open(folder)).tokenizer.decode([...ids], { skip_special_tokens: false }),
  }
}

/** Cuts off the end of the text, not the tokens that close it. */
function cutTo(tokensMax: number, text: string, tokenizer: Tokenizer): readonly number[] {
  const { ids } = tokenizer.encode(text)
  if (ids.length <= tokensMax) return ids
  const words = tokenizer.encode(text, { add_special_tokens: false }).ids
  const special = ids.length - words.length
  const before = ids.indexOf(words[0]!) === 0 ? 0 : Math.min(1, special)
  const after = special - before
  return [
    ...ids.slice(0, before),
    ...words.slice(0, Math.max(0, tokensMax - special)),
    ...(after === 0 ? [] : ids.slice(-after)),
  ]
}

async function load(folder: string): Promise<LoadedTokenizer> {
  const [tokenizerFile, configFile] = await Promise.all(
    ['tokenizer.json', 'tokenizer_config.json'].map((name) => readJson(join(folder, name), name)),
  )
  const { Tokenizer: HubTokenizer } = await import('@huggingface/tokenizers')
  try {
    const tokenizer = new HubTokenizer(tokenizerFile!, configFile!)
    return { tokenizer, padId: padIdOf(tokenizer, configFile as Record<string, unknown>) }
  } catch (thrown) {
    throw damaged('tokenizer.json', thrown)
  }
}

function padIdOf(tokenizer: Tokenizer, { pad_token: token }: Readonly<Record<string, unknown>>): number {
  const content = typeof token === 'object' && token !== null && 'content' in token ? token.content : token
  return typeof content === 'string' ? (tokenizer.token_to_id(content) ?? 0) : 0
}

async function readJson(path: string, name: string): Promise<object> {
  const text = await readText(path, name)
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value
  } catch (thrown) {
    throw damaged(name, thrown)
  }
  throw damaged(name)
}

async function readText(path: string, name: string): Promise<string> {
  try {
    if ((await stat(path)).size > fileBytesMax) throw damaged(name)
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw toFileError(thrown, messages.cannotReadModel({ name }))
  }
}

function damaged(name: string, cause?: unknown): AppError {
  return new AppError('model/damaged', messages.modelUnreadable({ name }), { cause })
}
