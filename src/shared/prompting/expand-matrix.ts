import type { ModelRef } from '../domain/provider.ts'
import type { Seed } from '../domain/seed.ts'
import { firstWords } from '../util/first-words.ts'
import { noPrompt } from '../messages/en/prompting.ts'
import { listCombinations } from './combinations.ts'
import { isTemplate, type TemplateOptions } from './expand-prompt.ts'

/** Prompts × models × seeds × strengths. An empty axis counts as one run with the form's value. */
export interface MatrixAxes {
  /** Prompts or templates; every combination of a template is a separate prompt. */
  readonly prompts: readonly string[]
  readonly models: readonly ModelRef[]
  readonly seeds: readonly Seed[]
  readonly strengths: readonly number[]
}

export interface MatrixRun {
  readonly prompt: string
  /** null = the form's value. */
  readonly model: ModelRef | null
  readonly seed: Seed | null
  readonly strength: number | null
  /** Its index on each axis. */
  readonly at: Readonly<Record<MatrixAxisName, number>>
  /** One per axis with more than one value, in order: what distinguishes this run from the others. */
  readonly labels: readonly string[]
}

export type MatrixAxisName = 'prompt' | 'model' | 'seed' | 'strength'

export interface MatrixAxis {
  readonly name: MatrixAxisName
  /** For display, one per value. */
  readonly labels: readonly string[]
}

export type PromptMatrix =
  | {
      readonly type: 'runs'
      /** The first `limit` runs, the last axis changing first. */
      readonly runs: readonly MatrixRun[]
      /** Total number; larger than `runs.length` where the limit cut it. */
      readonly total: number
      readonly axes: readonly MatrixAxis[]
    }
  | { readonly type: 'problem'; readonly message: string }

interface Prompt {
  readonly text: string
  readonly label: string
}

/** Expands a matrix into its runs, in a stable order: prompts, then models, seeds, strengths. */
export function expandMatrix(axes: MatrixAxes, limit: number, options: TemplateOptions = {}): PromptMatrix {
  const prompts: Prompt[] = []
  let promptCount = 0
  for (const template of axes.prompts.length === 0 ? [''] : axes.prompts) {
    const expanded = promptsOf(template, Math.max(0, limit - prompts.length), options)
    if (expanded.type === 'problem') return expanded
    prompts.push(...expanded.prompts)
    promptCount += expanded.count
  }
  const axisOptions = {
    prompt: prompts,
    model: orForm(axes.models),
    seed: orForm(axes.seeds),
    strength: orForm(axes.strengths),
  }
  const perPrompt = axisOptions.model.length * axisOptions.seed.length * axisOptions.strength.length
  const total = promptCount * perPrompt
  const all: MatrixAxis[] = [
    { name: 'prompt', labels: prompts.map(({ label }) => label) },
    { name: 'model', labels: axes.models.map(({ provider, model }) => `${provider}/${model}`) },
    { name: 'seed', labels: axes.seeds.map((seed) => `seed ${seed}`) },
    { name: 'strength', labels: axes.strengths.map((strength) => `strength ${strength}`) },
  ]
  const runs = Array.from({ length: Math.min(total, Math.max(0, limit)) }, (_, index) => runAt(index, axisOptions, all))
  return { type: 'runs', runs, total, axes: all }
}

function orForm<T>(values: readonly T[]): readonly (T | null)[] {
  return values.length === 0 ? [null] : values
}

function promptsOf(template: string, max: number, options: TemplateOptions) {
  if (!isTemplate(template)) {
    return {
      type: 'prompts',
      prompts: max > 0 ? [{ text: template, label: shortLabel(template) }] : [],
      count: 1,
    } as const
  }
  const combinations = listCombinations(template, max, options)
  if (combinations.type === 'problem') return combinations
  const prompts = combinations.prompts.map(({ text, choices }) => ({
    text,
    label: shortLabel(choices.map(({ chose }) => chose).join(' · ') || text),
  }))
  return { type: 'prompts', prompts, count: combinations.count } as const
}

function shortLabel(text: string): string {
  return firstWords(text, 60) || noPrompt
}

interface Places {
  readonly prompt: readonly Prompt[]
  readonly model: readonly (ModelRef | null)[]
  readonly seed: readonly (Seed | null)[]
  readonly strength: readonly (number | null)[]
}

function runAt(index: number, { prompt, model, seed, strength }: Places, axes: readonly MatrixAxis[]): MatrixRun {
  let rest = index
  const next = (length: number) => {
    const at = rest % length
    rest = Math.floor(rest / length)
    return at
  }
  // The last axis changes first.
  const strengthAt = next(strength.length)
  const seedAt = next(seed.length)
  const modelAt = next(model.length)
  const at = { prompt: rest, model: modelAt, seed: seedAt, strength: strengthAt }
  return {
    prompt: prompt[at.prompt]?.text ?? '',
    model: model[modelAt] ?? null,
    seed: seed[seedAt] ?? null,
    strength: strength[strengthAt] ?? null,
    at,
    labels: axes.filter(({ labels }) => labels.length > 1).map(({ name, labels }) => labels[at[name]] ?? ''),
  }
}
