import * as messages from '../messages/en/memory.ts'
import type { MemorySaving } from './local-record.ts'

const weightsLabels: Readonly<Record<MemorySaving['weights'], readonly string[]>> = {
  device: [],
  memory: [messages.weightsInMemory],
  streamed: [messages.weightsStreamed],
  disk: [messages.weightsOnDisk],
}

/** Returns each memory option in use; empty = none. */
export function describeSavings({
  weights,
  isEncoderOnCpu,
  isFlashAttention,
  isVaeTiled,
}: MemorySaving): readonly string[] {
  return [
    ...weightsLabels[weights],
    ...(isEncoderOnCpu ? [messages.encoderOnCpu] : []),
    ...(isFlashAttention ? [messages.flashAttention] : []),
    ...(isVaeTiled ? [messages.tiledDecoding] : []),
  ]
}
