/**
 * Runs `work` on every item, at most `limit` at once, starting in order. After a failure nothing more is started, and
 * the error is thrown once the running work has ended, so that cleanup does not race with it.
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
