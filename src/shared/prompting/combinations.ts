import { orProblem, type TemplateOptions } from './expand-prompt.ts'
import { parseTemplate, type TemplateNode } from './parse-template.ts'
import { openLists, type TemplateLists } from './template-lists.ts'
import { poolOf, writeTemplate, type DrawnTemplate, type Picker, type Pool } from './walk-template.ts'

/** `Infinity` where the count exceeds the range of a number. */
export type CombinationCount =
  | { readonly type: 'count'; readonly count: number }
  | { readonly type: 'problem'; readonly message: string }

export type CombinationList =
  | { readonly type: 'list'; readonly prompts: readonly DrawnTemplate[]; readonly count: number }
  | { readonly type: 'problem'; readonly message: string }

/** Counts the prompts a template expands to. Taking `2$$` of three counts every pair once, in written order. */
export function countCombinations(template: string, options: TemplateOptions = {}): CombinationCount {
  return orProblem(() => {
    const nodes = parseTemplate(template)
    const counter = createCounter(openLists(options.wildcards ?? new Map(), nodes))
    return { type: 'count', count: counter.ofRow(nodes) }
  })
}

/** Lists the first `max` of them in a stable order, the last choice changing first; `count` is the total. */
export function listCombinations(template: string, max: number, options: TemplateOptions = {}): CombinationList {
  return orProblem(() => {
    const nodes = parseTemplate(template)
    const lists = openLists(options.wildcards ?? new Map(), nodes)
    const counter = createCounter(lists)
    const count = counter.ofRow(nodes)
    const source = { lists, variables: options.variables ?? new Map<string, string>() }
    const prompts = Array.from({ length: Math.min(count, Math.max(0, max)) }, (_, index) =>
      writeTemplate(nodes, createIndexPicker(index, counter), source),
    )
    return { type: 'list', prompts, count }
  })
}

interface Counter {
  ofRow(nodes: readonly TemplateNode[]): number
  ofNode(node: TemplateNode): number
  waysOf(pool: Pool): Ways
}

/** The ways to take a pool's members. */
interface Ways {
  readonly low: number
  readonly high: number
  /** Per member; 0 if it is never drawn. */
  readonly counts: readonly number[]
  /**
   * `rest[taken][from]`: number of ways to take that many members starting at `from`, including their own combinations.
   */
  readonly rest: readonly (readonly number[])[]
}

function createCounter(lists: TemplateLists): Counter {
  const ways = new Map<unknown, Ways>()
  const counts = new Map<unknown, number>()

  const counter: Counter = {
    ofRow: (nodes) => nodes.reduce((product, node) => product * counter.ofNode(node), 1),
    ofNode(node) {
      if (node.type === 'text' || node.type === 'variable') return 1
      if (node.type === 'definition') return counter.ofRow(node.nodes)
      const pool = poolOf(node, lists)
      return remembered(counts, pool.key, () => sumOf(counter.waysOf(pool)))
    },
    waysOf: (pool) =>
      remembered(ways, pool.key, () =>
        waysTo(pool, (index) => (pool.weightAt(index) === 0 ? 0 : counter.ofRow(pool.nodesAt(index)))),
      ),
  }
  return counter
}

function remembered<V>(cache: Map<unknown, V>, key: unknown, make: () => V): V {
  const cached = cache.get(key)
  if (cached !== undefined) return cached
  const created = make()
  cache.set(key, created)
  return created
}

function sumOf({ low, high, rest }: Ways): number {
  let sum = 0
  for (let taken = low; taken <= high; taken++) sum += rest[taken]?.[0] ?? 0
  return sum
}

function waysTo(pool: Pool, countAt: (index: number) => number): Ways {
  const counts = Array.from({ length: pool.size }, (_, index) => countAt(index))
  const nonEmptyCount = counts.filter((count) => count > 0).length
  const [low, high] = [Math.min(pool.min, nonEmptyCount), Math.min(pool.max, nonEmptyCount)]
  const rest: number[][] = [Array.from({ length: pool.size + 1 }, () => 1)]
  for (let taken = 1; taken <= high; taken++) {
    const previousRow = rest[taken - 1] ?? []
    const row = Array.from({ length: pool.size + 1 }, () => 0)
    for (let from = pool.size - 1; from >= 0; from--) {
      row[from] = (row[from + 1] ?? 0) + times(counts[from] ?? 0, previousRow[from + 1] ?? 0)
    }
    rest.push(row)
  }
  return { low, high, counts, rest }
}

/** Zero times infinity is zero here. */
function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b
}

/** Picks the combination with a given index: a mixed-radix number whose digits are the template's choices. */
function createIndexPicker(index: number, counter: Counter): Picker {
  return {
    split(nodes) {
      let rest = index
      return nodes
        .toReversed()
        .map((node) => {
          const count = counter.ofNode(node)
          const picker = createIndexPicker(rest % count, counter)
          rest = Math.floor(rest / count)
          return picker
        })
        .toReversed()
    },
    pick(pool) {
      const ways = counter.waysOf(pool)
      const { low, high, rest } = ways
      let remaining = index
      let taken = low
      for (; taken < high && remaining >= (rest[taken]?.[0] ?? 0); taken++) remaining -= rest[taken]?.[0] ?? 0
      return pickMembers(ways, taken, remaining, counter)
    },
  }
}

function pickMembers({ counts, rest }: Ways, count: number, index: number, counter: Counter) {
  const picked: { index: number; inner: Picker }[] = []
  let remaining = index
  let from = 0
  for (let taken = count; taken > 0; from++) {
    const inside = rest[taken - 1]?.[from + 1] ?? 0
    // All combinations that begin with this member.
    const combinationsHere = times(counts[from] ?? 0, inside)
    if (remaining >= combinationsHere) {
      remaining -= combinationsHere
      continue
    }
    picked.push({ index: from, inner: createIndexPicker(Math.floor(remaining / inside), counter) })
    remaining %= inside
    taken--
  }
  return picked
}
