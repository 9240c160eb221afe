import { compareIds, type Columns } from './columns.ts'
import type { SearchMemory } from './open-columns.ts'
import { orderByKey } from './order-numbers.ts'

const known = new WeakMap<SearchMemory, { readonly revision: number; readonly order: Int32Array<ArrayBuffer> }>()

/** All pictures, newest first, as the gallery's index has them: by time, then by id. */
export function newestFirst(memory: SearchMemory): Int32Array<ArrayBuffer> {
  const found = known.get(memory)
  if (found?.revision === memory.revision) return found.order
  const order = sorted(memory.columns).toReversed()
  known.set(memory, { revision: memory.revision, order })
  return order
}

function sorted(columns: Columns): Int32Array<ArrayBuffer> {
  const numbers = allNumbers(columns)
  if (isSorted(columns, numbers)) return numbers
  let earliestMs = Infinity
  for (const number of numbers) earliestMs = Math.min(earliestMs, columns.createdAtMs[number] ?? 0)
  const order = orderByKey(numbers, (number) => (columns.createdAtMs[number] ?? 0) - earliestMs)
  sortTies(columns, order)
  return order
}

function allNumbers({ isThere, size }: Columns): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(size)
  let count = 0
  for (let number = 0; number < size; number++) if (isThere[number] === 1) numbers[count++] = number
  return numbers.subarray(0, count)
}

/** Pictures mostly come one after the other. */
function isSorted(columns: Columns, numbers: Int32Array): boolean {
  for (let at = 1; at < numbers.length; at++) {
    if (compareTimes(columns, numbers[at - 1] ?? 0, numbers[at] ?? 0) > 0) return false
  }
  return true
}

function compareTimes(columns: Columns, one: number, other: number): number {
  return (columns.createdAtMs[one] ?? 0) - (columns.createdAtMs[other] ?? 0) || compareIds(columns, one, other)
}

function sortTies(columns: Columns, order: Int32Array): void {
  let from = 0
  for (let at = 1; at <= order.length; at++) {
    if (at < order.length && columns.createdAtMs[order[at] ?? 0] === columns.createdAtMs[order[from] ?? 0]) continue
    if (at - from > 1) order.subarray(from, at).sort((one, other) => compareIds(columns, one, other))
    from = at
  }
}
