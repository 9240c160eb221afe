import type { Lora } from '../../../../../shared/domain/generation.ts'
import { toSeed } from '../../../../../shared/domain/seed.ts'
import type { Field } from './dialect-reader.ts'
import type { ForeignFacts } from './foreign-recipe.ts'
import { asObject, listOf, numberOf, parseObject, textOf, toNumber } from './json-object.ts'
import { statedFacts } from './setting-names.ts'

/** With fewer pairs, the line belongs to the prompt. */
const pairsMin = 3
const lineCharactersMax = 512 * 1024
const negativeStart = 'Negative prompt:'

export interface Infotext {
  readonly prompt: string
  readonly negativePrompt: string
  /** The last line, in order; of a repeated name, the last value. Empty if there is none. */
  readonly pairs: ReadonlyMap<string, string>
}

/** Parses the text of A1111 and its derivatives (product anchors: prompt, negative prompt, one line of pairs). */
export function parseInfotext(text: string): Infotext {
  const lines = text
    .replaceAll('\0', '')
    .trim()
    .split(/\r\n|\n|\r/)
  const last = lines.at(-1) ?? ''
  const found = last.length > lineCharactersMax ? [] : readInfotextPairs(last)
  const pairs = new Map(found.length < pairsMin ? [] : found)
  const prompt: string[] = []
  const negative: string[] = []
  let into = prompt
  for (const textLine of pairs.size === 0 ? lines : lines.slice(0, -1)) {
    let line = textLine.trim()
    if (line.startsWith(negativeStart)) {
      into = negative
      line = line.slice(negativeStart.length).trim()
    }
    into.push(line)
  }
  return { prompt: prompt.join('\n').trim(), negativePrompt: negative.join('\n').trim(), pairs }
}

/** Whether the text is in this format, rather than arbitrary text. */
export function isInfotext({ negativePrompt, pairs }: Infotext): boolean {
  return pairs.size > 0 || negativePrompt !== ''
}

export function infotextFacts({ prompt, negativePrompt, pairs }: Infotext): ForeignFacts {
  const number = (name: string): number | null => toNumber(pairs.get(name))
  const { strength = null, ...numbers } = statedFacts(Object.fromEntries(pairs), 'infotext')
  const [, widthPx, heightPx] = /^(\d{1,7})x(\d{1,7})$/.exec(pairs.get('Size') ?? '') ?? []
  const civitai = readCivitai(pairs)
  // Civitai lists by title what the prompt references by file.
  const tags = readLoraTags(prompt)
  const loras = [tags, readWeights(pairs.get('Lora weights')), civitai.loras].find((each) => each.length > 0)
  // ComfyUI saver nodes with nothing connected write placeholder values.
  const isPlaceholder = pairs.get('Version') === 'ComfyUI' && known(prompt) === null
  const isEnlarged = ['Hires upscale', 'Hires resize-1', 'Hires resize'].some((name) => pairs.has(name))
  return {
    prompt: isPlaceholder ? null : prompt,
    negativePrompt: isPlaceholder ? known(negativePrompt) : negativePrompt,
    model: known(pairs.get('Model')) ?? civitai.model,
    seed: isPlaceholder ? null : toSeed(pairs.get('Seed')),
    ...numbers,
    // If there is a second, larger pass, the value belongs to that one.
    strength: isEnlarged ? null : strength,
    loras: loras ?? [],
    widthPx: widthPx === undefined ? null : Number(widthPx),
    heightPx: heightPx === undefined ? null : Number(heightPx),
    stylePreset: known(pairs.get('Style')),
    options: {
      sampler: known(pairs.get('Sampler')),
      scheduler: known(pairs.get('Schedule type') ?? pairs.get('Scheduler')),
      clipSkip: number('Clip skip'),
      vae: known(pairs.get('VAE')),
      modelHash: known(pairs.get('Model hash')),
      loraHashes: known(pairs.get('Lora hashes')),
      embeddings: readEmbeddings(pairs.get('TI hashes') ?? pairs.get('TI')),
      hiresUpscale: number('Hires upscale'),
      hiresSteps: number('Hires steps'),
      hiresUpscaler: known(pairs.get('Hires upscaler')),
      hiresStrength: isEnlarged ? strength : null,
      refiner: known(pairs.get('Refiner')),
      refinerAt: number('Refiner switch at'),
    },
  }
}

export function infotextFields({ prompt, negativePrompt, pairs }: Infotext): Field[] {
  const words = [
    { name: 'Prompt', value: prompt },
    { name: 'Negative prompt', value: negativePrompt },
  ].filter(({ value }) => value !== '')
  return [...words, ...[...pairs].map(([name, value]) => ({ name, value }))]
}

/** `<lora:name:scale>`, as written in a prompt. */
export function readLoraTags(prompt: string): Lora[] {
  return [...prompt.matchAll(/<lora:([^:<>]{1,300}):(-?\d{0,4}(?:\.\d{1,10})?)[^<>]{0,100}>/g)]
    .slice(0, 20)
    .map(([, path, scale]) => ({ path: path!, scale: scale === '' ? 1 : Number(scale) }))
}

/** `name: weight, name: weight`, as written by Fooocus. */
function readWeights(weights: string | undefined): Lora[] {
  return (weights ?? '')
    .slice(0, 4_000)
    .split(',')
    .slice(0, 20)
    .flatMap((each) => {
      const [, path, scale] = /^\s{0,9}(.{1,300}): {0,9}(-?\d{1,4}(?:\.\d{1,10})?)\s{0,9}$/.exec(each) ?? []
      return path === undefined ? [] : [{ path, scale: Number(scale) }]
    })
}

/** `name: hash, name: hash`. */
function readEmbeddings(hashes: string | undefined): string | null {
  const names = (hashes ?? '').slice(0, 4_000).split(',')
  const named = names.map((each) => each.split(':')[0]!.trim()).filter((name) => name !== '')
  return [...new Set(named)].join(', ') || null
}

/** Civitai lists the resources used in its own format. */
function readCivitai(pairs: ReadonlyMap<string, string>): { model: string | null; loras: Lora[] } {
  const list = pairs.get('Civitai resources')
  const resources = listOf(parseObject(list === undefined ? null : `{"all":${list}}`), 'all').map(asObject)
  const nameOf = (each: (typeof resources)[number]): string | null => textOf(each, 'modelName', 'modelVersionName')
  const checkpoint = resources.find((each) => /^(?:checkpoint|model)$/i.test(textOf(each, 'type') ?? ''))
  return {
    model: checkpoint ? nameOf(checkpoint) : null,
    loras: resources
      .filter((each) => /^(?:lora|lycoris|dora)$/i.test(textOf(each, 'type') ?? ''))
      .flatMap((each) => {
        const path = nameOf(each)
        return path === null ? [] : [{ path, scale: numberOf(each, 'weight') ?? 1 }]
      }),
  }
}

function known(value: string | undefined): string | null {
  return value === undefined || value === '' || /^(?:unknown|undefined|none)$/i.test(value) ? null : value
}

/**
 * How A1111 splits the last line, bounded where its own pattern would backtrack endlessly; a JSON value counts as one.
 */
const keyPattern = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,100}):\s{0,20}/uy

const valuePattern = /("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/y

const keyStart = /[\p{L}\p{N}_]/u

const jsonCharactersMax = 200_000

const jsonValuesMax = 50

const pairsMax = 500

/** The pairs of a line in order; a later pair's name is not searched for in an earlier value. */
function readInfotextPairs(line: string): [key: string, value: string][] {
  const pairs: [string, string][] = []
  let jsonLeft = jsonValuesMax
  for (let at = 0; at < line.length && pairs.length < pairsMax;) {
    keyPattern.lastIndex = at
    const key = keyPattern.exec(line)
    if (key === null) {
      at = nextStart(line, at)
      continue
    }
    const from = keyPattern.lastIndex
    const isJson = (line[from] === '[' || line[from] === '{') && jsonLeft-- > 0
    const jsonEnd = isJson ? endOfJson(line, from) : null
    valuePattern.lastIndex = jsonEnd ?? from
    const value = valuePattern.exec(line)
    const end = value === null ? line.length : valuePattern.lastIndex
    const text = jsonEnd === null ? (value?.[1] ?? '') : line.slice(from, jsonEnd)
    pairs.push([key[1]!.trim(), unquote(text.trim())])
    at = Math.max(end, from)
  }
  return pairs
}

/** A name begins with a letter: the search continues after letters that begin none. */
function nextStart(line: string, at: number): number {
  let next = at + 1
  while (next < line.length && !keyStart.test(line[next]!)) next++
  return next
}

/**
 * Returns the end of the list or object starting at `from`; null if there is none, or if it is not followed by a comma.
 */
function endOfJson(line: string, from: number): number | null {
  let depth = 0
  let isText = false
  const most = Math.min(line.length, from + jsonCharactersMax)
  for (let at = from; at < most; at++) {
    const character = line[at]
    if (isText) {
      if (character === '\\') at++
      else if (character === '"') isText = false
    } else if (character === '"') isText = true
    else if (character === '[' || character === '{') depth++
    else if (character === ']' || character === '}') {
      if (--depth === 0) return /^\s{0,20}(?:,|$)/.test(line.slice(at + 1, at + 30)) ? at + 1 : null
    }
  }
  return null
}

function unquote(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'string' ? parsed : value
  } catch {
    return value
  }
}
