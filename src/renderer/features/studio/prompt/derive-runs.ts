import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import { addToSeed, wrapSeed, type Seed } from '../../../../shared/domain/seed.ts'
import type { StudioTask } from '../../../../shared/domain/settings.ts'
import * as messages from '../../../../shared/messages/en/prompt.ts'
import { countCombinations, expandMatrix, expandPrompt, isTemplate } from '../../../../shared/prompting/index.ts'
import type { WildcardLists } from '../../../../shared/prompting/index.ts'
import { AppError } from '../../../../shared/errors/index.ts'
import { formatNumber } from '../../../lib/format.ts'

/** Settings for sending a request several times, each with a variation. */
export interface RunWishes {
  /** How choices in the prompt such as `{a|b}` are resolved: one at random, or all of them. */
  readonly choices: 'random' | 'all'
  /** Each line of the prompt is a separate prompt. */
  readonly isByLine: boolean
  /** Number of consecutive seeds. */
  readonly seeds: number
  /** Denoising strengths; empty = the form's value. */
  readonly strengths: readonly number[]
}

export const singleRun: RunWishes = { choices: 'random', isByLine: false, seeds: 1, strengths: [] }

/** Maximum number of requests per click: the queue accepts no more. */
export const runsMax = 1_000
export const seedsMax = 100

/** One model's part of a click. */
export interface RunAxes {
  readonly card: Pick<ModelCard, 'strength' | 'seed' | 'seedMax'>
  readonly task: StudioTask
  /** As sent to the model, except that choices are not resolved yet. */
  readonly prompts: readonly string[]
}

export interface Runs {
  /** Number of requests for each model, in order. */
  readonly counts: readonly number[]
  readonly total: number
  /** Maximum over all models. */
  readonly prompts: number
  readonly strengths: number
  /** Why the runs cannot be sent; null = they can. */
  readonly problem: string | null
}

/** Splits a text into its prompts. */
export function promptsOf(text: string, { isByLine }: RunWishes): readonly string[] {
  const lines = isByLine ? text.split('\n').filter((line) => line.trim() !== '') : []
  return lines.length > 0 ? lines.map((line) => line.trim()) : [text.trim()]
}

/** Counts the requests before anything is expanded. */
export function countRuns(models: readonly RunAxes[], wishes: RunWishes, lists: WildcardLists): Runs {
  const parts = models.map((model) => {
    const prompts = countPrompts(model.prompts, wishes, lists)
    const strengths = Math.max(1, strengthsOf(model, wishes).length)
    return typeof prompts === 'string'
      ? { prompts: 1, strengths: 1, count: 1, problem: prompts }
      : { prompts, strengths, count: prompts * wishes.seeds * strengths, problem: null }
  })
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  return {
    counts: parts.map(({ count }) => count),
    total,
    prompts: Math.max(0, ...parts.map(({ prompts }) => prompts)),
    strengths: Math.max(0, ...parts.map(({ strengths }) => strengths)),
    problem: parts.find(({ problem }) => problem !== null)?.problem ?? tooMany(total),
  }
}

function tooMany(total: number): string | null {
  if (total <= runsMax) return null
  const max = formatNumber(runsMax)
  return Number.isSafeInteger(total) ? messages.tooManyRuns({ count: total, max }) : messages.countlessRuns({ max })
}

function countPrompts(prompts: readonly string[], { choices }: RunWishes, lists: WildcardLists): number | string {
  let sum = 0
  for (const prompt of prompts) {
    if (!isTemplate(prompt)) {
      sum += 1
      continue
    }
    const found = countCombinations(prompt, { wildcards: lists })
    if (found.type === 'problem') return found.message
    sum += choices === 'all' ? found.count : 1
  }
  return sum
}

function strengthsOf({ card, task }: RunAxes, { strengths }: RunWishes): readonly number[] {
  const { strength } = card
  if (strength === null || task === 'generate') return []
  return strengths.filter((each) => each >= strength.min && each <= strength.max)
}

export interface RunExpansion {
  readonly wishes: RunWishes
  readonly lists: WildcardLists
  /** Seed of the random choices, and the first of several seeds. */
  readonly firstSeed: Seed
}

/**
 * Expands the requests for one model: choices are resolved, the same way for every model of a click.
 * @throws request/invalid if the prompt cannot be expanded
 */
export function expandRuns(
  request: PlanRequest,
  axes: RunAxes,
  { wishes, lists, firstSeed }: RunExpansion,
): readonly PlanRequest[] {
  const seeds = Array.from({ length: wishes.seeds }, (_, at) => addToSeed(firstSeed, at))
  const strengths = strengthsOf(axes, wishes)
  const runs =
    wishes.choices === 'all' ? everything(axes, seeds, strengths, lists) : byChance(axes, seeds, strengths, lists)
  // Compared variants share their seeds; a single request is random, or uses the form's seed.
  const { seed: kind, seedMax } = axes.card
  const isSeeded = runs.length > 1 && kind !== 'no'
  return runs.map(({ prompt, seed, strength }) => ({
    ...request,
    prompt,
    seed: isSeeded ? wrapSeed(seed, seedMax) : request.seed,
    strength: strength ?? request.strength,
  }))
}

interface Run {
  readonly prompt: string
  readonly seed: Seed
  readonly strength: number | null
}

function everything(
  { prompts }: RunAxes,
  seeds: readonly Seed[],
  strengths: readonly number[],
  wildcards: WildcardLists,
): readonly Run[] {
  const matrix = expandMatrix({ prompts, models: [], seeds, strengths }, runsMax, { wildcards })
  if (matrix.type === 'problem') throw new AppError('request/invalid', matrix.message)
  return matrix.runs.map(({ prompt, seed, strength }) => ({ prompt, seed: seed ?? 0, strength }))
}

function byChance(
  { prompts }: RunAxes,
  seeds: readonly Seed[],
  strengths: readonly number[],
  lists: WildcardLists,
): readonly Run[] {
  const each = strengths.length === 0 ? [null] : strengths
  return prompts.flatMap((template) =>
    seeds.flatMap((seed) => {
      const prompt = drawn(template, seed, lists)
      return each.map((strength) => ({ prompt, seed, strength }))
    }),
  )
}

function drawn(template: string, seed: Seed, wildcards: WildcardLists): string {
  if (!isTemplate(template)) return template
  const expanded = expandPrompt(template, { seed: wrapSeed(seed, Number.MAX_SAFE_INTEGER), wildcards })
  if (expanded.type === 'problem') throw new AppError('request/invalid', expanded.message)
  return expanded.text
}
