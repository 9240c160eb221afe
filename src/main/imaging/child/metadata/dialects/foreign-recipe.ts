import type { Recipe } from '../../../../../shared/domain/asset.ts'
import type { Lora } from '../../../../../shared/domain/generation.ts'
import { importRecipe } from '../../../../../shared/domain/import-recipe.ts'
import { toSeed, type Seed } from '../../../../../shared/domain/seed.ts'
import type { Field } from './dialect-reader.ts'
import type { JsonObject } from './json-object.ts'
import { mapNumberSettings, type NumberValues } from '../../../../../shared/domain/number-settings.ts'

/** What a file says about how its image was made, before validation. */
export interface ForeignFacts extends Partial<NumberValues> {
  readonly prompt?: string | null
  readonly negativePrompt?: string | null
  readonly model?: string | null
  readonly seed?: Seed | null
  readonly loras?: readonly Lora[]
  readonly widthPx?: number | null
  readonly heightPx?: number | null
  readonly stylePreset?: string | null
  readonly options?: Readonly<Record<string, string | number | boolean | null>>
}

const promptMax = 60_000
const nameMax = 1_000
const optionMax = 2_000
const lorasMax = 20
const sidePxMax = 1_000_000

/** The recipe of an imported image: it says what was requested, but names no service that could run it again. */
export function foreignRecipe(facts: ForeignFacts): Recipe {
  const { widthPx, heightPx } = facts
  const hasSize = isSide(widthPx) && isSide(heightPx)
  return {
    ...importRecipe,
    model: cut(facts.model, nameMax),
    seed: toSeed(facts.seed),
    prompt: cut(facts.prompt, promptMax),
    generation: {
      negativePrompt: cut(facts.negativePrompt, promptMax),
      revisedPrompt: null,
      requestedSize: hasSize ? `${widthPx}x${heightPx}` : null,
      quality: null,
      stylePreset: cut(facts.stylePreset, nameMax),
      ...mapNumberSettings((name) => finite(facts[name])),
      loras: (facts.loras ?? []).flatMap((lora) => toLora(lora) ?? []).slice(0, lorasMax),
      options: Object.fromEntries(optionsOf(facts)),
      referenceIds: [],
      warnings: [],
      estimateUsd: null,
      requestId: null,
      usage: {},
      trace: {},
    },
  }
}

function* optionsOf({ options }: ForeignFacts): Generator<[string, string | number | boolean]> {
  for (const [name, value] of Object.entries(options ?? {})) {
    if (value === null || value === '') continue
    yield [name, typeof value === 'string' ? (cut(value, optionMax) ?? '') : value]
  }
}

function finite(value: number | null | undefined): number | null {
  return Number.isFinite(value) ? value! : null
}

function isSide(value: number | null | undefined): boolean {
  return Number.isInteger(value) && value! > 0 && value! <= sidePxMax
}

function toLora({ path, scale }: Lora): Lora | null {
  const name = cut(path, nameMax)
  return name === null || !Number.isFinite(scale) ? null : { path: name, scale: Math.max(-10, Math.min(10, scale)) }
}

function cut(text: string | null | undefined, lengthMax: number): string | null {
  const kept = text?.slice(0, lengthMax).toWellFormed().replaceAll('\0', '').trim()
  return kept ? kept : null
}

/** Own members of a JSON object, each as text. `except`: graphs and embedded files. */
export function toFields(object: JsonObject, except: readonly string[] = []): Field[] {
  return Object.entries(object)
    .filter(([name, value]) => value !== null && value !== '' && !except.includes(name))
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : stringify(value) }))
}

/** Values nested too deeply to serialize are omitted. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

/** `embedding:name` (ComfyUI) and `<embed:name>` (SwarmUI), as written in prompts; null = none. */
export function embeddingsIn(...prompts: readonly (string | null)[]): string | null {
  const all = prompts.map((prompt) => prompt?.slice(0, 60_000) ?? '').join('\n')
  const found = [...all.matchAll(/(?:\bembedding:|<embed:)([\w.\-/\\]{1,200})/gi)].slice(0, 50)
  return [...new Set(found.map(([, name]) => name!.replace(/[.:]+$/, '')))].join(', ') || null
}
