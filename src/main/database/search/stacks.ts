import { controlKinds } from '../../../shared/domain/control.ts'
import { closedFields } from '../../../shared/search/index.ts'
import type { Columns } from './columns.ts'
import type { SearchMemory } from './open-columns.ts'

interface StackNumbers {
  readonly revision: number
  /** Per image, from 0. */
  readonly stackOf: Int32Array
  readonly count: number
}

const known = new WeakMap<SearchMemory, StackNumbers>()

/** Stacks are numbered from 0, so that they can be counted in an array. */
export function stackNumbers(memory: SearchMemory): StackNumbers {
  const found = known.get(memory)
  if (found?.revision === memory.revision) return found
  const { size, isThere, stackKey } = memory.columns
  const stackOf = new Int32Array(size)
  const numberOf = new Map<number, number>()
  for (let number = 0; number < size; number++) {
    if (isThere[number] !== 1) continue
    const key = stackKey[number] ?? 0
    let stack = numberOf.get(key)
    if (stack === undefined) numberOf.set(key, (stack = numberOf.size))
    stackOf[number] = stack
  }
  const numbers = { revision: memory.revision, stackOf, count: numberOf.size }
  known.set(memory, numbers)
  return numbers
}

const [noFlag, pick, reject] = (['none', 'pick', 'reject'] as const).map((flag) => closedFields.flag.indexOf(flag) + 1)

const controls = new Set(controlKinds.map((kind) => closedFields.operation.indexOf(kind) + 1))

/**
 * The highest rank is the stack's cover: picks first, rejects last, then by rating; among equals the newest that is not
 * only there to control others.
 */
export function stackRank({ flag, rating, operation }: Columns, number: number): number {
  const flagValue = flag[number] ?? noFlag
  const ofFlag = flagValue === pick ? 2 : flagValue === reject ? 0 : 1
  const ofOperation = controls.has(operation[number] ?? 0) ? 0 : 0.5
  return ofFlag * 8 + (rating[number] ?? 0) + ofOperation
}

export interface Stacked {
  /** The covers, each where the first image of its stack was. */
  readonly numbers: Int32Array<ArrayBuffer>
  /** The number of images in each stack. */
  readonly sizes: Int32Array<ArrayBuffer>
}

/** `numbers` is newest first or oldest first. */
export function stacked(memory: SearchMemory, numbers: Int32Array, isNewestFirst: boolean): Stacked {
  const { stackOf, count } = stackNumbers(memory)
  const placeOf = new Int32Array(count).fill(-1)
  const best = new Int32Array(numbers.length)
  const sizes = new Int32Array(numbers.length)
  let stackCount = 0
  for (const number of numbers) {
    const stack = stackOf[number] ?? 0
    const position = placeOf[stack] ?? -1
    if (position === -1) {
      placeOf[stack] = stackCount
      best[stackCount] = number
      sizes[stackCount++] = 1
      continue
    }
    sizes[position]! += 1
    const gain = stackRank(memory.columns, number) - stackRank(memory.columns, best[position] ?? 0)
    if (gain > 0 || (gain === 0 && !isNewestFirst)) best[position] = number
  }
  return { numbers: best.slice(0, stackCount), sizes: sizes.slice(0, stackCount) }
}
