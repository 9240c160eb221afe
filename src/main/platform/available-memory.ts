const bytesInKilobyte = 1_024

/** What programs can have of the computer's memory now. */
export function availableMemory(): number {
  if (process.platform !== 'darwin') return process.availableMemory()
  // On macOS that is only what nobody uses at all, which is next to nothing: files in the cache and what may be dropped
  // can be had, too.
  const { free, fileBacked, purgeable } = process.getSystemMemoryInfo()
  return (free + fileBacked + purgeable) * bytesInKilobyte
}
