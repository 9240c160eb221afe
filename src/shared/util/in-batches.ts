/** Calls `work` for `size` items at a time, one call after the other, and returns what all calls return, in order. */
export async function inBatches<T, R>(
  items: readonly T[],
  size: number,
  work: (batch: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < items.length; from += size) results.push(...(await work(items.slice(from, from + size))))
  return results
}
