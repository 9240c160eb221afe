/**
 * Runs `work` on every item, at most `limit` at once, starting in order. After a failure nothing more is begun; it is
 * thrown when what was under way has ended, so that whoever cleans up is alone.
 */
export async function forEachParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  let isFailed = false
  const lane = async (): Promise<void> => {
    while (next < items.length && !isFailed) {
      const index = next++
      try {
        await work(items[index]!, index)
      } catch (thrown) {
        isFailed = true
        throw thrown
      }
    }
  }
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(limit, items.length) }, lane))
  const failed = lanes.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
