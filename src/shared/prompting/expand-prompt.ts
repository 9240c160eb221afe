import { AppError } from '../errors/index.ts'
import { parseTemplate } from './parse-template.ts'
import { openLists, type WildcardLists } from './template-lists.ts'
import { writeTemplate, type DrawnTemplate, type Picker, type Pool } from './walk-template.ts'

export interface TemplateOptions {
  readonly wildcards?: WildcardLists
  /** Values for `$name`; the template's own definitions take precedence. */
  readonly variables?: ReadonlyMap<string, string>
}

/** `problem`: for display, what is wrong with the template and what to do. */
export type PromptExpansion =
  | ({ readonly type: 'prompt' } & DrawnTemplate)
  | { readonly type: 'problem'; readonly message: string }

/** Draws a prompt from a template: the same seed gives the same prompt on every computer. */
export function expandPrompt(template: string, options: TemplateOptions & { readonly seed: number }): PromptExpansion {
  return orProblem(() => {
    const nodes = parseTemplate(template)
    const lists = openLists(options.wildcards ?? new Map(), nodes)
    const drawn = writeTemplate(nodes, createRandomPicker(createSeededRandom(options.seed)), {
      lists,
      variables: options.variables ?? new Map(),
    })
    return { type: 'prompt', ...drawn }
  })
}

/** Whether a text contains anything to draw. */
export function isTemplate(text: string): boolean {
  try {
    return parseTemplate(text).some((node) => node.type !== 'text')
  } catch (thrown) {
    if (thrown instanceof AppError) return true
    throw thrown
  }
}

export function orProblem<T>(work: () => T): T | { readonly type: 'problem'; readonly message: string } {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof AppError) return { type: 'problem', message: thrown.message }
    throw thrown
  }
}

function createRandomPicker(random: () => number): Picker {
  const picker: Picker = {
    split: (nodes) => nodes.map(() => picker),
    pick: (pool) => draw(pool, random).map((index) => ({ index, inner: picker })),
  }
  return picker
}

/** Draws without replacement, by weight, in the pool's order. */
function draw(pool: Pool, random: () => number): number[] {
  const { size, min, max } = pool
  const count = min === max ? min : min + Math.floor(random() * (max - min + 1))
  const chosen = new Set<number>()
  let totalWeight = 0
  for (let index = 0; index < size; index++) totalWeight += pool.weightAt(index)
  while (chosen.size < Math.min(count, size) && totalWeight > 0) {
    const index = find(pool, chosen, random() * totalWeight)
    if (index === null) break
    chosen.add(index)
    totalWeight -= pool.weightAt(index)
  }
  return [...chosen].toSorted((a, b) => a - b)
}

function find(pool: Pool, chosen: ReadonlySet<number>, point: number): number | null {
  let remaining = point
  let last: number | null = null
  for (let index = 0; index < pool.size; index++) {
    const weight = pool.weightAt(index)
    if (weight === 0 || chosen.has(index)) continue
    last = index
    remaining -= weight
    if (remaining < 0) break
  }
  return last
}

/**
 * Returns a generator of numbers from 0 to below 1 that is the same for the same seed on every computer: splitmix32,
 * after Guy L. Steele and others, “Fast Splittable Pseudorandom Number Generators” (2014). Neighboring seeds give
 * unrelated sequences.
 */
function createSeededRandom(seed: number): () => number {
  // Uses both halves: seeds may exceed 32 bits.
  let state = (Math.trunc(seed) ^ Math.imul(Math.trunc(seed / 0x100000000), 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x100000000
  }
}
