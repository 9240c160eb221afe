/**
 * Returns the outcome of `work`, or what `onTimeout` returns (or throws) if that takes longer than `timeoutMs`. The
 * work continues; callers that can stop it do so in `onTimeout`.
 */
export async function withTimeout<T, Late>(
  work: Promise<T>,
  timeoutMs: number,
  onTimeout: () => Late,
): Promise<T | Late> {
  const late = Promise.withResolvers<Late>()
  const timer = setTimeout(() => {
    try {
      late.resolve(onTimeout())
    } catch (thrown) {
      late.reject(thrown)
    }
  }, timeoutMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
