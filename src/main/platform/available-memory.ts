const bytesInKilobyte = 1_024

/** Bytes of memory that programs can currently allocate. */
export function availableMemory(): number {
  if (process.platform !== 'darwin') return process.availableMemory()
  // On macOS `free` covers only wholly unused memory, which is next to nothing; cached files and purgeable memory count
  // too.
  const { free, fileBacked, purgeable } = process.getSystemMemoryInfo()
  return (free + fileBacked + purgeable) * bytesInKilobyte
}
