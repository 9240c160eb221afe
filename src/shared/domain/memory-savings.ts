import type { MemorySaving } from './local-record.ts'

const placeWords: Readonly<Record<MemorySaving['weights'], readonly string[]>> = {
  device: [],
  memory: ['weights wait in main memory'],
  streamed: ['weights come from main memory layer by layer'],
  disk: ['weights are read from the disk each time'],
}

/** Each way in which memory is saved; empty = in none. */
export function describeSavings({
  weights,
  isEncoderOnCpu,
  isFlashAttention,
  isVaeTiled,
}: MemorySaving): readonly string[] {
  return [
    ...placeWords[weights],
    ...(isEncoderOnCpu ? ['the prompt is read by the processor'] : []),
    ...(isFlashAttention ? ['flash attention'] : []),
    ...(isVaeTiled ? ['decoding in tiles'] : []),
  ]
}
